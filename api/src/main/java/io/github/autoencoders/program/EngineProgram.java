package io.github.autoencoders.program;

import ai.djl.ndarray.NDList;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;

/**
 * A graph as a program of the engine's own, which computes all of it in one call. It is written
 * here and never read from elsewhere. Gradients are taken of it as of any computation.
 *
 * <p>One thread at a time may run it for gradients.
 */
public final class EngineProgram implements AutoCloseable {

    private final Graph graph;
    private final Language language;
    private final LoadedGraph loaded;

    private EngineProgram(Graph graph, Language language, LoadedGraph loaded) {
        this.graph = graph;
        this.language = language;
        this.loaded = loaded;
    }

    /** Returns whether graphs can be programs of an engine. */
    public static boolean isKnownTo(String engine) {
        return Language.of(engine).isPresent();
    }

    /**
     * Loads a graph.
     *
     * @param batch how many samples most calls will have, for which it is made fast; it takes
     *     others as well
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public static EngineProgram of(Graph graph, Placement place, long batch) throws IOException {
        Language language = Language.require(place.engine());
        return new EngineProgram(graph, language, language.load(graph, place, batch));
    }

    /**
     * Loads a graph for {@link #infer} alone, which may be faster then.
     *
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public static EngineProgram forInference(Graph graph, Placement place) throws IOException {
        Language language = Language.require(place.engine());
        return new EngineProgram(graph, language, language.loadForInference(graph, place));
    }

    /**
     * Returns how many calls should come before those whose results are used: by the first, an
     * engine finds out whether it can compute the graph, and how it computes it later, which may
     * then be rounded otherwise.
     */
    public int callsBefore() {
        return language.callsBefore();
    }

    /** Returns what it computes. */
    public Graph graph() {
        return graph;
    }

    /**
     * Computes the outputs, of which gradients can be taken.
     *
     * @param arrays the graph's inputs in their order, then its parameters
     * @return the outputs in their order, which belong to the manager of the first input
     */
    public NDList run(NDList arrays) {
        return loaded.run(arrays, true);
    }

    /** Computes the outputs likewise, without what gradients need; any number of threads may. */
    public NDList infer(NDList arrays) {
        return loaded.run(arrays, false);
    }

    @Override
    public void close() {
        loaded.close();
    }
}
