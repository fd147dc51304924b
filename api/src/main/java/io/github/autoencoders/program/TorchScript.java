package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A graph in TorchScript: the text of one function, and the archive that PyTorch loads it from, a
 * zip of that text beside two small constant files. The function takes the graph's inputs, then its
 * parameters, and returns the outputs as a tuple.
 */
final class TorchScript {

    // An object of the class Program in no state but "training", as Python pickles it.
    private static final byte[] OBJECT =
            ("\u0080\2c__torch__\nProgram\nq\0)\u0081}(X\10\0\0\0trainingq\1\u0088X\26\0\0\0"
                            + "_is_full_backward_hookq\2Nubq\3.")
                    .getBytes(StandardCharsets.ISO_8859_1);

    private TorchScript() {}

    /**
     * Returns the text of a graph's function.
     *
     * @param dense which dense layers are computed as convolutions
     */
    static String code(Graph graph, DenseLayers dense) {
        Map<String, Term> given = arguments(graph);
        TorchForm form = new TorchForm(graph, given, false, dense);
        List<String> outputs = outputs(graph, form, given);
        return function(given.size(), form.lines(), outputs);
    }

    /**
     * A graph and the gradients of its loss, written but not yet a function.
     *
     * @param arguments how many arrays the graph takes
     * @param lines that compute all
     * @param outputs the variables of the graph's outputs
     * @param gradients those of the gradients, in the order in which what learns was named
     */
    record Differentiated(
            int arguments, List<String> lines, List<String> outputs, List<String> gradients) {

        /**
         * Returns the text of the function that gives the outputs, and behind them the gradients.
         */
        String code() {
            List<String> all = new ArrayList<>(outputs);
            all.addAll(gradients);
            return function(arguments, lines, all);
        }
    }

    /**
     * Writes a graph and the gradients of its loss, or nothing where there is an operator that
     * gradients cannot pass in a program.
     *
     * @param batch how many samples most calls will have
     * @throws IllegalArgumentException if an operation has no form in it
     */
    static Optional<Differentiated> differentiated(LossGraph loss, Placement place, long batch) {
        return differentiated(loss, dense(place, batch), !place.device().isGpu());
    }

    /**
     * Writes it likewise.
     *
     * @param dense which dense layers are computed as convolutions
     * @param onProcessor whether it is computed on processors
     */
    static Optional<Differentiated> differentiated(
            LossGraph loss, DenseLayers dense, boolean onProcessor) {
        Graph graph = loss.graph();
        Map<String, Term> given = arguments(graph);
        TorchForm form = new TorchForm(graph, given, false, dense);
        TorchGradients differentiated = new TorchGradients(form, onProcessor);
        Map<String, TorchGradients.Node> nodes = new HashMap<>();
        Map<String, Graph.Value> values = graph.values();
        given.forEach(
                (name, term) -> {
                    Graph.Value value = Objects.requireNonNull(values.get(name));
                    boolean learns = loss.learnt().contains(name);
                    nodes.put(name, TorchGradients.Node.given(term, value, learns));
                });
        List<TorchGradients.Node> outputs = graph.write(differentiated, nodes);
        List<TorchGradients.Node> learnt = loss.learnt().stream().map(nodes::get).toList();
        return differentiated
                .gradients(outputs.get(loss.lossAt()), learnt)
                .map(
                        gradients -> {
                            List<String> variables =
                                    outputs.stream()
                                            .map(TorchGradients.Node::term)
                                            .map(form::tensor)
                                            .toList();
                            return new Differentiated(
                                    given.size(),
                                    form.lines(),
                                    variables,
                                    gradients.stream().map(form::tensor).toList());
                        });
    }

    /** Returns variables for a graph's arrays, by their names. */
    static Map<String, Term> arguments(Graph graph) {
        Map<String, Term> given = new HashMap<>();
        List<String> arguments =
                Stream.concat(
                                graph.inputs().stream().map(Graph.Input::value),
                                graph.parameters().stream())
                        .map(Graph.Value::name)
                        .toList();
        for (int i = 0; i < arguments.size(); i++) {
            given.put(arguments.get(i), Term.ofVariable("a" + i));
        }
        return given;
    }

