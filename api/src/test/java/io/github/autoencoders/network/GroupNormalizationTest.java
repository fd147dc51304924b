package io.github.autoencoders.network;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.testing.EngineGradient;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Group normalization and residual blocks, against loops over doubles in plain Java. */
class GroupNormalizationTest {

    private static final double EPSILON = 1e-5;

    /** Some groups of the channels of a batch. */
    private record Case(Shape shape, int groups) {

        // Sums over groups, one value after the other.
        double[] normalized(double[] x, double[] scale, double[] shift) {
            int samples = (int) shape.get(0);
            int channels = (int) shape.get(1);
            int places = x.length / samples / channels;
            int size = channels / groups * places;
            double[] y = new double[x.length];
            for (int group = 0; group < samples * groups; group++) {
                double mean = 0;
                for (int i = group * size; i < (group + 1) * size; i++) {
                    mean += x[i] / size;
                }
                double variance = 0;
                for (int i = group * size; i < (group + 1) * size; i++) {
                    variance += (x[i] - mean) * (x[i] - mean) / size;
                }
                for (int i = group * size; i < (group + 1) * size; i++) {
                    int channel = i / places % channels;
                    double normal = (x[i] - mean) / Math.sqrt(variance + EPSILON);
                    y[i] = scale[channel] * normal + shift[channel];
                }
            }
            return y;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(new Shape(2, 6, 3, 4), 3),
                new Case(new Shape(3, 4, 5, 2), 1),
                new Case(new Shape(2, 4, 2, 3), 4),
                new Case(new Shape(1, 8, 1, 1), 2),
                new Case(new Shape(2, 6, 7), 2));
    }

    // Values far from 0 that differ, in no order.
    private static double[] values(int count, double offset) {
        return IntStream.range(0, count)
                .mapToDouble(i -> 2 * Math.sin(i * i + offset) + offset)
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void groupsAreNormalizedAsInLoops(Case some) {
        Shape shape = some.shape();
        int channels = (int) shape.get(1);
        double[] x = values((int) shape.size(), 5);
        double[] scale = values(channels, -1);
        double[] shift = values(channels, 0.5);
        double[] weights = values(x.length, -2);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.create(floats(x), shape);
            NDArray gamma = manager.create(floats(scale), new Shape(channels));
            NDArray beta = manager.create(floats(shift), new Shape(channels));
            NDArray weight = manager.create(floats(weights), shape);
            ChannelGroups groups = ChannelGroups.of(some.groups());
            assertClose(
                    some.normalized(x, scale, shift),
                    doubles(groups.normalize(array, gamma, beta)),
                    1e-5,
                    "values");
            EngineGradient.collect(
                    () -> groups.normalize(array, gamma, beta).mul(weight).sum(),
                    array,
                    gamma,
                    beta);
            assertClose(
                    differences(x, v -> dot(some.normalized(v, scale, shift), weights)),
                    doubles(array.getGradient()),
                    1e-4,
                    "gradient of x");
            assertClose(
                    differences(scale, v -> dot(some.normalized(x, v, shift), weights)),
                    doubles(gamma.getGradient()),
                    1e-4,
                    "gradient of the scale");
            assertClose(
                    differences(shift, v -> dot(some.normalized(x, scale, v), weights)),
                    doubles(beta.getGradient()),
                    1e-4,
                    "gradient of the shift");
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[] differences(double[] at, ToDoubleFunction<double[]> function) {
        double step = 1e-5;
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] = at[i] + step;
            double above = function.applyAsDouble(moved);
            moved[i] = at[i] - step;
            gradient[i] = (above - function.applyAsDouble(moved)) / (2 * step);
        }
        return gradient;
    }

