package io.github.autoencoders.program;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A graph as a program of the engine's own, which computes all of it in one call. It is written
 * here and loaded from a folder that only this user can read and that is deleted at once: no
 * program is ever read from elsewhere. Gradients are taken of it as of any computation.
 *
 * <p>One thread at a time may run it for gradients.
 */
public final class EngineProgram implements AutoCloseable {

    private static final String ENGINE = "PyTorch"; // whose programs are TorchScript
    private static final String NAME = "program";

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

    /**
     * Loads a graph.
     *
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public static EngineProgram of(Graph graph, Placement place) throws IOException {
        if (!isKnownTo(place.engine())) {
            throw new IllegalArgumentException(
                    "engine must be %s for a program, but is %s".formatted(ENGINE, place.engine()));
        }
        String code = TorchScript.code(graph);
        Path folder = Files.createTempDirectory("program-of-autoencoders");
        Path file = folder.resolve(NAME + ".pt");
        Model model = Model.newInstance(NAME, place.device(), place.engine());
        try {
            TorchScript.write(code, file);
            model.load(folder, NAME);
            return new EngineProgram(graph, model);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("what was written must be readable", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
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
