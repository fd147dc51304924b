package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
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

    private static final String ENGINE = "PyTorch"; // whose programs are TorchScript

    private final Graph graph;
    private final Model model;

    private EngineProgram(Graph graph, Model model) {
        this.graph = graph;
        this.model = model;
    }

    /** Returns whether graphs can be programs of an engine. */
    public static boolean isKnownTo(String engine) {
        return engine.equals(ENGINE);
    }

    static void requireKnown(Placement place) {
        if (!isKnownTo(place.engine())) {
            throw new IllegalArgumentException(
                    "engine must be %s for a program, but is %s".formatted(ENGINE, place.engine()));
        }
    }

    /**
     * Loads a graph.
     *
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public static EngineProgram of(Graph graph, Placement place) throws IOException {
        requireKnown(place);
        return new EngineProgram(graph, TorchScript.load(TorchScript.code(graph), place));
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
        return run(arrays, true);
    }

    /** Computes the outputs likewise, without what gradients need; any number of threads may. */
    public NDList infer(NDList arrays) {
        return run(arrays, false);
    }

    private NDList run(NDList arrays, boolean training) {
        return model.getBlock()
                .forward(new ParameterStore(model.getNDManager(), false), arrays, training);
    }

    @Override
    public void close() {
        model.close();
    }
}
