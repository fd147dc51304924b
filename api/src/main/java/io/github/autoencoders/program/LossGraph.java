package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.graph.Graph;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A graph of which one output is a loss, and what learns from it.
 *
 * @param graph that computes the loss and whatever else is wanted
 * @param loss the name of the output that is to become small, a number
 * @param learnt the names of the parameters that learn, in the order in which their gradients are
 *     wanted
 */
public record LossGraph(Graph graph, String loss, List<String> learnt) {

    public LossGraph {
        learnt = List.copyOf(learnt);
        if (!outputs(graph).contains(loss)) {
            throw new IllegalArgumentException(
                    "loss must be an output of the graph, but is " + loss);
        }
        List<String> parameters = parameters(graph);
        for (String name : learnt) {
            if (!parameters.contains(name)) {
                throw new IllegalArgumentException(
                        "learnt must be parameters of the graph, but one is " + name);
            }
        }
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("learnt must be some parameters, but there is none");
        }
    }

    private static List<String> outputs(Graph graph) {
        return graph.outputs().stream().map(Graph.Output::name).toList();
    }

    private static List<String> parameters(Graph graph) {
        return graph.parameters().stream().map(Graph.Value::name).toList();
    }

    /** Returns the loss's place among the outputs. */
    int lossAt() {
        return outputs(graph).indexOf(loss);
    }

    /** Returns the places of what learns among the arrays of a call: inputs, then parameters. */
    List<Integer> learntAt() {
        List<String> parameters = parameters(graph);
        int inputs = graph.inputs().size();
        return learnt.stream().map(name -> inputs + parameters.indexOf(name)).toList();
    }

    /**
     * Calls a program of this graph with zeros.
     *
     * @param calls how often
     * @param manager of the device where it is computed
     * @param batch how many samples
     */
    void warmUp(int calls, NDManager manager, long batch, Consumer<NDList> program) {
        for (int call = 0; call < calls; call++) {
            try (NDManager scope = manager.newSubManager()) {
                program.accept(zeros(scope, batch));
            }
        }
    }

    // For each array of a call; what learns can have gradients.
    private NDList zeros(NDManager scope, long batch) {
        NDList zeros = new NDList();
        Stream.concat(graph.inputs().stream().map(Graph.Input::value), graph.parameters().stream())
                .forEach(
                        value -> {
                            NDArray array = scope.zeros(value.sizes().in(batch), value.type());
                            array.setRequiresGradient(learnt.contains(value.name()));
                            zeros.add(array);
                        });
        return zeros;
    }
}
