package io.github.autoencoders.graph;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A computation as a list of operations on named arrays, each of which comes from a closed set of
 * {@linkplain Operator operators}: the description that every other form of a network is written
 * from. It prints itself, an array to a line.
 *
 * @param inputs what must be given, in order
 * @param parameters what was learnt, by the names that the model's block gives them
 * @param constants that no input changes
 * @param operations in an order in which they can be computed
 * @param outputs what comes out, in order
 */
public record Graph(
        List<Input> inputs,
        List<Value> parameters,
        List<Constant> constants,
        List<Operation> operations,
        List<Output> outputs) {

    /**
     * An array.
     *
     * @param name no other array's
     * @param sizes its shape
     * @param type of its values
     */
    public record Value(String name, Sizes sizes, DataType type) {

        public Value {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name must not be blank, but is " + name);
            }
        }

        @Override
        public String toString() {
            String suffix =
                    type == DataType.FLOAT32
                            ? ""
                            : " " + type.toString().replace("boolean", "bool");
            return name + " " + sizes + suffix;
        }
    }

    /** Where the values of an input come from. */
    public enum Source {
        /** Whoever uses the graph. */
        CALLER,
        /** Random numbers from N(0, 1). */
        NORMAL,
        /** Random numbers between 0 and 1. */
        UNIFORM
    }

    /** An array that must be given, and where its values come from. */
    public record Input(Value value, Source source) {

        @Override
        public String toString() {
            return source == Source.CALLER
                    ? value.toString()
                    : value + " from " + (source == Source.NORMAL ? "N(0, 1)" : "U(0, 1)");
        }
    }

    /**
     * An array of fixed numbers.
     *
     * @param value name, shape and type
     * @param numbers all of them, the last axis running fastest; a single one stands for any shape
     *     full of it, which alone may depend on the batch. Truth values are 0 and 1
     */
    public record Constant(Value value, List<Double> numbers) {

        public Constant {
            numbers = List.copyOf(numbers);
            if (numbers.size() != 1
                    && (value.sizes().isOfBatch()
                            || value.sizes().in(1).size() != numbers.size())) {
                throw new IllegalArgumentException(
                        "numbers must be one, or as many as %s has, but are %s"
                                .formatted(value, numbers.size()));
            }
        }

        /** Returns all numbers, also where they are one and the same, for a batch of a size. */
        public double[] values(long batch) {
            int size = Math.toIntExact(value.sizes().in(batch).size());
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = numbers.get(numbers.size() == 1 ? 0 : i);
            }
            return values;
        }

        /** Returns whether every value is the same number. */
        public boolean isUniform() {
            return numbers.size() == 1;
        }

        @Override
        public String toString() {
            return value + " = " + (isUniform() ? numbers.get(0) : numbers.size() + " numbers");
        }
    }

    /**
     * What is computed.
     *
     * @param operator how
     * @param inputs names of the arrays that it is computed of, in the operator's order
     * @param value the array that comes out
     */
    public record Operation(Operator operator, List<String> inputs, Value value) {

        public Operation {
            inputs = List.copyOf(inputs);
            Operator.Count count = operator.inputs();
            if (inputs.size() < count.least() || inputs.size() > count.greatest()) {
                throw new IllegalArgumentException(
                        "inputs must be %s to %s for %s, but are %s"
                                .formatted(count.least(), count.greatest(), operator, inputs));
            }
        }

        @Override
        public String toString() {
            String how = operator.toString().replace("[]", "");
            return "%s = %s(%s)".formatted(value, how, String.join(", ", inputs));
        }
    }

    /**
     * An array that comes out.
     *
     * @param name what the user knows it by
     * @param array the name of the array
     */
    public record Output(String name, String array) {}

    public Graph {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        constants = List.copyOf(constants);
        operations = List.copyOf(operations);
        outputs = List.copyOf(outputs);
        Set<String> known = new HashSet<>();
        Stream.of(
                        inputs.stream().map(Input::value),
                        parameters.stream(),
                        constants.stream().map(Constant::value))
                .flatMap(values -> values)
                .forEach(value -> addNew(known, value.name()));
        for (Operation operation : operations) {
            operation.inputs.forEach(name -> requireKnown(known, name));
            addNew(known, operation.value.name());
        }
        outputs.forEach(output -> requireKnown(known, output.array));
        Set<String> named = new HashSet<>();
        outputs.forEach(output -> addNew(named, output.name));
    }

    private static void addNew(Set<String> known, String name) {
        if (!known.add(name)) {
            throw new IllegalArgumentException(
                    "names must be unlike each other, but two arrays are " + name);
        }
    }

    private static void requireKnown(Set<String> known, String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "arrays must stand before what is computed of them, but %s does not"
                            .formatted(name));
        }
    }

    /** Returns every array by its name. */
    public Map<String, Value> values() {
        return Stream.of(
                        inputs.stream().map(Input::value),
                        parameters.stream(),
                        constants.stream().map(Constant::value),
                        operations.stream().map(Operation::value))
                .flatMap(values -> values)
                .collect(Collectors.toMap(Value::name, value -> value));
    }

    /** Returns the array that an output is. */
    public Value value(Output output) {
        return Objects.requireNonNull(values().get(output.array)); // as was checked
    }

    /**
     * Writes all constants and operations in a form.
     *
     * @param given what stands for each input and parameter, by its name
     * @return what stands for each output, in their order
     */
    public <T> List<T> write(Form<T> form, Map<String, T> given) {
        Map<String, T> written = new HashMap<>(given);
        constants.forEach(constant -> written.put(constant.value.name(), form.constant(constant)));
        for (Operation operation : operations) {
            List<T> of = new ArrayList<>();
            operation.inputs.forEach(name -> of.add(written.get(name)));
            written.put(
                    operation.value.name(), operation.operator.write(form, of, operation.value));
        }
        List<T> results = new ArrayList<>();
        outputs.forEach(output -> results.add(written.get(output.array)));
        return results;
    }

    @Override
    public String toString() {
        Map<String, Value> values = values();
        List<String> lines = new ArrayList<>();
        inputs.forEach(input -> lines.add("input " + input));
        parameters.forEach(parameter -> lines.add("parameter " + parameter));
        constants.forEach(constant -> lines.add("constant " + constant));
        operations.forEach(operation -> lines.add(operation.toString()));
        outputs.forEach(
                output ->
                        lines.add(
                                "output %s: %s".formatted(output.name, values.get(output.array))));
        return String.join("\n", lines);
    }
}
