package io.github.autoencoders.serving;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shapes that an array may have that holds one input of a model, or several along a first axis:
 * that of the input, [C, H, W]; its values in a row; that of a grey image without its channel, [H,
 * W]; or with the channels last, [H, W, C].
 *
 * @param shape of one input
 */
record ArrayShape(List<Long> shape) {

    /** Inputs, each flattened in the model's order; and whether they lay along a first axis. */
    record Rows(List<double[]> rows, boolean several) {}

    /** One of the shapes, and whether its values must be put in the model's order. */
    private record Form(List<Long> shape, boolean channelsLast) {

        boolean isOfOne(List<Long> given) {
            return given.equals(shape);
        }

        boolean isOfSeveral(List<Long> given) {
            return !given.isEmpty() && given.subList(1, given.size()).equals(shape);
        }

        double[] inOrder(double[] values, int channels) {
            if (!channelsLast) {
                return values;
            }
            double[] ordered = new double[values.length];
            int plane = values.length / channels;
            for (int i = 0; i < values.length; i++) {
                ordered[i % channels * plane + i / channels] = values[i];
            }
            return ordered;
        }
    }

    static ArrayShape of(Shape shape) {
        return new ArrayShape(Arrays.stream(shape.getShape()).boxed().toList());
    }

    private int size() {
        return Math.toIntExact(
                shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    }

    // The likeliest first: [3, 3, 3] is in the model's order.
    private List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        if (size() == 1) {
            forms.add(new Form(List.of(), false)); // of seeds in a row each is one
        }
        forms.add(new Form(shape, false));
        forms.add(new Form(List.of((long) size()), false));
        if (shape.size() > 1) {
            List<Long> others = shape.subList(1, shape.size());
            if (shape.get(0) == 1) {
                forms.add(new Form(others, false));
            }
            List<Long> last = Stream.concat(others.stream(), Stream.of(shape.get(0))).toList();
            forms.add(new Form(last, true));
        }
        return forms;
    }

    /** Returns whether an array of a shape is one input that does not lie in one row. */
    boolean isOneInAxes(List<Long> given) {
        return forms().stream().anyMatch(form -> form.isOfOne(given))
                && forms().stream().noneMatch(form -> form.isOfSeveral(given));
    }

    /**
     * Returns the inputs that an array holds.
     *
     * @param given the array's shape
     * @param values as many as it says
     * @throws RefusedException if it is none of the shapes
     */
    Rows rows(List<Long> given, double[] values) throws RefusedException {
        for (Form form : forms()) {
            boolean several = form.isOfSeveral(given);
            if (several || form.isOfOne(given)) {
                List<double[]> rows = new ArrayList<>();
                for (int from = 0; from < values.length; from += size()) {
                    double[] row = Arrays.copyOfRange(values, from, from + size());
                    rows.add(form.inOrder(row, Math.toIntExact(shape.get(0))));
                }
                return new Rows(rows, several);
            }
        }
        throw new RefusedException(
                RefusedException.Reason.UNFIT,
                "array must have shape %s or %s, but has shape %s"
                        .formatted(shape, shape.toString().replace("[", "[N, "), given));
    }
}
