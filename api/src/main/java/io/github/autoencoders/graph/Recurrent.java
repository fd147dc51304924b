package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Memory;
import io.github.autoencoders.graph.Operator.Unary;
import java.util.ArrayList;
import java.util.List;

/** DJL's recurrent layers: a whole sequence is one operation, a single step is its arithmetic. */
final class Recurrent {

    private Recurrent() {}

    /** Notes a layer's outputs [B, L, units], and its memory after the last step. */
    static List<Traced> note(Memory cell, Call call) {
        List<Traced> memory =
                call.arguments().get(1) instanceof NDList list
                        ? call.recorder().all(list)
                        : List.of(call.array(1));
        List<Traced> parameters = call.arrays(2);
        // input, memory, parameters, biases, layers, dropout, training, bidirectional, batch first
        boolean plain =
                call.flag(3)
                        && call.integer(4) == 1
                        && call.number(5) == 0
                        && !call.flag(7)
                        && call.flag(8)
                        && parameters.size() == 4
                        && memory.size() == cell.states();
        if (!plain) {
            throw new IllegalArgumentException(
                    "recurrent layer must be one of one direction, with biases and without"
                            + " dropout");
        }
        Traced x = call.array(0);
        return x.shape().get(1) == 1
                ? step(cell, call, x, memory, parameters)
                : sequence(cell, call, x, memory, parameters);
    }

    private static List<Traced> sequence(
            Memory cell, Call call, Traced x, List<Traced> memory, List<Traced> parameters) {
        List<Traced> of = new ArrayList<>(List.of(x));
        of.addAll(memory);
        of.addAll(parameters);
        NDArray outputs = call.results().get(0);
        long units = outputs.getShape().get(2);
        Trace trace = call.trace();
        Traced all = trace.operation(new Operator.Recurrence(cell, units), of, outputs);
        List<Traced> results = new ArrayList<>(List.of(all));
        if (call.results().size() > 1) {
            long length = outputs.getShape().get(1);
            NDArray last = outputs.get(":, %s:%s".formatted(length - 1, length));
            Traced slice = trace.slice(all, 1, length - 1, length, 1, last);
            results.add(trace.reshape(slice, call.results().get(1)));
        }
        // Nobody asks for what an LSTM's cells remember after a whole sequence.
        for (int i = 2; i < call.results().size(); i++) {
            results.add(results.get(1));
        }
        return results;
    }

    private static List<Traced> step(
            Memory cell, Call call, Traced x, List<Traced> memory, List<Traced> parameters) {
        Arithmetic a = new Arithmetic(call.trace());
        long batch = x.shape().get(0);
        Traced input = a.reshape(x, batch, x.shape().get(2)); // [B, C]
        long units = memory.get(0).shape().get(2);
        Traced before = a.reshape(memory.get(0), batch, units); // [B, units]
        Traced ofInput = a.linear(input, parameters.get(0), parameters.get(2));
        Traced ofMemory = a.linear(before, parameters.get(1), parameters.get(3));
        Traced remembered = before;
        Traced now;
        if (cell == Memory.GRU) {
            now = gru(a, ofInput, ofMemory, before, units);
        } else {
            Traced gates = a.binary(Binary.ADD, ofInput, ofMemory);
            Traced cells = a.reshape(memory.get(1), batch, units);
            remembered = lstmCells(a, gates, cells, units);
            Traced open = a.unary(Unary.SIGMOID, a.gate(gates, 3, units));
            now = a.binary(Binary.MULTIPLY, open, a.unary(Unary.TANH, remembered));
        }
        List<Traced> results = new ArrayList<>(List.of(a.reshape(now, batch, 1, units)));
        if (call.results().size() > 1) {
            results.add(a.reshape(now, 1, batch, units));
        }
        if (call.results().size() > 2) {
            results.add(a.reshape(remembered, 1, batch, units));
        }
        return results;
    }

    private static Traced gru(
            Arithmetic a, Traced ofInput, Traced ofMemory, Traced before, long units) {
        Traced reset = sigmoidOfSum(a, ofInput, ofMemory, 0, units);
        Traced update = sigmoidOfSum(a, ofInput, ofMemory, 1, units);
        Traced kept = a.binary(Binary.MULTIPLY, reset, a.gate(ofMemory, 2, units));
        Traced candidate =
                a.unary(Unary.TANH, a.binary(Binary.ADD, a.gate(ofInput, 2, units), kept));
        // (1 - u) n + u h = n + u (h - n)
        Traced change = a.binary(Binary.SUBTRACT, before, candidate);
        return a.binary(Binary.ADD, candidate, a.binary(Binary.MULTIPLY, update, change));
    }

    private static Traced sigmoidOfSum(
            Arithmetic a, Traced ofInput, Traced ofMemory, int gate, long units) {
        return a.unary(
                Unary.SIGMOID,
                a.binary(Binary.ADD, a.gate(ofInput, gate, units), a.gate(ofMemory, gate, units)));
    }

    private static Traced lstmCells(Arithmetic a, Traced gates, Traced cells, long units) {
        Traced in = a.unary(Unary.SIGMOID, a.gate(gates, 0, units));
        Traced kept = a.unary(Unary.SIGMOID, a.gate(gates, 1, units));
        Traced candidate = a.unary(Unary.TANH, a.gate(gates, 2, units));
        return a.binary(
                Binary.ADD,
                a.binary(Binary.MULTIPLY, kept, cells),
                a.binary(Binary.MULTIPLY, in, candidate));
    }
}
