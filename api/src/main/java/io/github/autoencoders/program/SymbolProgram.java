package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A graph as MXNet's symbol, all of whose arrays are given at each call. */
final class SymbolProgram implements LoadedGraph {

    // Else the engine wants a file of parameters too.
    private static final Map<String, String> WITHOUT_PARAMETERS = Map.of("hasParameter", "false");

    private final Model model;
    private final NDList constants;
    private final List<TapWeights> tapWeights; // of what is given
    private final List<Integer> order; // of what is given, these two, as the engine takes it

    private SymbolProgram(
            Model model, NDList constants, List<TapWeights> tapWeights, List<Integer> order) {
        this.model = model;
        this.constants = constants;
        this.tapWeights = List.copyOf(tapWeights);
        this.order = List.copyOf(order);
    }

    private static List<Graph.Value> given(Graph graph) {
        return Stream.concat(
                        graph.inputs().stream().map(Graph.Input::value),
                        graph.parameters().stream())
                .toList();
    }

    static SymbolProgram load(Graph graph, Placement place) throws IOException {
        SymbolForm form = new SymbolForm();
        Map<String, SymbolForm.Entry> given = new HashMap<>();
        List<Integer> variables = new ArrayList<>();
        for (Graph.Value value : given(graph)) {
            SymbolForm.Entry entry = form.given(value);
            given.put(value.name(), entry);
            variables.add(entry.node());
        }
        List<Integer> outputs = form.outputs(graph.write(form, given));
        byte[] json = form.symbol().json(outputs).getBytes(StandardCharsets.UTF_8);
        Model model = ProgramFolder.load("-symbol.json", json, WITHOUT_PARAMETERS, place);
        try {
            return of(form, outputs, variables, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static SymbolProgram of(
            SymbolForm form, List<Integer> outputs, List<Integer> variables, Model model) {
        List<Integer> wanted = form.symbol().variables(outputs);
        NDList constants = new NDList();
        for (int variable : wanted) {
            Graph.Constant constant = form.constants().get(variable);
            if (constant != null) {
                variables.add(variable);
                constants.add(array(constant, model.getNDManager()));
            }
        }
        List<TapWeights> tapWeights = new ArrayList<>();
        for (int variable : wanted) {
            TapWeights weights = form.tapWeights().get(variable);
            if (weights != null) {
                tapWeights.add(weights.withWeight(variables.indexOf(weights.weight())));
                variables.add(variable);
            }
        }
        List<Integer> order = wanted.stream().map(variables::indexOf).toList();
        return new SymbolProgram(model, constants, tapWeights, order);
    }

    private static NDArray array(Graph.Constant constant, NDManager manager) {
        Graph.Value value = constant.value();
        Shape shape = value.sizes().in(1); // of a batch of any size
        try (NDArray values = Numbers.of(manager, constant.values(1), shape)) {
            return values.toType(value.type(), true);
        }
    }

    @Override
    public NDList run(NDList arrays, boolean training) {
        NDList all = new NDList(arrays).addAll(constants);
        NDManager manager = arrays.head().getManager();
        NDList outputs = training ? learn(all, manager) : infer(all, manager);
        outputs.attach(manager);
        return outputs;
    }

    private NDList ordered(NDList arrays, NDManager manager) {
        NDList all = new NDList(arrays);
        tapWeights.forEach(
                weights -> all.add(weights.computed(all.get(weights.weight()), manager)));
        NDList ordered = new NDList();
        order.forEach(at -> ordered.add(all.get(at)));
        return ordered;
    }

    // The engine would look for inputs by the names of arrays that have one.
    private NDList learn(NDList arrays, NDManager manager) {
        List<String> names = new ArrayList<>();
        for (NDArray array : arrays) {
            names.add(array.getName());
        }
        arrays.forEach(array -> array.setName(null));
        try {
            return forward(ordered(arrays, manager));
        } finally {
            for (int i = 0; i < names.size(); i++) {
                arrays.get(i).setName(names.get(i));
            }
        }
    }

    // Other threads may have the same arrays, which keep their names.
    private NDList infer(NDList arrays, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDList nameless = new NDList();
            for (NDArray array : arrays) {
                NDArray same = array.stopGradient();
                same.attach(scope);
                nameless.add(same);
            }
            NDList outputs = forward(ordered(nameless, scope));
            outputs.attach(manager);
            return outputs;
        }
    }

    // What has no parameters of its own is not to be initialized for training; whether gradients
    // are taken, the engine knows by itself.
    private NDList forward(NDList arrays) {
        return LoadedGraph.forward(model, arrays, false);
    }

    @Override
    public void close() {
        model.close();
    }
}
