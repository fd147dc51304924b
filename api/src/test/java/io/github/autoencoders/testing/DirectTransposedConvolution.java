package io.github.autoencoders.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The transposed convolution from its definition, in doubles: value i of the input adds w[k] times
 * itself to output i * stride + k - padding, where there is such an output.
 */
public final class DirectTransposedConvolution {

    private DirectTransposedConvolution() {}

    /**
     * Returns the output in row-major order, [B, filters, ...size].
     *
     * @param x [B, C, L] or [B, C, H, W]
     * @param weight [C, filters, ...kernel]
     * @param bias [filters]
     * @param stride one number for each spatial axis
     * @param padding values cut off at the begin of each spatial axis
     * @param size the output's spatial size
     */
    public static double[] of(
            NDArray x, NDArray weight, NDArray bias, Shape stride, Shape padding, Shape size) {
        Problem problem =
                new Problem(
                        twoAxes(x.getShape(), 2, 1),
                        twoAxes(weight.getShape(), 2, 1),
                        twoAxes(stride, 0, 1),
                        twoAxes(padding, 0, 0),
                        twoAxes(size, 0, 1));
        return problem.solve(
                ArrayAssertions.doubles(x),
                ArrayAssertions.doubles(weight),
                ArrayAssertions.doubles(bias));
    }

    // A sequence is an image of height 1: another axis after the leading ones.
    private static Shape twoAxes(Shape shape, int leading, long height) {
        return shape.dimension() == leading + 2
                ? shape
                : shape.slice(0, leading).add(height).addAll(shape.slice(leading));
    }

    private record Problem(Shape x, Shape weight, Shape stride, Shape padding, Shape size) {

        double[] solve(double[] values, double[] taps, double[] bias) {
            int filters = (int) weight.get(1);
            int area = (int) (size.get(0) * size.get(1));
            double[] output = new double[(int) (x.get(0) * filters) * area];
            for (int i = 0; i < output.length; i++) {
                output[i] = bias[i / area % filters];
            }
            for (int b = 0; b < x.get(0); b++) {
                for (int c = 0; c < x.get(1); c++) {
                    for (int f = 0; f < filters; f++) {
                        scatter(values, b, taps, c, output, f);
                    }
                }
            }
            return output;
        }

        // Adds channel c of sample b to filter f of the same sample.
        private void scatter(double[] values, int b, double[] taps, int c, double[] output, int f) {
            Shape outputs = new Shape(x.get(0), weight.get(1)).addAll(size);
            for (int row = 0; row < x.get(2); row++) {
                for (int column = 0; column < x.get(3); column++) {
                    double value = values[index(x, b, c, row, column)];
                    for (int i = 0; i < weight.get(2); i++) {
                        for (int j = 0; j < weight.get(3); j++) {
                            long outputRow = row * stride.get(0) + i - padding.get(0);
                            long outputColumn = column * stride.get(1) + j - padding.get(1);
                            if (outputRow >= 0
                                    && outputRow < size.get(0)
                                    && outputColumn >= 0
                                    && outputColumn < size.get(1)) {
                                output[index(outputs, b, f, outputRow, outputColumn)] +=
                                        value * taps[index(weight, c, f, i, j)];
                            }
                        }
                    }
                }
            }
        }

        private static int index(Shape shape, long a, long b, long c, long d) {
            return (int) (((a * shape.get(1) + b) * shape.get(2) + c) * shape.get(3) + d);
        }
    }
}