    /** Returns the variables of so many arguments from one on, of which the first is 0. */
    static List<String> arguments(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "a" + i).toList();
    }

    /** Has a graph written, and returns the variables of its outputs. */
    static List<String> outputs(Graph graph, TorchForm form, Map<String, Term> given) {
        return graph.write(form, given).stream().map(form::tensor).toList();
    }

    /**
     * Returns the text of a function that returns several arrays.
     *
     * @param arguments how many arrays it takes: {@code a0}, {@code a1} and so on
     * @param lines of its body
     * @param results their variables
     */
    static String function(int arguments, List<String> lines, List<String> results) {
        String type = String.join(", ", Collections.nCopies(results.size(), "Tensor"));
        String all = "(" + String.join(", ", results) + ",)";
        return function(arguments, "Tuple[" + type + "]", lines, all);
    }

    /**
     * Returns the text of a function.
     *
     * @param arguments how many arrays it takes: {@code a0}, {@code a1} and so on
     * @param type of what it returns
     * @param lines of its body
     * @param result what it returns
     */
    static String function(int arguments, String type, List<String> lines, String result) {
        StringBuilder code = new StringBuilder();
        code.append("class Program(Module):\n");
        code.append("  __parameters__ = []\n");
        code.append("  __buffers__ = []\n");
        code.append("  training : bool\n");
        code.append("  def forward(self: __torch__.Program");
        for (int i = 0; i < arguments; i++) {
            code.append(",\n    a").append(i).append(": Tensor");
        }
        code.append(") -> ").append(type).append(":\n");
        lines.forEach(line -> code.append("    ").append(line).append('\n'));
        return code.append("    return ").append(result).append('\n').toString();
    }

    /**
     * Loads a function's text.
     *
     * @throws IOException if no temporary file can be written
     */
    static Model load(String code, Placement place) throws IOException {
        byte[] archive = TorchArchive.of(OBJECT, code, Map.of());
        return ProgramFolder.load(".pt", archive, Map.of(), place);
    }

    /**
     * Loads a graph's function, of which the engine takes gradients.
     *
     * @param batch how many samples most calls will have
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    static LoadedGraph loadForGradients(Graph graph, Placement place, long batch)
            throws IOException {
        return load(graph, place, dense(place, batch));
    }

    private static DenseLayers dense(Placement place, long batch) {
        return place.device().isGpu() ? DenseLayers.NONE : DenseLayers.on(Processor.here(), batch);
    }

    /**
     * Loads a graph's function that gives gradients too, if it has one.
     *
     * @param batch how many samples most calls will have
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    static Optional<LoadedGraph> loadWithGradients(LossGraph loss, Placement place, long batch)
            throws IOException {
        Optional<Differentiated> differentiated = differentiated(loss, place, batch);
        return differentiated.isPresent()
                ? Optional.of(new Loaded(load(differentiated.get().code(), place)))
                : Optional.empty();
    }

    /** Loads a graph's function, with some dense layers computed as convolutions. */
    static LoadedGraph load(Graph graph, Placement place, DenseLayers dense) throws IOException {
        return new Loaded(load(code(graph, dense), place));
    }

    /**
     * Loads a graph's function of which no gradients are taken.
     *
     * @throws IllegalArgumentException if an operation has no form in it
     * @throws IOException if no temporary file can be written
     */
    static LoadedGraph loadForInference(Graph graph, Placement place) throws IOException {
        Optional<LoadedGraph> packed =
                place.device().isGpu() ? Optional.empty() : PackedScript.load(graph, place);
        return packed.isPresent() ? packed.get() : load(graph, place, DenseLayers.NONE);
    }

    private record Loaded(Model model) implements LoadedGraph {

        @Override
        public NDList run(NDList arrays, boolean training) {
            return LoadedGraph.forward(model, arrays, training);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
