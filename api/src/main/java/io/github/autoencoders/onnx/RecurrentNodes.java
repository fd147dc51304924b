package io.github.autoencoders.onnx;

import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A recurrent layer as ONNX has it: steps before the batch, an axis of directions, and the gates in
 * another order, update, reset, new, or input, output, forget, cell.
 *
 * @param form that it is a part of
 * @param recurrence the layer
 * @param result of it
 */
record RecurrentNodes(OnnxForm form, Operator.Recurrence recurrence, Graph.Value result) {

    private List<Integer> gates() {
        return recurrence.cell() == Operator.Memory.GRU ? List.of(1, 0, 2) : List.of(0, 3, 1, 2);
    }

    private String name(String part) {
        return result.name() + "_" + part;
    }

    // The rows of the gates, in ONNX's order.
    private String ordered(String weight, String name) {
        List<Long> rows =
                gates().stream()
                        .flatMap(
                                gate ->
                                        LongStream.range(0, recurrence.units())
                                                .mapToObj(i -> gate * recurrence.units() + i))
                        .toList();
        Node node = new Node("Gather", List.of(weight, form.longs(rows)), name(name));
        return form.add(node.with("axis", 0));
    }

    String write(List<String> inputs) {
        int states = recurrence.cell().states();
        List<String> parameters = inputs.subList(1 + states, inputs.size());
        List<String> biases =
                List.of(
                        ordered(parameters.get(2), "input_bias"),
                        ordered(parameters.get(3), "recurrent_bias"));
        String bias = form.add(new Node("Concat", biases, name("bias")).with("axis", 0));
        List<String> of = new ArrayList<>();
        of.add(form.transposed(inputs.get(0), List.of(1L, 0L, 2L), name("steps")));
        of.add(ofOneDirection("W", ordered(parameters.get(0), "input_gates")));
        of.add(ofOneDirection("R", ordered(parameters.get(1), "recurrent_gates")));
        of.add(ofOneDirection("B", bias));
        of.add(""); // all sequences are of one length
        IntStream.rangeClosed(1, states).mapToObj(inputs::get).forEach(of::add);
        Node node = new Node(recurrence.cell().name(), of, name("all"));
        node.with("hidden_size", recurrence.units());
        if (recurrence.cell() == Operator.Memory.GRU) {
            node.with("linear_before_reset", 1);
        }
        String all = form.add(node); // [L, 1, B, units]
        String steps = form.add("Squeeze", name("outputs"), all, form.longs(List.of(1L)));
        return form.transposed(steps, List.of(1L, 0L, 2L), result.name());
    }

    private String ofOneDirection(String name, String parameter) {
        return form.add("Unsqueeze", name(name), parameter, form.longs(List.of(0L)));
    }
}
