package io.github.autoencoders.sample;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleFormatTest {

    private static final Scaling HALVES = new Scaling.UnitInterval(0, 2);

    static List<SampleFormat> formats() {
        return List.of(
                new SampleFormat(new Shape(5), 0, HALVES),
                new SampleFormat(new Shape(2, 5), 0, HALVES),
                new SampleFormat(new Shape(2, 5), 3, HALVES),
                new SampleFormat(new Shape(1, 3, 4), 2, HALVES),
                new SampleFormat(new Shape(3, 4, 3), 1, new Scaling.UnitInterval(-1, 1)),
                new SampleFormat(
                        new Shape(4),
                        0,
                        new Scaling.Standardized(
                                List.of(1.0, 2.0, 3.0, 4.0), List.of(1.0, 2.0, 3.0, 0.5))));
    }

    // 1, 2, 3, ...: no value is zero.
    private static NDArray samples(NDManager manager, SampleFormat format, int count) {
        return manager.arange(1f, count * format.size() + 1f)
                .reshape(new Shape(count).addAll(format.shape()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void modelUnitsComeBackAsRaw(SampleFormat format) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = samples(manager, format, 3);
            NDArray model = format.toModel(raw);
            assertEquals(new Shape(3).addAll(format.modelShape()), model.getShape());
            assertEquals(DataType.FLOAT32, model.getDataType());
            NDArray back = format.toRaw(model);
            assertEquals(raw.getShape(), back.getShape());
            assertNear(doubles(raw), doubles(back), 0, 1e-6, "raw");
        }
    }

    @Test
    void paddingSurroundsImagesWithZeros() {
        SampleFormat format = new SampleFormat(new Shape(2, 3, 4), 2, HALVES);
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] model = doubles(format.toModel(samples(manager, format, 2)));
            assertEquals(new Shape(2, 7, 8), format.modelShape());
            for (int i = 0; i < model.length; i++) {
                int row = i / 8 % 7 - 2;
                int column = i % 8 - 2;
                int plane = i / 56;
                boolean inside = row >= 0 && row < 3 && column >= 0 && column < 4;
                double expected = inside ? (plane * 12 + row * 4 + column + 1) / 2.0 : 0;
                assertEquals(expected, model[i], 1e-6);
            }
        }
    }

    @Test
    void paddingSurroundsSequencesWithZeros() {
        SampleFormat format = new SampleFormat(new Shape(2, 2), 1, HALVES);
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] model = doubles(format.toModel(samples(manager, format, 1)));
            assertNear(new double[] {0, 0.5, 1, 0, 0, 1.5, 2, 0}, model, 1e-7, 0, "model");
        }
    }

    @Test
    void paddingIsRawZeroBeforeScaling() {
        SampleFormat format = new SampleFormat(new Shape(1, 1), 1, new Scaling.UnitInterval(-1, 3));
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] model = doubles(format.toModel(samples(manager, format, 1)));
            assertNear(new double[] {0.25, 0.5, 0.25}, model, 1e-7, 0, "model");
        }
    }

    @Test
    void bytesAreConverted() {
        SampleFormat format = new SampleFormat(new Shape(1, 2, 2), 1, Scaling.UnitInterval.BYTES);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw =
                    manager.create(new float[] {0, 51, 204, 255}, new Shape(1, 1, 2, 2))
                            .toType(DataType.UINT8, true);
            NDArray model = format.toModel(raw);
            assertEquals(DataType.FLOAT32, model.getDataType());
            double[] inside = doubles(model.get(":,:,1:3,1:3"));
            assertNear(new double[] {0, 0.2, 0.8, 1}, inside, 1e-7, 0, "model");
        }
    }

    @Test
    void anotherPaddingLeavesTheRest() {
        SampleFormat format = new SampleFormat(new Shape(1, 28, 28), 0, HALVES);
        assertEquals(new SampleFormat(new Shape(1, 28, 28), 2, HALVES), format.withPadding(2));
        assertEquals(new Shape(1, 32, 32), format.withPadding(2).modelShape());
        assertEquals(784, format.withPadding(2).size());
    }

    @Test
    void shapesAndPaddingsThatCannotBeAreRefused() {
        assertRefused(
                "shape must be [F], [C, L] or [C, H, W], but is ()",
                () -> new SampleFormat(new Shape(), 0, HALVES));
        assertRefused(
                "shape must be [F], [C, L] or [C, H, W], but is (1, 2, 3, 4)",
                () -> new SampleFormat(new Shape(1, 2, 3, 4), 0, HALVES));
        assertRefused(
                "shape must have sizes of at least 1, but is (1, 0, 3)",
                () -> new SampleFormat(new Shape(1, 0, 3), 0, HALVES));
        assertRefused(
                "shape must have at most 2147483647 values with its padding, but is"
                        + " (4294967296, 4294967296) with a padding of 0",
                () -> new SampleFormat(new Shape(1L << 32, 1L << 32), 0, HALVES));
        assertRefused(
                "shape must have at most 2147483647 values with its padding, but is (1, 1, 1) with"
                        + " a padding of 30000",
                () -> new SampleFormat(new Shape(1, 1, 1), 30_000, HALVES));
        assertRefused(
                "padding must not be negative, but is -1",
                () -> new SampleFormat(new Shape(1, 2, 3), -1, HALVES));
        assertRefused(
                "padding must be 0 for samples of shape (7), but is 2",
                () -> new SampleFormat(new Shape(7), 2, HALVES));
    }

    private static void assertRefused(String message, Executable construction) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, construction).getMessage());
    }
}
