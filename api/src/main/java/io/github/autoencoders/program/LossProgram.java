package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
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

    private final Graph graph;
    private final Language language;
    private final LoadedGraph loaded;
    private final boolean hasGradients;
    private final int loss;
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
            Graph graph,
            Language language,
            LoadedGraph loaded,
            boolean hasGradients,
            int loss,
            List<Integer> learnt) {
        this.graph = graph;
        this.language = language;
        this.loaded = loaded;
        this.hasGradients = hasGradients;
        this.loss = loss;
        this.learnt = List.copyOf(learnt);
    }

    /**
     * Loads a graph.
     *
     * @param loss the name of an output that is a number
     * @param learnt the names of the parameters whose gradients are wanted
     * @param batch how many samples most calls will have, for which it is made fast; it takes
     *     others as well
     * @throws IllegalArgumentException if the engine has no programs, an operation has no form in
     *     them, or a name is not the graph's
     * @throws IOException if no temporary file can be written
     */
    public static LossProgram of(
            Graph graph, String loss, List<String> learnt, Placement place, long batch)
            throws IOException {
        int at = graph.outputs().stream().map(Graph.Output::name).toList().indexOf(loss);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "loss must be an output of the graph, but is " + loss);
        }
        List<String> parameters = graph.parameters().stream().map(Graph.Value::name).toList();
        List<Integer> places = new ArrayList<>();
        for (String name : learnt) {
            if (!parameters.contains(name)) {
                throw new IllegalArgumentException(
                        "learnt must be parameters of the graph, but one is " + name);
            }
            places.add(graph.inputs().size() + parameters.indexOf(name));
        }
        Language language = Language.require(place.engine());
        Optional<LoadedGraph> whole = language.loadWithGradients(graph, loss, learnt, place, batch);
        LoadedGraph loaded =
                whole.isPresent() ? whole.get() : language.loadForGradients(graph, place, batch);
        return new LossProgram(graph, language, loaded, whole.isPresent(), at, places);
    }

    /** Returns what it computes. */
    public Graph graph() {
        return graph;
    }

    /** Returns whether the gradients are part of the program. */
    boolean hasGradients() {
        return hasGradients;
    }

    /**
     * Returns how many calls should come before those whose results are used: by the first, an
     * engine finds out whether it can compute the graph, and how it computes it later, which may
     * then be rounded otherwise.
     */
    public int callsBefore() {
        return language.callsBefore();
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
        int outputs = graph.outputs().size();
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
            collector.backward(outputs.get(loss));
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
