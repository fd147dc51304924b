package io.github.autoencoders.onnx;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.ProtobufMessage;
import io.github.autoencoders.file.ProtobufReader;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Size;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph and its parameters in the format of ONNX, whose operators are those of version 17. The
 * size of the batch is open and called {@code batch}; inputs and outputs have the graph's names.
 * Random numbers that the graph wants are inputs.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">ONNX's specification</a>
 */
public final class OnnxModel {

    private static final long IR_VERSION = 8;
    private static final long OPERATORS = 17;
    private static final int METADATA = 14;
    private static final String BATCH = "batch";

    private final Graph graph;
    private final byte[] bytes;

    private OnnxModel(Graph graph, byte[] bytes) {
        this.graph = graph;
        this.bytes = bytes;
    }

    /**
     * Returns a graph as a model.
     *
     * @param name of the model
     * @param version of the program that writes it
     * @param graph what it computes
     * @param parameters an array for each of the graph's, by name, of which nothing is kept
     * @param metadata what else there is to say, by keys of one's own
     * @throws IllegalArgumentException if a parameter is missing
     */
    public static OnnxModel of(
            String name,
            String version,
            Graph graph,
            Map<String, NDArray> parameters,
            Map<String, String> metadata) {
        ProtobufMessage model =
                new ProtobufMessage()
                        .with(1, IR_VERSION)
                        .with(2, "autoencoders")
                        .with(3, version)
                        .with(7, graph(name, graph, parameters))
                        .with(8, new ProtobufMessage().with(1, "").with(2, OPERATORS));
        metadata.forEach(
                (key, value) ->
                        model.with(METADATA, new ProtobufMessage().with(1, key).with(2, value)));
        return new OnnxModel(graph, model.toBytes());
    }

    /**
     * Returns what {@link #of} was given as metadata; the rest of the file is passed over.
     *
     * @throws IOException if it cannot be read, or is no file of ONNX
     */
    public static Map<String, String> metadata(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ProtobufReader model = new ProtobufReader(in, Files.size(file));
            for (int field = model.next(); field != 0; field = model.next()) {
                if (field == METADATA) {
                    addEntry(metadata, model.bytes());
                } else {
                    model.skip();
                }
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "%s must be a file of ONNX, but %s".formatted(file, e.getMessage()), e);
        }
        return metadata;
    }

    private static void addEntry(Map<String, String> metadata, byte[] entry) throws IOException {
        ProtobufReader reader = new ProtobufReader(new ByteArrayInputStream(entry), entry.length);
        String[] both = {"", ""};
        for (int field = reader.next(); field != 0; field = reader.next()) {
            if (field == 1 || field == 2) {
                both[field - 1] = new String(reader.bytes(), StandardCharsets.UTF_8);
            } else {
                reader.skip();
            }
        }
        metadata.put(both[0], both[1]);
    }

    private static ProtobufMessage graph(
            String called, Graph graph, Map<String, NDArray> parameters) {
        OnnxForm form = new OnnxForm(graph);
        Map<String, String> given = new HashMap<>();
        graph.inputs().forEach(input -> given.put(input.value().name(), input.value().name()));
        graph.parameters().forEach(value -> given.put(value.name(), value.name()));
        List<String> results = graph.write(form, given);
        ProtobufMessage message = new ProtobufMessage();
        form.nodes().forEach(node -> message.with(1, node));
        for (int i = 0; i < results.size(); i++) {
            String name = graph.outputs().get(i).name();
            if (!name.equals(results.get(i))) {
                Node copy = new Node("Identity", List.of(results.get(i)), name);
                message.with(1, copy.message());
            }
        }
        message.with(2, called);
        graph.parameters().forEach(value -> message.with(5, parameter(value, parameters)));
        form.initializers().forEach(initializer -> message.with(5, initializer));
        graph.inputs()
                .forEach(input -> message.with(11, value(input.value(), input.value().name())));
        graph.outputs()
                .forEach(output -> message.with(12, value(graph.value(output), output.name())));
        return message;
    }

    private static ProtobufMessage parameter(Graph.Value value, Map<String, NDArray> parameters) {
        NDArray array = parameters.get(value.name());
        if (array == null) {
            throw new IllegalArgumentException(
                    "parameters must be all of the graph's, but there is no " + value.name());
        }
        return Tensor.ofFloats(value.name(), array.getShape().getShape(), array.toFloatArray());
    }

    private static ProtobufMessage value(Graph.Value value, String name) {
        ProtobufMessage shape = new ProtobufMessage();
        for (Size size : value.sizes().axes()) {
            ProtobufMessage axis = new ProtobufMessage();
            if (size.equals(Size.ofBatch(1))) {
                axis.with(2, BATCH);
            } else if (!size.ofBatch()) {
                axis.with(1, size.factor());
            }
            shape.with(1, axis);
        }
        ProtobufMessage tensor =
                new ProtobufMessage().with(1, Tensor.type(value.type())).with(2, shape);
        return new ProtobufMessage().with(1, name).with(2, new ProtobufMessage().with(1, tensor));
    }

    /** Returns what it computes. */
    public Graph graph() {
        return graph;
    }

    /** Returns the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Writes the file, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicWrite.file(file, place -> Files.write(place, bytes));
    }
}
