package io.github.autoencoders.program;

import ai.djl.ndarray.NDList;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;

/**
 * A graph as a program of the engine's own, which computes all of it in one call. It is written
 * here and never read from elsewhere. Any number of threads may use it.
 *
 * @see LossProgram
 */
public final class EngineProgram implements AutoCloseable {

    private final Graph graph;
    private final LoadedGraph loaded;

    private EngineProgram(Graph graph, LoadedGraph loaded) {
        this.graph = graph;
        this.loaded = loaded;
    }

    /** Returns whether graphs can be programs of an engine. */
    public static boolean isKnownTo(String engine) {
        return Language.of(engine).isPresent();
    }

    /**
     * Loads a graph.
     *
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public static EngineProgram of(Graph graph, Placement place) throws IOException {
        return new EngineProgram(graph, Language.require(place.engine()).load(graph, place));
    }

    /** Returns what it computes. */
    public Graph graph() {
        return graph;
    }

    /**
     * Computes the outputs, without what gradients need.
     *
     * @param arrays the graph's inputs in their order, then its parameters
     * @return the outputs in their order, which belong to the manager of the first input
     */
    public NDList run(NDList arrays) {
        return loaded.run(arrays, false);
    }

    @Override
    public void close() {
        loaded.close();
    }
}
