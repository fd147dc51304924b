package io.github.autoencoders.weights;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.network.Cell;
import java.util.List;
import java.util.stream.IntStream;

/** What a parameter is to its layer, which decides how other frameworks lay it out. */
sealed interface Role {

    /** Returns the shape of ours. */
    Shape shape();

    /** Returns the forms in which PyTorch may have it: mostly as it is. */
    default List<Form> inPyTorch() {
        return List.of(Form.asItIs(shape()));
    }

    /** Returns the forms in which Keras may have it. */
    List<Form> inKeras();

    /**
     * What has one order everywhere: a bias, what a normalization learns, a codebook.
     *
     * @param shape of ours
     */
    record Plain(Shape shape) implements Role {

        @Override
        public List<Form> inKeras() {
            return inPyTorch();
        }
    }

    /**
     * A fully connected layer's weight or bias, [outputs, inputs] or [outputs].
     *
     * @param shape of ours
     * @param inputs the map that was flattened before it, or its inputs
     * @param outputs the map that its outputs are made into, or its outputs
     */
    record Dense(Shape shape, Shape inputs, Shape outputs) implements Role {

        @Override
        public List<Form> inKeras() {
            int[] rows = channelsLast(outputs);
            String order =
                    inputs.dimension() + outputs.dimension() > 2 ? "places before channels" : "";
            if (shape.dimension() == 1) {
                String bias = outputs.dimension() > 1 ? order : "";
                return List.of(Form.of(shape, bias, tensor -> tensor.taken(0, rows)));
            }
            int[] columns = channelsLast(inputs);
            return List.of(
                    Form.of(
                            new Shape(shape.get(1), shape.get(0)),
                            order.isEmpty() ? "transposed" : "transposed, " + order,
                            tensor -> tensor.transposed(1, 0).taken(0, rows).taken(1, columns)));
        }

        // For each value of a flattened map [C, ...], its place in [..., C].
        private static int[] channelsLast(Shape map) {
            int channels = (int) map.get(0);
            int places = (int) map.slice(1).size();
            return IntStream.range(0, channels * places)
                    .map(i -> i % places * channels + i / places)
                    .toArray();
        }
    }

    /**
     * A convolution's weight [outputs, inputs, ...kernel].
     *
     * @param shape of ours
     * @param unit whether it moves by 1, as a transposed convolution with its kernel reversed does
     */
    record Convolution(Shape shape, boolean unit) implements Role {

        private static final String REVERSED = "of a transposed convolution, reversed";

        @Override
        public List<Form> inPyTorch() {
            Form same = Form.asItIs(shape);
            Shape exchanged = new Shape(shape.get(1), shape.get(0)).addAll(shape.slice(2));
            int[] axes = IntStream.range(0, shape.dimension()).toArray();
            axes[0] = 1;
            axes[1] = 0;
            Form transposed =
                    Form.of(exchanged, REVERSED, tensor -> tensor.transposed(axes).flippedFrom(2));
            return unit ? List.of(same, transposed) : List.of(same);
        }

        @Override
        public List<Form> inKeras() {
            Form last = kernelFirst(shape, 1, 0, "axes reversed");
            if (!unit) {
                return List.of(last);
            }
            Form transposed = kernelFirst(shape, 0, 1, REVERSED);
            return List.of(
                    last,
                    Form.of(
                            transposed.shape(),
                            REVERSED,
                            tensor -> transposed.conversion().apply(tensor).flippedFrom(2)));
        }
    }

    /**
     * A transposed convolution's weight [inputs, outputs, ...kernel].
     *
     * @param shape of ours
     */
    record Transposed(Shape shape) implements Role {

        @Override
        public List<Form> inKeras() {
            return List.of(kernelFirst(shape, 1, 0, "axes reversed"));
        }
    }

    /**
     * A recurrent layer's weight [gates * units, inputs] or bias [gates * units].
     *
     * @param shape of ours
     * @param cell of the layer
     * @param ofMemory whether it belongs to the memory, or to the input
     */
    record Gates(Shape shape, Cell cell, boolean ofMemory) implements Role {

        // Keras has a GRU's update gate before its reset gate, and both biases in one tensor; an
        // LSTM's one bias is that of the input.
        @Override
        public List<Form> inKeras() {
            boolean gru = cell == Cell.GRU;
            int[] rows = gru ? exchangedGates() : IntStream.range(0, (int) shape.get(0)).toArray();
            String order = gru ? "gates exchanged" : "";
            if (shape.dimension() == 2) {
                return List.of(
                        Form.of(
                                new Shape(shape.get(1), shape.get(0)),
                                gru ? "transposed, " + order : "transposed",
                                tensor -> tensor.transposed(1, 0).taken(0, rows)));
            }
            if (gru) {
                int row = ofMemory ? 1 : 0;
                Form both =
                        Form.of(
                                new Shape(2, shape.get(0)),
                                "row " + row + ", " + order,
                                tensor -> tensor.taken(0, row).reshaped(shape).taken(0, rows));
                return List.of(ofMemory ? both.withSource(Form.Source.SHARED) : both);
            }
            Form same = Form.asItIs(shape);
            return List.of(ofMemory ? same.withSource(Form.Source.ZEROS) : same);
        }

        private int[] exchangedGates() {
            int units = (int) shape.get(0) / 3;
            return IntStream.range(0, 3 * units)
                    .map(i -> i < units ? i + units : i < 2 * units ? i - units : i)
                    .toArray();
        }
    }

    // Ours [a, b, ...kernel] of another's [...kernel, p, q], p and q being axes of ours.
    private static Form kernelFirst(Shape shape, int p, int q, String how) {
        int kernel = shape.dimension() - 2;
        int[] axes = new int[shape.dimension()];
        axes[p] = kernel;
        axes[q] = kernel + 1;
        for (int d = 0; d < kernel; d++) {
            axes[d + 2] = d;
        }
        return Form.of(
                shape.slice(2).add(shape.get(p)).add(shape.get(q)),
                how,
                tensor -> tensor.transposed(axes));
    }
}
