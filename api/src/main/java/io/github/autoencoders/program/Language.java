package io.github.autoencoders.program;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs are written in, by the engine that loads them. */
enum Language {
    /** Text of a function. */
    TORCH_SCRIPT(
            "PyTorch",
            3,
            TorchScript::loadForInference,
            TorchScript::loadWithGradients,
            TorchScript::loadForGradients),
    /** A list of nodes. */
    SYMBOLS(
            "MXNet",
            1,
            SymbolProgram::load,
            (loss, place, batch) -> Optional.empty(),
            (graph, place, batch) -> SymbolProgram.load(graph, place));

    /** Writes a graph of which no gradients are taken, and has the engine load it. */
    private interface Loader {
        LoadedGraph load(Graph graph, Placement place) throws IOException;
    }

    /** Writes a graph with gradients in it, if it can, and has the engine load it. */
    private interface WithGradients {
        Optional<LoadedGraph> load(LossGraph loss, Placement place, long batch) throws IOException;
    }

    /** Writes a graph of which the engine takes gradients, and has it loaded. */
    private interface ForGradients {
        LoadedGraph load(Graph graph, Placement place, long batch) throws IOException;
    }

    private final String engine;
    private final int callsBefore;
    private final Loader loader;
    private final WithGradients withGradients;
    private final ForGradients forGradients;

    Language(
            String engine,
            int callsBefore,
            Loader loader,
            WithGradients withGradients,
            ForGradients forGradients) {
        this.engine = engine;
        this.callsBefore = callsBefore;
        this.loader = loader;
        this.withGradients = withGradients;
        this.forGradients = forGradients;
    }

    /** Returns that of an engine, if it has programs. */
    static Optional<Language> of(String engine) {
        return Stream.of(values()).filter(each -> each.engine.equals(engine)).findFirst();
    }

    /**
     * Returns that of an engine.
     *
     * @throws IllegalArgumentException if it has no programs
     */
    static Language require(String engine) {
        String known =
                Stream.of(values()).map(each -> each.engine).collect(Collectors.joining(", "));
        return of(engine)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "engine must be one of %s for a program, but is %s"
                                                .formatted(known, engine)));
    }

    /** Returns how many calls should come before those whose results are used. */
    int callsBefore() {
        return callsBefore;
    }

    /** Returns whether its engine adds each gradient that it takes to the one before. */
    boolean addsGradients() {
        return this == TORCH_SCRIPT;
    }

    /**
     * Loads a graph of which no gradients are taken.
     *
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    LoadedGraph load(Graph graph, Placement place) throws IOException {
        return loader.load(graph, place);
    }

    /**
     * Loads a graph that gives, behind its outputs, gradients of its loss, if it has such a form in
     * it.
     *
     * @param batch how many samples most calls will have
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    Optional<LoadedGraph> loadWithGradients(LossGraph loss, Placement place, long batch)
            throws IOException {
        return withGradients.load(loss, place, batch);
    }

    /** Loads a graph of which the engine takes gradients, likewise. */
    LoadedGraph loadForGradients(Graph graph, Placement place, long batch) throws IOException {
        return forGradients.load(graph, place, batch);
    }
}
