package io.github.autoencoders.onnx;

import io.github.autoencoders.file.ProtobufMessage;
import java.util.List;

/** One operation of ONNX, a NodeProto: what it is of, what comes out, and its attributes. */
final class Node {

    private static final long FLOAT = 1;
    private static final long INT = 2;
    private static final long INTS = 7;

    private final ProtobufMessage message = new ProtobufMessage();
    private final List<String> inputs;
    private final String output;

    /**
     * Begins an operation.
     *
     * @param type as ONNX calls it
     * @param inputs names of arrays, empty where an optional one is left out
     * @param output the name of what comes out, and of the operation
     */
    Node(String type, List<String> inputs, String output) {
        inputs.forEach(input -> message.with(1, input));
        this.inputs = List.copyOf(inputs);
        this.output = output;
        message.with(2, output).with(3, output).with(4, type);
    }

    private Node with(String name, long type, ProtobufMessage attribute) {
        message.with(5, attribute.with(1, name).with(20, type));
        return this;
    }

    Node with(String name, long value) {
        return with(name, INT, new ProtobufMessage().with(3, value));
    }

    Node with(String name, double value) {
        return with(name, FLOAT, new ProtobufMessage().with(2, (float) value));
    }

    Node with(String name, List<Long> values) {
        ProtobufMessage attribute = new ProtobufMessage();
        values.forEach(value -> attribute.with(8, value));
        return with(name, INTS, attribute);
    }

    List<String> inputs() {
        return inputs;
    }

    String output() {
        return output;
    }

    ProtobufMessage message() {
        return message;
    }
}
