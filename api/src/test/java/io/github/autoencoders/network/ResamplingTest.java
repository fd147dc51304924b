package io.github.autoencoders.network;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.SpatialConvolutional;
import io.github.autoencoders.testing.EngineGradient;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling, repetition, resizing and dropout, against loops in plain Java. */
class ResamplingTest {

    private static final int PLANES = 6; // 2 samples of 3 channels

    // Values that differ, in no order.
    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i * 7919 % 1009) / 100f - 5;
        }
        return values;
    }

    private static NDArray forward(Block block, NDArray x) {
        block.initialize(x.getManager(), DataType.FLOAT32, x.getShape());
        return block.forward(new ParameterStore(x.getManager(), false), new NDList(x), false)
                .singletonOrThrow();
    }

    @ParameterizedTest
    @CsvSource({"5,7,2", "4,6,2", "8,5,3", "3,3,1", "1,9,4"})
    void repetitionStandsBesideItsOriginal(int height, int width, int times) {
        int cutHeight = height * times - (times - 1);
        int cutWidth = width * times;
        float[] x = values(PLANES * height * width);
        float[] weights = values(PLANES * cutHeight * cutWidth);
        double[] expected = new double[weights.length];
        double[] gradient = new double[x.length];
        for (int i = 0; i < expected.length; i++) {
            int plane = i / (cutHeight * cutWidth);
            int row = i / cutWidth % cutHeight;
            int column = i % cutWidth;
            int from = (plane * height + row / times) * width + column / times;
            expected[i] = x[from];
            gradient[from] += weights[i];
        }
        Block block = new RepetitionBlock(times, new Shape(cutHeight, cutWidth));
        assertValuesAndGradient(
                block, x, new Shape(2, 3, height, width), expected, weights, gradient, 0);
    }

    /** So that a network's memory is that of what it computes, not of all that it has computed. */
    @Test
    void nothingAsLargeAsAnImageIsLeftBetweenInputAndOutput() {
        List<Block> blocks =
                List.of(
                        new RepetitionBlock(2, new Shape(15, 16)),
                        new GroupNormalization(ChannelGroups.of(3)));
        for (Block block : blocks) {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray x = manager.create(values(PLANES * 64), new Shape(2, 3, 8, 8));
                NDArray y = forward(block, x);
                assertTrue(y.size() >= x.size());
                assertEquals(
                        2,
                        manager.getManagedArrays().stream()
                                .filter(array -> array.size() >= x.size())
                                .count());
            }
        }
    }

    // Of places so fine that each value covers a whole number of them: means of those that a place
    // of the result covers.
    @ParameterizedTest
    @CsvSource({"6,4,3,2", "5,7,2,3", "8,9,8,1", "1,5,1,5"})
    void shrunkValuesAreMeansOfWhatTheyCover(int height, int width, int rows, int columns) {
        float[] x = values(PLANES * height * width);
        float[] weights = values(PLANES * rows * columns);
        double[] expected = new double[weights.length];
        double[] gradient = new double[x.length];
        double share = 1.0 / (height * width); // of a result, each of its fine places
        for (int fine = 0; fine < PLANES * rows * height * columns * width; fine++) {
            int column = fine % (columns * width);
            int row = fine / (columns * width) % (rows * height);
            int plane = fine / (columns * width) / (rows * height);
            int from = (plane * height + row / rows) * width + column / columns;
            int to = (plane * rows + row / height) * columns + column / width;
            expected[to] += share * x[from];
            gradient[from] += share * weights[to];
        }
        assertValuesAndGradient(
                new ResizingBlock(new Shape(rows, columns)),
                x,
                new Shape(2, 3, height, width),
                expected,
                weights,
                gradient,
                1e-5);
    }

    // What PyTorch's interpolate(mode="bilinear", align_corners=False) has for rows.
    @Test
    void enlargedValuesLieOnLinesBetweenTheirNeighbours() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {1, 3, -1}, new Shape(1, 1, 3));
            assertArrayEquals(
                    new double[] {1, 1.5, 2.5, 2, 0, -1},
                    doubles(forward(new ResizingBlock(new Shape(6)), x)),
                    1e-6);
            assertArrayEquals(
                    new double[] {1, 1.8, 3, 0.6, -1},
                    doubles(forward(new ResizingBlock(new Shape(5)), x)),
                    1e-6);
            NDArray one = manager.create(new float[] {7}, new Shape(1, 1, 1));
            assertArrayEquals(
                    new double[] {7, 7, 7},
                    doubles(forward(new ResizingBlock(new Shape(3)), one)),
                    0);
        }
    }

    /** A plane a + b row + c column is again one, but for half a value at its borders. */
    @Test
    void planesStayPlanesInOtherSizes() {
        float[] plane = new float[4 * 6];
        for (int i = 0; i < plane.length; i++) {
            int row = i / 6;
            int column = i % 6;
            plane[i] = 2 + 0.5f * (row + 0.5f) - 3 * (column + 0.5f);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(plane, new Shape(1, 1, 4, 6));
            double[] y = doubles(forward(new ResizingBlock(new Shape(12, 9)), x));
            for (int row = 2; row < 10; row++) {
                for (int column = 1; column < 8; column++) {
                    double at = 2 + 0.5 * (row + 0.5) / 3 - 3 * (column + 0.5) / 1.5;
                    assertEquals(at, y[row * 9 + column], 1e-4);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5,7,2", "4,6,2", "8,5,3", "3,3,1", "4,9,4"})
    void poolingKeepsTheGreatestOfEachWindow(int height, int width, int window) {
        int rows = (height + window - 1) / window;
        int columns = (width + window - 1) / window;
        float[] x = values(PLANES * height * width);
        float[] weights = values(PLANES * rows * columns);
        double[] expected = new double[weights.length];
        Arrays.fill(expected, Double.NEGATIVE_INFINITY);
        int[] greatest = new int[weights.length];
        for (int i = 0; i < x.length; i++) {
            int plane = i / (height * width);
            int row = i / width % height;
            int column = i % width;
            int to = (plane * rows + row / window) * columns + column / window;
            if (x[i] > expected[to]) {
                expected[to] = x[i];
                greatest[to] = i;
            }
        }
        double[] gradient = new double[x.length];
        IntStream.range(0, weights.length).forEach(i -> gradient[greatest[i]] = weights[i]);
        Block block = new MaxPoolingBlock(window);
        assertValuesAndGradient(
                block, x, new Shape(2, 3, height, width), expected, weights, gradient, 0);
    }

    private static void assertValuesAndGradient(
            Block block,
            float[] values,
            Shape shape,
            double[] expected,
            float[] weights,
            double[] gradient,
            double tolerance) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(values, shape);
            NDArray y = forward(block, x);
            assertArrayEquals(expected, doubles(y), tolerance);
            assertArrayEquals(
                    new Shape[] {y.getShape()}, block.getOutputShapes(new Shape[] {shape}));
            NDArray weight = manager.create(weights, y.getShape());
            NDArray engine = EngineGradient.of(() -> forward(block, x).mul(weight).sum(), x);
            assertArrayEquals(gradient, doubles(engine), 1e-4); // sums of float32 below 100
        }
    }

    @Test
    void sequencesAreRepeatedAndPooled() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {3, 1, 2, 5, 4}, new Shape(1, 1, 5));
            assertArrayEquals(
                    new double[] {3, 5, 4}, doubles(forward(new MaxPoolingBlock(2), x)), 0);
            assertArrayEquals(
                    new double[] {3, 3, 1, 1, 2, 2, 5, 5, 4},
                    doubles(forward(new RepetitionBlock(2, new Shape(9)), x)),
                    0);
        }
    }

    /** What dropout leaves is divided by the share left, so that the mean stays. */
    @Test
    void dropoutIsForTrainingAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Function<Boolean, double[]> run = dropping(manager, 0.25);
            double[] kept = run.apply(false);
            assertArrayEquals(kept, run.apply(false), 0);
            double[] dropped = run.apply(true);
            long zeros = 0;
            for (int i = 0; i < kept.length; i++) {
                if (dropped[i] == 0) {
                    zeros++;
                } else {
                    assertEquals(kept[i] / 0.75, dropped[i], 1e-5);
                }
            }
            // The share's standard deviation is sqrt(0.25 * 0.75 / 10,000) = 0.0043.
            assertEquals(0.25, zeros / (double) kept.length, 0.02);
        }
    }

    @Test
    void dropoutFollowsTheSeed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Function<Boolean, double[]> run = dropping(manager, 0.5);
            Engine.getInstance().setRandomSeed(17);
            double[] first = run.apply(true);
            assertFalse(Arrays.equals(first, run.apply(true)));
            Engine.getInstance().setRandomSeed(17);
            assertArrayEquals(first, run.apply(true), 0);
        }
    }

    // Two layers of 100 x 100 that pass on what they get; dropout lies between them.
    private static Function<Boolean, double[]> dropping(NDManager manager, double dropout) {
        SpatialConvolutional maps =
                new SpatialConvolutional(
                        List.of(new ConvolutionalLayer(1, 1, 1), new ConvolutionalLayer(1, 1, 1)),
                        Activation.IDENTITY,
                        Downsampling.STRIDE,
                        Upsampling.TRANSPOSED,
                        dropout,
                        0,
                        1);
        Shape image = new Shape(1, 100, 100);
        Block encoder = maps.newEncoder(image);
        encoder.setInitializer(
                (scope, shape, type) ->
                        shape.dimension() == 1 ? scope.zeros(shape, type) : scope.ones(shape, type),
                parameter -> true);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(image));
        NDArray x = manager.ones(new Shape(1).addAll(image)).add(1);
        return training -> {
            ParameterStore parameters = new ParameterStore(manager, false);
            if (!training) {
                return doubles(encoder.forward(parameters, new NDList(x), false).head());
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = encoder.forward(parameters, new NDList(x), true).head();
                collector.backward(y.sum());
                return doubles(y);
            }
        };
    }
}
