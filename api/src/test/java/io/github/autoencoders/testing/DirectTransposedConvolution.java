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
        boolean oneAxis = stride.dimension() == 1;
        Problem problem =
                new Problem(
                        twoAxes(x.getShape(), oneAxis),
                        twoAxes(weight.getShape(), oneAxis),
                        oneAxis ? new long[] {1, stride.get(0)} : stride.getShape(),
                        oneAxis ? new long[] {0, padding.get(0)} : padding.getShape(),
                        oneAxis ? new long[] {1, size.get(0)} : size.getShape());
        return problem.solve(
                ArrayAssertions.doubles(x),
                ArrayAssertions.doubles(weight),
                ArrayAssertions.doubles(bias));
    }

    // A sequence is an image of height 1.
    private static long[] twoAxes(Shape shape, boolean oneAxis) {
        return oneAxis
                ? new long[] {shape.get(0), shape.get(1), 1, shape.get(2)}
                : shape.getShape();
    }

    // ArrayRecordComponent: a private bundle that nobody compares.
    @SuppressWarnings("ArrayRecordComponent")
    private record Problem(long[] x, long[] weight, long[] stride, long[] padding, long[] size) {

        double[] solve(double[] values, double[] taps, double[] bias) {
            int filters = (int) weight[1];
            int area = (int) (size[0] * size[1]);
            double[] output = new double[(int) x[0] * filters * area];
            for (int i = 0; i < output.length; i++) {
                output[i] = bias[i / area % filters];
            }
            for (int b = 0; b < x[0]; b++) {
                for (int c = 0; c < x[1]; c++) {
                    for (int f = 0; f < filters; f++) {
                        scatter(values, b, taps, c, output, f);
                    }
                }
            }
            return output;
        }

        // Adds channel c of sample b to filter f of the same sample.
        private void scatter(double[] values, int b, double[] taps, int c, double[] output, int f) {
            for (int row = 0; row < x[2]; row++) {
                for (int column = 0; column < x[3]; column++) {
                    double value = values[index(x, b, c, row, column)];
                    for (int i = 0; i < weight[2]; i++) {
                        for (int j = 0; j < weight[3]; j++) {
                            long outputRow = row * stride[0] + i - padding[0];
                            long outputColumn = column * stride[1] + j - padding[1];
                            if (outputRow >= 0
                                    && outputRow < size[0]
                                    && outputColumn >= 0
                                    && outputColumn < size[1]) {
                                long[] shape = {x[0], weight[1], size[0], size[1]};
                                output[index(shape, b, f, outputRow, outputColumn)] +=
                                        value * taps[index(weight, c, f, i, j)];
                            }
                        }
                    }
                }
            }
        }

        private static int index(long[] shape, long a, long b, long c, long d) {
            return (int) (((a * shape[1] + b) * shape[2] + c) * shape[3] + d);
        }
    }
}
