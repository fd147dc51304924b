package io.github.autoencoders.network;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.testing.DirectTransposedConvolution;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transposed convolution against PyTorch's, Keras' and its definition. */
class TransposedConvolutionTest {

    // The inputs are small whole numbers, whose sums of products float32 holds exactly; only an
    // engine's own algorithm, such as Winograd's, can round.
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"transposed-convolution-1d", "transposed-convolution-2d"})
    void outputAndGradientsAreThoseOfPyTorch(String file) {
        try (NDManager manager = NDManager.newBaseManager()) {
            List<GoldenFile> cases = GoldenFile.read(file, manager).parts();
            assertEquals(16, cases.size());
            for (GoldenFile golden : cases) {
                List<Shape> rows = rows(golden.array("geometry"));
                assertGolden(
                        TransposedGeometry.of(rows.get(0), rows.get(1), rows.get(2), rows.get(3)),
                        golden);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transposed-convolution-same-1d", "transposed-convolution-same-2d"})
    void outputAndGradientsAreThoseOfKerasSame(String file) {
        try (NDManager manager = NDManager.newBaseManager()) {
            List<GoldenFile> cases = GoldenFile.read(file, manager).parts();
            assertTrue(cases.size() >= 12);
            for (GoldenFile golden : cases) {
                List<Shape> rows = rows(golden.array("geometry"));
                assertGolden(TransposedGeometry.same(rows.get(0), rows.get(1)), golden);
            }
        }
    }

    // A record's row of numbers, one for each spatial axis.
    private static List<Shape> rows(NDArray geometry) {
        double[] values = doubles(geometry);
        int axes = (int) geometry.getShape().get(1);
        List<Shape> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i += axes) {
            long[] row = new long[axes];
            for (int axis = 0; axis < axes; axis++) {
                row[axis] = (long) values[i + axis];
            }
            rows.add(new Shape(row));
        }
        return rows;
    }

    private static void assertGolden(TransposedGeometry geometry, GoldenFile golden) {
        String name = golden.name() + " " + geometry;
        NDArray x = golden.array("input");
        NDArray upstream = golden.array("upstream");
        TransposedConvolution block =
                newBlock(geometry, x, golden.array("weight"), golden.array("bias"));
        assertClose(golden.array("output"), forward(block, x, false), TOLERANCE, name);
        NDArray weight = parameter(block, "weight");
        NDArray bias = parameter(block, "bias");
        EngineGradient.collect(() -> forward(block, x, true).mul(upstream).sum(), x, weight, bias);
        assertClose(golden.array("inputGradient"), x.getGradient(), TOLERANCE, name + " input");
        assertClose(
                golden.array("weightGradient"), weight.getGradient(), TOLERANCE, name + " weight");
        assertClose(golden.array("biasGradient"), bias.getGradient(), TOLERANCE, name + " bias");
        block.clear();
    }

    private static TransposedConvolution newBlock(
            TransposedGeometry geometry, NDArray x, NDArray weight, NDArray bias) {
        int filters = (int) bias.getShape().get(0);
        TransposedConvolution block = TransposedConvolution.of(geometry, filters);
        block.setInitializer((manager, shape, type) -> weight.duplicate(), "weight");
        block.setInitializer((manager, shape, type) -> bias.duplicate(), "bias");
        block.initialize(x.getManager(), x.getDataType(), x.getShape());
        return block;
    }

    private static NDArray parameter(TransposedConvolution block, String name) {
        return block.getDirectParameters().get(name).getArray();
    }

    private static NDArray forward(TransposedConvolution block, NDArray x, boolean training) {
        ParameterStore parameters = new ParameterStore(x.getManager(), false);
        return block.forward(parameters, new NDList(x), training).singletonOrThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void outputsOfOneAxisFollowTheDefinition(int kernel) {
        Random random = new Random(kernel);
        int checked = 0;
        for (long[] g : geometries(kernel)) {
            for (int size : new int[] {1, 4, 5}) {
                if (size(size, kernel, g) > 0) {
                    assertDefinition(random, new Shape(size), new long[][] {g});
                    checked++;
                }
            }
        }
        assertTrue(checked >= 42, kernel + ": " + checked);
    }

    /** Each geometry of the first axis with another one of the second. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void outputsOfTwoAxesFollowTheDefinition(int kernel) {
        Random random = new Random(kernel);
        int checked = 0;
        for (long[] first : geometries(kernel)) {
            List<long[]> others = geometries(1 + random.nextInt(5));
            long[] second = others.get(random.nextInt(others.size()));
            for (int size : new int[] {3, 4}) {
                int other = 2 + random.nextInt(4);
                if (size(size, first[0], first) > 0 && size(other, second[0], second) > 0) {
                    assertDefinition(random, new Shape(size, other), new long[][] {first, second});
                    checked++;
                }
            }
        }
        assertTrue(checked >= 25, kernel + ": " + checked);
    }

    // Kernel, stride, padding, output padding.
    private static List<long[]> geometries(long kernel) {
        List<long[]> geometries = new ArrayList<>();
        for (long stride = 1; stride <= 3; stride++) {
            for (long padding = 0; padding <= 2; padding++) {
                for (long outputPadding = 0; outputPadding < stride; outputPadding++) {
                    geometries.add(new long[] {kernel, stride, padding, outputPadding});
                }
            }
        }
        return geometries;
    }

    // PyTorch's formula.
    private static long size(long input, long kernel, long[] g) {
        return (input - 1) * g[1] - 2 * g[2] + kernel + g[3];
    }

    private static void assertDefinition(Random random, Shape size, long[][] axes) {
        Shape kernel = column(axes, 0);
        Shape stride = column(axes, 1);
        Shape padding = column(axes, 2);
        TransposedGeometry geometry =
                TransposedGeometry.of(kernel, stride, padding, column(axes, 3));
        long[] expectedSize = new long[axes.length];
        for (int d = 0; d < axes.length; d++) {
            expectedSize[d] = size(size.get(d), axes[d][0], axes[d]);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = whole(random, manager, new Shape(2, 3).addAll(size));
            NDArray weight = whole(random, manager, new Shape(3, 2).addAll(kernel));
            NDArray bias = whole(random, manager, new Shape(2));
            TransposedConvolution block = newBlock(geometry, x, weight, bias);
            NDArray output = forward(block, x, false);
            Shape shape = new Shape(2, 2).addAll(new Shape(expectedSize));
            assertEquals(shape, output.getShape());
            assertEquals(shape, block.getOutputShapes(new Shape[] {x.getShape()})[0]);
            double[] expected =
                    DirectTransposedConvolution.of(
                            x, weight, bias, stride, padding, new Shape(expectedSize));
            assertClose(expected, doubles(output), TOLERANCE, geometry + " of " + size);
        }
    }

    private static Shape column(long[][] axes, int column) {
        long[] values = new long[axes.length];
        for (int d = 0; d < axes.length; d++) {
            values[d] = axes[d][column];
        }
        return new Shape(values);
    }

    private static NDArray whole(Random random, NDManager manager, Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(11) - 5;
        }
        return manager.create(values, shape);
    }

    @Test
    void gradientIsThatOfCentralDifferences() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Random random = new Random(1);
            TransposedGeometry geometry =
                    TransposedGeometry.of(
                            new Shape(3, 2), new Shape(2, 3), new Shape(1, 0), new Shape(1, 2));
            NDArray x =
                    whole(random, manager, new Shape(1, 2, 3, 2)).toType(DataType.FLOAT64, true);
            NDArray weight =
                    whole(random, manager, new Shape(2, 2, 3, 2)).toType(DataType.FLOAT64, true);
            NDArray bias = whole(random, manager, new Shape(2)).toType(DataType.FLOAT64, true);
            TransposedConvolution block = newBlock(geometry, x, weight, bias);
            NDArray gradient = EngineGradient.of(() -> forward(block, x, true).square().sum(), x);
            assertClose(
                    NumericalGradient.of(v -> forward(block, v, false).square().sum(), x),
                    doubles(gradient),
                    1e-7,
                    "float64");
        }
    }

    @Test
    void sameSizeIsTheInputsTimesTheStride() {
        for (int kernel = 1; kernel <= 5; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                TransposedGeometry geometry =
                        TransposedGeometry.same(new Shape(kernel), new Shape(stride));
                assertEquals(new Shape(7L * stride), geometry.outputSize(new Shape(7)));
            }
        }
    }

    @Test
    void badGeometriesAreRejected() {
        Shape one = new Shape(1);
        Shape two = new Shape(2);
        Shape zero = new Shape(0);
        Shape square = new Shape(3, 3);
        assertMessage(
                "kernel must have one or two axes, but is (3, 3, 3)",
                () -> TransposedGeometry.same(new Shape(3, 3, 3), new Shape(1, 1, 1)));
        assertMessage(
                "kernel must be at least 1, but is (0)", () -> TransposedGeometry.same(zero, one));
        assertMessage(
                "stride must be at least 1, but is (0)", () -> TransposedGeometry.same(one, zero));
        assertMessage(
                "stride must have as many axes as the kernel, 2, but is (2)",
                () -> TransposedGeometry.same(square, two));
        assertMessage(
                "padding must have as many axes as the kernel, 2, but is (1)",
                () -> TransposedGeometry.of(square, square, one, new Shape(0, 0)));
        assertMessage(
                "outputPadding must have as many axes as the kernel, 1, but is (3, 3)",
                () -> TransposedGeometry.of(two, two, one, square));
        assertMessage(
                "padding must not be negative, but is (-1)",
                () -> TransposedGeometry.of(two, two, new Shape(-1), zero));
        assertMessage(
                "outputPadding must be from 0 to stride - 1, but is (2) with a stride of (2)",
                () -> TransposedGeometry.of(two, two, zero, two));
        assertMessage(
                "outputPadding must be from 0 to stride - 1, but is (-1) with a stride of (2)",
                () -> TransposedGeometry.of(two, two, zero, new Shape(-1)));
    }

    @Test
    void badInputsAreRejected() {
        TransposedGeometry geometry =
                TransposedGeometry.of(new Shape(1), new Shape(1), new Shape(2), new Shape(0));
        assertMessage(
                "filters must be at least 1, but is 0",
                () -> TransposedConvolution.of(geometry, 0));
        TransposedConvolution block = TransposedConvolution.of(geometry, 2);
        assertMessage(
                "input must have 3 axes for a kernel of (1), but has shape (2, 3, 4, 5)",
                () -> block.getOutputShapes(new Shape[] {new Shape(2, 3, 4, 5)}));
        assertMessage(
                "output must have a size of at least 1, but an input of (4) gives 0",
                () -> block.getOutputShapes(new Shape[] {new Shape(2, 3, 4)}));
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
