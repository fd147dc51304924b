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
    TORCH_SCRIPT("PyTorch", 3, TorchScript::load, TorchScript::loadForInference),
    /** A list of nodes. */
    SYMBOLS(
            "MXNet",
            1,
            (graph, place, batch) -> SymbolProgram.load(graph, place),
            SymbolProgram::load);

    /** Writes a graph for gradients and batches of a size, and has the engine load it. */
    private interface Loader {
        LoadedGraph load(Graph graph, Placement place, long batch) throws IOException;
    }

    /** Writes a graph of which no gradients are taken, and has the engine load it. */
    private interface InferenceLoader {
        LoadedGraph load(Graph graph, Placement place) throws IOException;
    }

    private final String engine;
    private final int callsBefore;
    private final Loader loader;
    private final InferenceLoader inferenceLoader;

    Language(String engine, int callsBefore, Loader loader, InferenceLoader inferenceLoader) {
        this.engine = engine;
        this.callsBefore = callsBefore;
        this.loader = loader;
        this.inferenceLoader = inferenceLoader;
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

    /**
     * Loads a graph.
     *
     * @param batch how many samples most calls will have
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    LoadedGraph load(Graph graph, Placement place, long batch) throws IOException {
        return loader.load(graph, place, batch);
    }

    /** Loads a graph of which no gradients are taken, likewise. */
    LoadedGraph loadForInference(Graph graph, Placement place) throws IOException {
        return inferenceLoader.load(graph, place);
    }
}
