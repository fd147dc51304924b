package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A graph and its parameters as an archive of TorchScript, which PyTorch loads in any language:
 * {@code torch.jit.load} in Python, and DJL's engine by its Criteria. The size of the batch is
 * open. It takes the graph's inputs in their order, also by their names, and random numbers that
 * the graph wants are among them; it returns the output, or a tuple of several in their order.
 *
 * <p>What else there is to say lies in the archive's extra files, {@code inputs} and {@code
 * outputs} among them, the names of both, one a line.
 */
public final class TorchModel {

    // Of those that the program's own are not: itself, a0 and v0.
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?!self$|[av][0-9])[A-Za-z][A-Za-z0-9_]*");

    private final Graph graph;
    private final byte[] bytes;

    private TorchModel(Graph graph, byte[] bytes) {
        this.graph = graph;
        this.bytes = bytes;
    }

    /**
     * Returns a graph as a model.
     *
     * @param graph what it computes
     * @param parameters an array for each of the graph's, by name, of which nothing is kept
     * @param metadata what else there is to say, by keys of one's own, which are names of files
     * @throws IllegalArgumentException if a parameter is missing, or an operation has no form in
     *     TorchScript
     */
    public static TorchModel of(
            Graph graph, Map<String, NDArray> parameters, Map<String, String> metadata) {
        List<StoredTensor> tensors = new ArrayList<>();
        graph.parameters().forEach(value -> tensors.add(parameter(value, parameters)));
        int learnt = tensors.size();
        graph.constants().stream()
                .filter(constant -> !constant.isUniform())
                .forEach(constant -> tensors.add(StoredTensor.of(constant)));
        ObjectPickle object = new ObjectPickle();
        tensors.forEach(object::with);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            entries.put("data/" + i, tensors.get(i).bytes());
        }
        entries.put("byteorder", utf8("little"));
        entries.put("extra/inputs", utf8(String.join("\n", inputs(graph))));
        entries.put(
                "extra/outputs",
                utf8(
                        graph.outputs().stream()
                                .map(Graph.Output::name)
                                .collect(Collectors.joining("\n"))));
        metadata.forEach((key, value) -> entries.put("extra/" + key, utf8(value)));
        String code = code(graph, tensors.stream().map(StoredTensor::name).toList(), learnt);
        return new TorchModel(graph, TorchArchive.of(object.end(), code, entries));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StoredTensor parameter(Graph.Value value, Map<String, NDArray> parameters) {
        NDArray array = parameters.get(value.name());
        if (array == null) {
            throw new IllegalArgumentException(
                    "parameters must be all of the graph's, but there is no " + value.name());
        }
        return StoredTensor.of(value.name(), array);
    }

    private static List<String> inputs(Graph graph) {
        return graph.inputs().stream().map(input -> input.value().name()).toList();
    }

    /** Returns the graph to which constants of many numbers are given as parameters are. */
    private static Graph withStoredConstants(Graph graph) {
        List<Graph.Value> given = new ArrayList<>(graph.parameters());
        List<Graph.Constant> uniform = new ArrayList<>();
        for (Graph.Constant constant : graph.constants()) {
            if (constant.isUniform()) {
                uniform.add(constant);
            } else {
                given.add(constant.value());
            }
        }
        return new Graph(graph.inputs(), given, uniform, graph.operations(), graph.outputs());
    }

    // Inside, inputs and arrays are a0, a1 and so on, as in other programs.
    private static String code(Graph graph, List<String> tensors, int learnt) {
        List<String> inputs = inputs(graph);
        Map<String, Term> given = new HashMap<>();
        List<String> lines = new ArrayList<>();
        Stream.concat(inputs.stream(), tensors.stream())
                .forEach(name -> given.put(name, Term.ofVariable("a" + given.size())));
        Graph stored = withStoredConstants(graph);
        TorchForm form = new TorchForm(stored, given);
        List<String> results = TorchScript.outputs(stored, form, given);
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean named = IDENTIFIER.matcher(inputs.get(i)).matches();
            String argument = named ? inputs.get(i) : "input" + (i + 1);
            arguments.add(argument);
            lines.add("a%s = %s".formatted(i, argument));
        }
        tensors.forEach(
                name ->
                        lines.add(
                                "%s = getattr(self, \"%s\")"
                                        .formatted(
                                                Objects.requireNonNull(given.get(name)).text(),
                                                name)));
        lines.addAll(form.lines());
        return declaration(tensors, learnt) + function(arguments, lines, results);
    }

    private static String declaration(List<String> tensors, int learnt) {
        StringBuilder code = new StringBuilder("class Program(Module):\n");
        code.append("  __parameters__ = ").append(names(tensors.subList(0, learnt)));
        code.append("  __buffers__ = ").append(names(tensors.subList(learnt, tensors.size())));
        code.append("  training : bool\n");
        tensors.forEach(
                name -> code.append("  __annotations__[\"%s\"] = Tensor\n".formatted(name)));
        return code.toString();
    }

    private static String names(List<String> names) {
        return names.stream()
                .map(name -> '"' + name + "\", ")
                .collect(Collectors.joining("", "[", "]\n"));
    }

    private static String function(
            List<String> arguments, List<String> lines, List<String> results) {
        boolean one = results.size() == 1;
        String tensors =
                Stream.generate(() -> "Tensor")
                        .limit(results.size())
                        .collect(Collectors.joining(", "));
        StringBuilder code = new StringBuilder("  def forward(self: __torch__.Program");
        arguments.forEach(name -> code.append(",\n    ").append(name).append(": Tensor"));
        code.append(") -> ").append(one ? tensors : "Tuple[" + tensors + "]").append(":\n");
        lines.forEach(line -> code.append("    ").append(line).append('\n'));
        String result = String.join(", ", results);
        return code.append("    return ")
                .append(one ? result : "(" + result + ")")
                .append('\n')
                .toString();
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
