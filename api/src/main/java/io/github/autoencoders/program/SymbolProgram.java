package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A graph as MXNet's symbol, all of whose arrays are given at each call. */
final class SymbolProgram implements LoadedGraph {

    // Else the engine wants a file of parameters too.
    private static final Map<String, String> WITHOUT_PARAMETERS = Map.of("hasParameter", "false");

    private final Model model;
    private final List<Integer> order; // of what is given and the constants, as the engine takes it
    private final NDList constants;

    private SymbolProgram(Model model, List<Integer> order, NDList constants) {
        this.model = model;
        this.order = List.copyOf(order);
        this.constants = constants;
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
        NDList constants = new NDList();
        List<Integer> order = new ArrayList<>();
        for (int variable : form.symbol().variables(outputs)) {
            int at = variables.indexOf(variable);
            if (at < 0) {
                at = variables.size();
                variables.add(variable);
                Graph.Constant constant = Objects.requireNonNull(form.constants().get(variable));
                constants.add(array(constant, model.getNDManager()));
            }
            order.add(at);
        }
        return new SymbolProgram(model, order, constants);
    }

    private static NDArray array(Graph.Constant constant, NDManager manager) {
        Graph.Value value = constant.value();
        Shape shape = value.sizes().in(1); // of a batch of any size
        try (NDArray values = manager.create(constant.values(1), shape)) {
            return values.toType(value.type(), true);
        }
    }

    @Override
    public NDList run(NDList arrays, boolean training) {
        NDList all = new NDList(arrays).addAll(constants);
        NDList ordered = new NDList();
        order.forEach(at -> ordered.add(all.get(at)));
        NDManager manager = arrays.head().getManager();
        NDList outputs = training ? learn(ordered) : infer(ordered, manager);
        outputs.attach(manager);
        return outputs;
    }

    // The engine would look for inputs by the names of arrays that have one.
    private NDList learn(NDList arrays) {
        List<String> names = new ArrayList<>();
        for (NDArray array : arrays) {
            names.add(array.getName());
        }
        arrays.forEach(array -> array.setName(null));
        try {
            return forward(arrays);
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
            NDList outputs = forward(nameless);
            outputs.attach(manager);
            return outputs;
        }
    }

    // What has no parameters of its own is not to be initialized for training; whether gradients
    // are taken, the engine knows by itself.
    private NDList forward(NDList arrays) {
        return model.getBlock()
                .forward(new ParameterStore(model.getNDManager(), false), arrays, false);
    }

    @Override
    public void close() {
        model.close();
    }
}
