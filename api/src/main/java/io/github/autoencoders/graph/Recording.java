package io.github.autoencoders.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Graph} of any computation with a model's block: runs it once on arrays that note
 * what is done with them, and once more with another number of samples, to tell sizes of the batch
 * from others. Blocks stay as they are; what a graph has no operator for is refused in one line.
 *
 * @param model whose parameters have the names that the graph gives them
 * @param inputs what is given, without random numbers
 * @param training whether the block is run as in training, with gradients
 */
public record Recording(Block model, List<Given> inputs, boolean training) {

    private static final Batches BATCHES = new Batches(2, 3);
    private static final Pattern NUMBERED =
            Pattern.compile("(?<![^.])0*([0-9]+)([A-Z]+)([A-Za-z0-9]*)");

    /**
     * An input.
     *
     * @param name of the graph's input
     * @param sample the shape behind the axis of the batch
     * @param type of its values
     * @param perBatch whether there is an axis of the batch
     */
    public record Given(String name, Shape sample, DataType type, boolean perBatch) {

        /** Returns an input of float32 for each sample, [B, ...sample]. */
        public static Given ofSamples(String name, Shape sample) {
            return new Given(name, sample, DataType.FLOAT32, true);
        }

        Shape of(long batch) {
            return perBatch ? new Shape(batch).addAll(sample) : sample;
        }
    }

    /** What is recorded. */
    @FunctionalInterface
    public interface Program {
        /**
         * Computes the outputs.
         *
         * @param parameters to hand on to blocks
         * @param inputs in their order
         * @return the outputs by their names, in the order of the graph's
         */
        PairList<String, NDArray> run(ParameterStore parameters, NDList inputs);
    }

    public Recording {
        inputs = List.copyOf(inputs);
    }

    /**
     * Returns the graph for batches of any size.
     *
     * @param manager of the engine that the recording runs on; nothing of it stays there
     * @throws IllegalArgumentException if the computation has an operation that a graph has not, or
     *     depends on the size of the batch otherwise than by shapes
     */
    public Graph of(NDManager manager, Program program) {
        Graph first = of(manager, program, BATCHES.first());
        return BATCHES.join(first, of(manager, program, BATCHES.second()));
    }

    /**
     * Returns the graph for batches of one size.
     *
     * @param manager of the engine that the recording runs on
     * @param batch how many samples
     * @throws IllegalArgumentException if the computation has an operation that a graph has not
     */
    public Graph of(NDManager manager, Program program, long batch) {
        try (NDManager own = manager.newSubManager()) {
            if (!training) {
                return recorded(own, program, batch);
            }
            // Some engines refuse to train where no gradient is taken.
            GradientCollector collector = own.getEngine().newGradientCollector();
            try {
                return recorded(own, program, batch);
            } finally {
                collector.close();
            }
        }
    }

    private Graph recorded(NDManager manager, Program program, long batch) {
        Trace trace = new Trace(training);
        Recorder recorder = new Recorder(trace, manager);
        NDList given = new NDList();
        for (Given input : inputs) {
            NDArray real = manager.ones(input.of(batch), input.type());
            given.add(recorder.watched(trace.input(input.name(), Graph.Source.CALLER, real)));
        }
        ParameterStore parameters = new Parameters(recorder, trace, names(model), manager);
        PairList<String, NDArray> outputs = program.run(parameters, given);
        List<Traced> arrays = outputs.values().stream().map(recorder::traced).toList();
        return trace.graph(outputs.keys(), arrays);
    }

    /** Returns the parameters of a block by the names that graphs give them. */
    public static Map<String, Parameter> parameters(Block model) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        names(model).forEach((parameter, name) -> parameters.put(name, parameter));
        return parameters;
    }

    // DJL's are like 01encoder_02network_03Linear_weight, of which encoder.network.linear3.weight
    // is made; numbers of named children are kept where it would name two parameters.
    private static Map<Parameter, String> names(Block model) {
        Map<Parameter, String> names = new LinkedHashMap<>();
        model.getParameters().forEach(pair -> names.put(pair.getValue(), name(pair.getKey(), "")));
        if (new HashSet<>(names.values()).size() < names.size()) {
            model.getParameters()
                    .forEach(pair -> names.put(pair.getValue(), name(pair.getKey(), "$1")));
        }
        return names;
    }

    private static String name(String key, String number) {
        String dotted = key.replace('_', '.');
        String named = dotted.replaceAll("(?<![^.])0*([0-9]+)([a-z]+)", "$2" + number);
        return NUMBERED.matcher(named)
                .replaceAll(
                        segment ->
                                segment.group(2).toLowerCase(Locale.ROOT)
                                        + segment.group(3)
                                        + segment.group(1));
    }

    /** Gives blocks arrays that are noted as parameters. */
    private static final class Parameters extends ParameterStore {

        private final Recorder recorder;
        private final Trace trace;
        private final Map<Parameter, String> names;

        Parameters(
                Recorder recorder, Trace trace, Map<Parameter, String> names, NDManager manager) {
            super(manager, false);
            this.recorder = recorder;
            this.trace = trace;
            this.names = names;
        }

        private String nameOf(Parameter parameter) {
            String name = names.get(parameter);
            if (name == null) {
                throw new IllegalArgumentException(
                        "model must have all parameters of the computation, but has no "
                                + parameter.getName()
                                + " that is used");
            }
            return name;
        }

        @Override
        public @Nullable NDArray getValue(
                @Nullable Parameter parameter, Device device, boolean training) {
            return parameter == null
                    ? null
                    : recorder.watched(trace.parameter(nameOf(parameter), parameter.getArray()));
        }
    }
}
