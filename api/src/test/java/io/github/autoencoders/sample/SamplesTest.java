package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

    private static final SampleFormat IMAGE =
            new SampleFormat(new Shape(1, 2, 2), 0, Scaling.UnitInterval.BYTES);
    private static final SampleFormat ROW =
            new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1));

    private static final byte[] BYTES = {0, 1, 2, 3, (byte) 255, (byte) 254, (byte) 128, 127};
    private static final float[] FLOATS = {1, 2, -3, 0.5f, 1e-3f, 7};

    private static Samples images() {
        return Samples.ofBytes("images", IMAGE, BYTES, new int[] {1, 0}, List.of("a", "b"));
    }

    private static Samples rows() {
        return Samples.ofFloats("rows", ROW, FLOATS, new int[0], List.of());
    }

    @Test
    void samplesAreRawAndBytesAreUnsigned() {
        assertArrayEquals(new float[] {255, 254, 128, 127}, images().sample(1));
        assertArrayEquals(new float[] {-3, 0.5f}, rows().sample(1));
    }

    @Test
    void rawBytesBecomeAnArrayOfBytesInTheOrderOfTheIndices() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = images().raw(manager, new int[] {1, 0, 1});
            assertEquals(DataType.UINT8, raw.getDataType());
            assertEquals(new Shape(3, 1, 2, 2), raw.getShape());
            float[] floats = raw.toType(DataType.FLOAT32, false).toFloatArray();
            assertArrayEquals(
                    new float[] {255, 254, 128, 127, 0, 1, 2, 3, 255, 254, 128, 127}, floats);
        }
    }

    /** Of more bytes than are fetched from memory at once, and of numbers that no line of it is. */
    @ParameterizedTest
    @CsvSource({"1, 300001", "63, 5000", "65, 5000", "4097, 131", "262143, 3", "262145, 3"})
    void manyBytesAreThoseOfTheirSamples(int size, int samples) {
        Random random = new Random(size);
        byte[] values = new byte[size * samples];
        random.nextBytes(values);
        SampleStorage storage = new SampleStorage.Bytes(values);
        int[] indices = random.ints(samples, 0, samples).toArray();
        ByteBuffer buffer = ByteBuffer.allocate(3 + values.length).position(3);
        storage.putBlocks(buffer, indices, size, DataType.UINT8);
        assertFalse(buffer.hasRemaining());
        byte[] expected = new byte[3 + values.length];
        for (int i = 0; i < values.length; i++) {
            expected[3 + i] = values[indices[i / size] * size + i % size];
        }
        assertArrayEquals(expected, buffer.array());
    }

    @Test
    void anIndexOfNoSampleIsRefusedBeforeAnythingIsWritten() {
        SampleStorage storage = new SampleStorage.Bytes(BYTES);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int index : new int[] {-1, 2}) {
                int[] indices = {1, index};
                Exception e =
                        assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> images().raw(manager, indices));
                assertEquals("index must be from 0 to 1, but is " + index, e.getMessage());
                ByteBuffer buffer = ByteBuffer.allocate(BYTES.length);
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> storage.putBlocks(buffer, indices, 4, DataType.UINT8));
                assertEquals(0, buffer.position());
                assertArrayEquals(new byte[BYTES.length], buffer.array());
            }
        }
    }

    /** White in a share of the draws that is the level, within four standard deviations. */
    @Test
    void probabilitiesAreDrawnAnewForEachSeed() {
        Samples probabilities = images().asProbabilities("drawn");
        assertArrayEquals(images().sample(1), probabilities.sample(1));
        assertEquals(images().sha256(), probabilities.sha256());
        int draws = 2_000;
        int[] white = new int[BYTES.length];
        for (int seed = 0; seed < draws; seed++) {
            Samples drawn = probabilities.subset(new int[] {1, 0}).drawn(seed);
            assertTrue(drawn.holdsBytes());
            for (int i = 0; i < white.length; i++) {
                float value = drawn.sample(1 - i / 4)[i % 4];
                assertTrue(value == 0 || value == 255, "value " + value);
                white[i] += value == 255 ? 1 : 0;
            }
        }
        for (int i = 0; i < white.length; i++) {
            double p = (BYTES[i] & 0xFF) / 255.0;
            assertEquals(p * draws, white[i], 4 * Math.sqrt(p * (1 - p) * draws), "value " + i);
        }
        assertEquals(
                probabilities.drawn(3).sha256(), images().asProbabilities("").drawn(3).sha256());
        assertEquals(images().sha256(), images().drawn(3).sha256());
    }

    @Test
    void rawFloatsBecomeAnArrayOfFloats() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = rows().raw(manager, new int[] {2, 1});
            assertEquals(DataType.FLOAT32, raw.getDataType());
            assertEquals(new Shape(2, 2), raw.getShape());
            assertArrayEquals(new float[] {1e-3f, 7, -3, 0.5f}, raw.toFloatArray());
        }
    }

    @Test
    void theFormatBringsRawBytesIntoModelUnits() {
        Samples padded = images().withFormat(images().format().withPadding(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = padded.format().toModel(padded.raw(manager, new int[] {0}));
            assertEquals(new Shape(1, 1, 4, 4), x.getShape());
            float[] expected = {
                0, 0, 0, 0, 0, 0, 1 / 255f, 0, 0, 2 / 255f, 3 / 255f, 0, 0, 0, 0, 0
            };
            assertArrayEquals(expected, x.toFloatArray(), 1e-8f); // half a unit in the last place
        }
    }

    @Test
    void labelsBelongToTheirSamples() {
        Samples images = images();
        assertTrue(images.labelled());
        assertEquals(1, images.label(0));
        assertEquals(0, images.label(1));
        assertEquals(List.of("a", "b"), images.labelNames());
        assertFalse(rows().labelled());
        assertEquals(List.of(), rows().labelNames());
        Exception thrown = assertThrows(IllegalStateException.class, () -> rows().label(0));
        assertEquals("rows has no labels", thrown.getMessage());
    }

    @Test
    void subsetsAndJoinsKeepValuesAndLabelsTogether() {
        Samples swapped = images().subset(new int[] {1, 0});
        assertArrayEquals(images().sample(0), swapped.sample(1));
        assertEquals(1, swapped.label(1));
        Samples joined = images().first(1).followedBy(swapped);
        assertEquals(3, joined.size());
        assertArrayEquals(images().sample(1), joined.sample(1));
        assertEquals(0, joined.label(1));
        Samples rows = rows().first(2).followedBy(rows());
        assertEquals(5, rows.size());
        assertArrayEquals(rows().sample(0), rows.sample(2));
    }

    @Test
    void theFirstSamplesAreASetOfTheirOwn() {
        Samples first = rows().first(2);
        assertEquals(2, first.size());
        assertArrayEquals(rows().sample(1), first.sample(1));
        assertEquals(3, rows().first(1000).size());
        Exception beyond = assertThrows(IndexOutOfBoundsException.class, () -> first.sample(2));
        assertEquals("index must be from 0 to 1, but is 2", beyond.getMessage());
        assertRefused("count must be at least 1, but is 0", () -> rows().first(0));
    }

    /**
     * The expected digests are those of another program: sha256sum, and Python's hashlib and
     * struct.
     */
    @Test
    void theHashIsOfValuesAndLabels() {
        assertEquals(
                "184f03bae52df1b28804a21efd6b138fe6df81e0cd0d68cfb8afb5f0c3472230",
                images().sha256());
        assertEquals(
                "2ebcfc5d317f380b9781a076d580617f78c6cf6bb82c0e7db28d2c9ec7678c7b",
                rows().sha256());
        assertEquals(
                Samples.ofFloats("x", ROW, new float[] {1, 2}, new int[0], List.of()).sha256(),
                rows().first(1).sha256());
    }

    @Test
    void aSetDoesNotChangeWithTheArraysItWasMadeOf() {
        byte[] values = BYTES.clone();
        int[] labels = {1, 0};
        Samples set = Samples.ofBytes("x", IMAGE, values, labels, List.of("a", "b"));
        values[0] = 9;
        labels[0] = 0;
        assertEquals(images().sha256(), set.sha256());
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            assertRefused(
                    "x: value 1 of sample 2 must be a finite number, but is " + value,
                    () ->
                            Samples.ofFloats(
                                    "x",
                                    ROW,
                                    new float[] {0, 0, 0, 0, 0, value},
                                    new int[0],
                                    List.of()));
        }
    }

    @Test
    void setsThatDoNotFitTogetherAreRefused() {
        assertRefused(
                "x must hold at least one sample, but is empty",
                () -> Samples.ofBytes("x", IMAGE, new byte[0], new int[0], List.of()));
        assertRefused(
                "x must hold whole samples of 4 values, but holds 7 values",
                () -> Samples.ofBytes("x", IMAGE, new byte[7], new int[0], List.of()));
        assertRefused(
                "x must hold one label for each of its 2 samples, but holds 1",
                () -> Samples.ofBytes("x", IMAGE, BYTES, new int[1], List.of("a")));
        assertRefused(
                "x must hold one label for each of its 2 samples, but holds 0",
                () -> Samples.ofBytes("x", IMAGE, BYTES, new int[0], List.of("a")));
        assertRefused(
                "x: label of sample 1 must be from 0 to 1, but is 2",
                () -> Samples.ofBytes("x", IMAGE, BYTES, new int[] {0, 2}, List.of("a", "b")));
        assertRefused(
                "images must hold samples of shape (2), but holds samples of shape (1, 2, 2)",
                () -> images().withFormat(ROW));
        assertRefused(
                "padding must be 0 for samples of shape (2), but is 1",
                () -> rows().withFormat(rows().format().withPadding(1)));
    }

    private static void assertRefused(String message, Runnable attempt) {
        Exception thrown = assertThrows(IllegalArgumentException.class, attempt::run);
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void listOfSamplesIsThatOfEachSample() {
        SampleFormat format = new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 255));
        Samples set =
                Samples.ofBytes(
                        "six", format, new byte[] {1, 2, 3, 4, 5, -1}, new int[0], List.of());
        assertEquals(3, set.samples().size());
        assertArrayEquals(new float[] {5, 255}, set.samples().get(2));
        assertEquals(2, set.first(2).samples().size());
    }

    @Test
    void rowsAreMatchedByTheNamesOfTheirColumns() {
        Samples rows = Samples.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        Samples there = named(rows, "flow", "extra", "temp");
        Samples taken = there.withFormat(format(new Shape(2), "temp", "flow"));
        assertArrayEquals(new float[] {3, 1}, taken.samples().get(0));
        assertArrayEquals(new float[] {6, 4}, taken.samples().get(1));
        assertEquals(List.of("temp", "flow"), taken.format().schema().features());
        Samples nameless = rows.withFormat(format(new Shape(3), "a", "b", "c"));
        assertArrayEquals(new float[] {1, 2, 3}, nameless.samples().get(0));
    }

    @Test
    void windowsAreMatchedByTheNamesOfTheirChannels() {
        List<double[]> channels = List.of(new double[] {1, 2, 3}, new double[] {10, 20, 30});
        Samples windows =
                Samples.ofWindows("s", channels, new int[] {0, 1}, 2, new int[0], List.of());
        Samples there = named(windows, "a", "b");
        Samples exchanged = there.withFormat(format(new Shape(2, 2), "b", "a"));
        assertArrayEquals(new float[] {20, 30, 2, 3}, exchanged.samples().get(1));
        Samples one = there.withFormat(format(new Shape(1, 2), "b"));
        assertArrayEquals(new float[] {20, 30}, one.samples().get(1));
        Samples row =
                Samples.of(new float[][] {{1, 2, 3}}, format(new Shape(1, 3), "t1", "t2", "t3"));
        Samples last = row.withFormat(format(new Shape(1, 2), "t3", "t1"));
        assertArrayEquals(new float[] {3, 1}, last.samples().get(0));
    }

    @Test
    void aColumnThatIsNotThereIsRefusedByName() {
        Samples there = named(Samples.of(new float[][] {{1, 2}}), "temp", "Flow");
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> there.withFormat(format(new Shape(2), "temp", "flow")));
        assertEquals(
                there.name()
                        + " must have the column \"flow\", as the model's data had, but has none;"
                        + " did you mean Flow?",
                refused.getMessage());
    }

    @Test
    void whatIsUnknownIsSaidBesideAColumnThatIsMissing() {
        Samples there = named(Samples.of(new float[][] {{1, 2}}), "humidity", "flow");
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> there.withFormat(format(new Shape(2), "temp", "flow")));
        assertEquals(
                there.name()
                        + " must have the column \"temp\", as the model's data had, but has none;"
                        + " unknown to the model: humidity",
                refused.getMessage());
    }

    @Test
    void aMissingValueIsCalledByItsColumn() {
        Samples there = named(Samples.of(new float[][] {{1, 2}, {3, Float.NaN}}), "a", "b");
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> there.withFormat(format(new Shape(2), "a", "b")));
        assertEquals(
                there.name() + " must have all values, but \"b\" of sample 1 is missing",
                refused.getMessage());
    }

    private static Samples named(Samples samples, String... columns) {
        return samples.withFormat(samples.format().withSchema(Schema.ofFeatures(List.of(columns))));
    }

    private static SampleFormat format(Shape shape, String... columns) {
        return new SampleFormat(
                shape, 0, Scaling.UnitInterval.BYTES, Schema.ofFeatures(List.of(columns)));
    }
}
