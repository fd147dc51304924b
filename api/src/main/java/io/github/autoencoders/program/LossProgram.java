package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A graph of a loss as a program of the engine's own, and the gradients of what learns. Where it
 * can be, they are part of the program, so that nothing is left to the engine's automatic
 * differentiation; else that takes them.
 *
 * <p>One thread at a time may run it.
 */
public final class LossProgram implements AutoCloseable {

    private final LossGraph loss;
    private final Language language;
    private final LoadedGraph loaded;
    private final boolean hasGradients;
    private final int lossAt; // its place among the outputs
    private final List<Integer> learnt; // places among the arrays

    /**
     * What a call gives; it belongs to the manager of the first input.
     *
     * @param outputs of the graph, in their order
     * @param gradients of what learns, in the order in which it was named; those that the engine
     *     took are the arrays' own, and change with the next call
     */
    public record Result(NDList outputs, NDList gradients) {}

    private LossProgram(
            LossGraph loss, Language language, LoadedGraph loaded, boolean hasGradients) {
        this.loss = loss;
        this.language = language;
        this.loaded = loaded;
        this.hasGradients = hasGradients;
        lossAt = loss.lossAt();
        learnt = loss.learntAt();
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
    public static LossProgram of(LossGraph loss, Placement place, long batch) throws IOException {
        Language language = Language.require(place.engine());
        Optional<LoadedGraph> whole = language.loadWithGradients(loss, place, batch);
        LoadedGraph loaded =
                whole.isPresent()
                        ? whole.get()
                        : language.loadForGradients(loss.graph(), place, batch);
        return new LossProgram(loss, language, loaded, whole.isPresent());
    }

    /** Returns whether the gradients are part of the program. */
    boolean hasGradients() {
        return hasGradients;
    }

    /**
     * Calls it as often as should come before calls whose results are used, with zeros. By its
     * first calls an engine finds out how it computes later ones, which may then be rounded
     * otherwise: without these, a training that goes on would differ from one that was not
     * interrupted.
     *
     * @param manager of the device where it is used
     * @param batch how many samples
     */
    public void warmUp(NDManager manager, long batch) {
        loss.warmUp(language.callsBefore(), manager, batch, this::run);
    }

    /**
     * Computes the outputs and the gradients.
     *
     * @param arrays the graph's inputs in their order, then its parameters, of which those that
     *     learn have gradients
     */
    public Result run(NDList arrays) {
        return hasGradients ? runWhole(arrays) : differentiate(arrays);
    }

    private Result runWhole(NDList arrays) {
        NDList all = loaded.run(arrays, false);
        int outputs = loss.graph().outputs().size();
        return new Result(all.subNDList(0, outputs), all.subNDList(outputs));
    }

    private Result differentiate(NDList arrays) {
        if (language.addsGradients()) {
            for (int place : learnt) {
                try (NDArray before = arrays.get(place).getGradient()) {
                    before.subi(before);
                }
            }
        }
        try (GradientCollector collector = arrays.getManager().getEngine().newGradientCollector()) {
            NDList outputs = loaded.run(arrays, true);
            collector.backward(outputs.get(lossAt));
            NDList gradients = new NDList();
            for (int place : learnt) {
                NDArray gradient = arrays.get(place).getGradient();
                gradient.attach(arrays.getManager());
                gradients.add(gradient);
            }
            return new Result(outputs, gradients);
        }
    }

    @Override
    public void close() {
        loaded.close();
    }
}