    @Test
    void groupsMustDivideTheChannels() {
        Block block = new GroupNormalization(ChannelGroups.of(3));
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    "channels must be a multiple of the 3 groups, but are 4",
                    problem(block, manager, new Shape(2, 4, 5)));
            assertEquals(
                    "input must be [B, C, L] or [B, C, H, W] for groups of channels, but has shape"
                            + " (2, 3)",
                    problem(block, manager, new Shape(2, 3)));
        }
    }

    private static String problem(Block block, NDManager manager, Shape input) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> block.initialize(manager, DataType.FLOAT32, input));
        return String.valueOf(e.getMessage());
    }

    /** Normalization, rectifier, convolution, twice, and what went in, in loops. */
    @Test
    void aResidualBlockAddsToWhatGoesIn() {
        Case some = new Case(new Shape(2, 4, 5, 3), 2);
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = block(manager, some);
            List<double[]> parameters =
                    block.getParameters().values().stream()
                            .map(parameter -> doubles(parameter.getArray()))
                            .toList();
            double[] x = values((int) some.shape().size(), 1);
            double[] expected = x.clone();
            for (int layer = 0; layer < 2; layer++) {
                double[] normal =
                        some.normalized(
                                expected, parameters.get(4 * layer), parameters.get(4 * layer + 1));
                double[] rectified =
                        IntStream.range(0, x.length)
                                .mapToDouble(i -> Math.max(0, normal[i]))
                                .toArray();
                expected =
                        convolved(
                                rectified,
                                some.shape(),
                                parameters.get(4 * layer + 2),
                                parameters.get(4 * layer + 3));
            }
            for (int i = 0; i < x.length; i++) {
                expected[i] += x[i];
            }
            NDArray y = forward(block, manager.create(floats(x), some.shape()), false);
            assertClose(expected, doubles(y), 1e-5, "block");
        }
    }

    // The first block of an encoder whose first level has the case's channels.
    private static Block block(NDManager manager, Case some) {
        int channels = (int) some.shape().get(1);
        Block encoder =
                new Architecture.Residual(
                                channels, channels, 8, 1, some.groups(), Activation.RELU, 0)
                        .newEncoder(new Shape(1, 10, 6));
        Block block = Objects.requireNonNull(encoder.getChildren().values().get(1));
        block.initialize(manager, DataType.FLOAT32, some.shape());
        return block;
    }

    // Of kernels 3 x 3, with a border of zeros.
    private static double[] convolved(double[] x, Shape shape, double[] weight, double[] bias) {
        int channels = (int) shape.get(1);
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            int column = i % width;
            int row = i / width % height;
            int filter = i / width / height % channels;
            int sample = i / width / height / channels;
            y[i] = bias[filter];
            for (int tap = 0; tap < 9 * channels; tap++) {
                int from = row + tap / 3 % 3 - 1;
                int beside = column + tap % 3 - 1;
                if (from >= 0 && from < height && beside >= 0 && beside < width) {
                    int at = ((sample * channels + tap / 9) * height + from) * width + beside;
                    y[i] += weight[filter * 9 * channels + tap] * x[at];
                }
            }
        }
        return y;
    }

    private static NDArray forward(Block block, NDArray x, boolean training) {
        return block.forward(new ParameterStore(x.getManager(), false), new NDList(x), training)
                .singletonOrThrow();
    }

    /** There are no running means: what a sample becomes hangs on nothing beside it. */
    @Test
    void trainingAndUseAreTheSameWhateverTheBatch() {
        Case some = new Case(new Shape(3, 4, 5, 3), 2);
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = block(manager, some);
            NDArray x = manager.create(floats(values((int) some.shape().size(), 1)), some.shape());
            double[] used = doubles(forward(block, x, false));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray trained = forward(block, x, true);
                collector.backward(trained.sum());
                assertArrayEquals(used, doubles(trained), 1e-5);
            }
            double[] alone = doubles(forward(block, x.get("1:2"), false));
            for (int i = 0; i < alone.length; i++) {
                assertEquals(used[alone.length + i], alone[i], 1e-5);
            }
        }
    }
}
