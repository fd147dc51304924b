package io.github.autoencoders.onnx;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Digest;
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
import java.security.MessageDigest;
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
    private static final int SOME = 1 << 16; // bytes at once
    private static final String BATCH = "batch";

    // The last entry of the metadata: the digest of all bytes before it.
    private static final String SEAL = "sha256";

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
        metadata.forEach((key, value) -> model.with(METADATA, entry(key, value)));
        model.with(METADATA, entry(SEAL, Digest.SHA_256.of(model.toBytes())));
        return new OnnxModel(graph, model.toBytes());
    }

    private static ProtobufMessage entry(String key, String value) {
        return new ProtobufMessage().with(1, key).with(2, value);
    }

    /**
     * Returns what {@link #of} was given as metadata, of a file whose bytes are those that were
     * written. One of an earlier version does not say which they were.
     *
     * @throws IOException if it cannot be read, is no file of ONNX, or was changed
     */
    public static Map<String, String> metadata(Path file) throws IOException {
        Map<String, String> metadata = entries(file);
        String sealed = metadata.remove(SEAL);
        if (sealed != null) {
            long before =
                    Files.size(file)
                            - new ProtobufMessage()
                                    .with(METADATA, entry(SEAL, sealed))
                                    .toBytes()
                                    .length;
            String found = digest(file, before);
            if (!found.equals(sealed)) {
                throw new IOException(
                        "%s must have the sha256 %s that it was written with, but has %s: it is damaged, or was changed; if that was on purpose, delete the property sha256 in it"
                                .formatted(file, sealed, found));
            }
        }
        return metadata;
    }

    private static String digest(Path file, long bytes) throws IOException {
        MessageDigest digest = Digest.SHA_256.start();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] some = new byte[SOME];
            long left = bytes;
            for (int count = 0; left > 0 && count >= 0; left -= count) {
                count = in.read(some, 0, (int) Math.min(SOME, left));
                digest.update(some, 0, Math.max(0, count));
            }
        }
        return Digest.text(digest);
    }

    private static Map<String, String> entries(Path file) throws IOException {
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
        results.forEach(form::complete);
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
        for (Graph.Value value : graph.parameters()) {
            NDArray array = parameter(value, parameters);
            form.parameter(value.name(), results.contains(value.name()), array)
                    .forEach(tensor -> message.with(5, tensor));
        }
        form.initializers().forEach(initializer -> message.with(5, initializer));
        graph.inputs()
                .forEach(input -> message.with(11, value(input.value(), input.value().name())));
        graph.outputs()
                .forEach(output -> message.with(12, value(graph.value(output), output.name())));
        return message;
    }

    private static NDArray parameter(Graph.Value value, Map<String, NDArray> parameters) {
        NDArray array = parameters.get(value.name());
        if (array == null) {
            throw new IllegalArgumentException(
                    "parameters must be all of the graph's, but there is no " + value.name());
        }
        return array;
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
