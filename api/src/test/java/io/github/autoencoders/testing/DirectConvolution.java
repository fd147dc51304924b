package io.github.autoencoders.testing;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The convolution over images from its definition, in doubles, with steps of 1: each value that
 * comes out is the bias and the sum of a window's values, each times that of the filter at its
 * place.
 */
public final class DirectConvolution {

    private DirectConvolution() {}

    /**
     * Returns the output in row-major order, [B, filters, H', W'].
     *
     * @param x [B, C, H, W]
     * @param weight [filters, C, height, width]
     * @param bias [filters]
     * @param padding zeros around the images, [height, width]
     */
    public static double[] of(NDArray x, NDArray weight, NDArray bias, List<Long> padding) {
        int[] image = sizes(x.getShape());
        int[] kernel = sizes(weight.getShape());
        int top = Math.toIntExact(padding.get(0));
        int left = Math.toIntExact(padding.get(1));
        int height = image[2] + 2 * top - kernel[2] + 1;
        int width = image[3] + 2 * left - kernel[3] + 1;
        double[] values = doubles(x);
        double[] taps = doubles(weight);
        double[] biases = doubles(bias);
        double[] output = new double[image[0] * kernel[0] * height * width];
        for (int at = 0; at < output.length; at++) {
            int filter = at / (width * height) % kernel[0];
            int sample = at / (width * height) / kernel[0];
            output[at] = biases[filter];
            int of = taps.length / kernel[0]; // one filter
            for (int i = 0; i < of; i++) {
                int channel = i / (kernel[2] * kernel[3]);
                int row = at / width % height + i / kernel[3] % kernel[2] - top;
                int column = at % width + i % kernel[3] - left;
                if (row >= 0 && row < image[2] && column >= 0 && column < image[3]) {
                    int plane = sample * image[1] + channel;
                    output[at] +=
                            taps[filter * of + i]
                                    * values[(plane * image[2] + row) * image[3] + column];
                }
            }
        }
        return output;
    }

    private static int[] sizes(Shape shape) {
        return LongStream.of(shape.getShape()).mapToInt(Math::toIntExact).toArray();
    }
}
