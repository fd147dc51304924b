package io.github.autoencoders.latent;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.testing.EngineGradient;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The codebook against loops in plain Java. */
class VectorQuantizerTest {

    private static final int PLACES = 3;
    private static final int SIZE = 2;
    private static final int ENTRIES = 4;
    private static final double DECAY = 0.9;
    private static final Bottleneck.VectorQuantized SHAPE =
            new Bottleneck.VectorQuantized(PLACES, SIZE, ENTRIES, DECAY);
    private static final float[][] CODEBOOK = {{0, 0}, {2, 0}, {0, 2}, {-1.5f, -1}};

    // As a model would, with the entries of CODEBOOK and a count of one fair share, 3, for each.
    private static VectorQuantizer quantizer(NDManager manager) {
        VectorQuantizer quantizer = newQuantizer(manager);
        set(quantizer, "codebook", manager.create(CODEBOOK));
        set(quantizer, "counts", manager.ones(new Shape(ENTRIES)).mul(3));
        set(quantizer, "sums", manager.create(CODEBOOK).mul(3));
        return quantizer;
    }

    private static VectorQuantizer newQuantizer(NDManager manager) {
        VectorQuantizer quantizer = (VectorQuantizer) SHAPE.newHeads().get(0).getValue();
        quantizer.initialize(manager, DataType.FLOAT32, new Shape(1, PLACES * SIZE));
        return quantizer;
    }

    private static void set(VectorQuantizer quantizer, String name, NDArray values) {
        NDArray array = array(quantizer, name);
        array.subi(array).addi(values);
    }

    private static NDArray array(VectorQuantizer quantizer, String name) {
        return quantizer.getParameters().get(name).getArray();
    }

    private static NDList forward(VectorQuantizer quantizer, NDArray features, boolean training) {
        return quantizer.forward(
                new ParameterStore(features.getManager(), false), new NDList(features), training);
    }

    private static Quantization quantize(VectorQuantizer quantizer, NDArray features) {
        return Quantization.find(forward(quantizer, features, true)).orElseThrow();
    }

    private static double[] features(int samples, long seed) {
        return new Random(seed)
                .doubles((long) samples * PLACES * SIZE, -2.5, 2.5)
                .map(v -> (float) v)
                .toArray();
    }

    private static NDArray array(NDManager manager, double[] features) {
        float[] values = new float[features.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) features[i];
        }
        return manager.create(values, new Shape(values.length / (PLACES * SIZE), PLACES * SIZE));
    }

    // The place of value v of the vector at a place of a sample.
    private static int at(int sample, int place, int v) {
        return (sample * SIZE + v) * PLACES + place;
    }

    private static int nearest(double[] features, int sample, int place, double[][] codebook) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < ENTRIES; k++) {
            double distance = 0;
            for (int v = 0; v < SIZE; v++) {
                distance += Math.pow(features[at(sample, place, v)] - codebook[k][v], 2);
            }
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    private static double[][] codebook() {
        return Arrays.stream(CODEBOOK)
                .map(entry -> new double[] {entry[0], entry[1]})
                .toArray(double[][]::new);
    }

    @Test
    void everyVectorBecomesItsNearestEntry() {
        int samples = 50;
        double[] features = features(samples, 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            VectorQuantizer quantizer = quantizer(manager);
            for (boolean training : new boolean[] {false, true}) {
                NDList output = forward(quantizer, array(manager, features), training);
                double[] code = doubles(output.head());
                Quantization quantization = Quantization.find(output).orElseThrow();
                assertEquals(new Shape(samples, PLACES), quantization.indices().getShape());
                double[] indices = doubles(quantization.indices());
                double[] commitment = doubles(quantization.commitment(output.head()));
                double[] usage = doubles(quantizer.usage(quantization));
                double[] used = new double[ENTRIES];
                for (int b = 0; b < samples; b++) {
                    double distance = 0;
                    for (int place = 0; place < PLACES; place++) {
                        int k = nearest(features, b, place, codebook());
                        used[k]++;
                        assertEquals(k, indices[b * PLACES + place]);
                        for (int v = 0; v < SIZE; v++) {
                            int i = at(b, place, v);
                            assertEquals(CODEBOOK[k][v], code[i]);
                            distance += Math.pow(features[i] - CODEBOOK[k][v], 2);
                        }
                    }
                    assertEquals(distance, commitment[b], 1e-5);
                }
                assertArrayEquals(used, usage, 0);
            }
        }
    }

    /** The decoder's gradient as it is, and that of the commitment, 2 (z - e). */
    @Test
    void gradientPassesStraightThrough() {
        double[] features = features(5, 2);
        double[] weights = features(5, 3);
        try (NDManager manager = NDManager.newBaseManager()) {
            VectorQuantizer quantizer = quantizer(manager);
            NDArray z = array(manager, features);
            NDArray weight = array(manager, weights);
            NDArray gradient =
                    EngineGradient.of(
                            () -> {
                                NDList output = forward(quantizer, z, true);
                                NDArray commitment =
                                        Quantization.find(output)
                                                .orElseThrow()
                                                .commitment(output.head());
                                return output.head()
                                        .mul(weight)
                                        .sum()
                                        .add(Scaled.by(0.25, commitment.sum()));
                            },
                            z);
            double[] code = doubles(forward(quantizer, z, true).head());
            double[] expected = new double[features.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = weights[i] + 0.25 * 2 * (features[i] - code[i]);
            }
            assertNear(expected, doubles(gradient), 1e-5, 1e-5, "gradient");
        }
    }

    /** Three steps of the recursion; no entry falls below a tenth of its fair share. */
    @Test
    void entriesFollowTheMovingAverages() {
        int samples = 4;
        double[][] codebook = codebook();
        double[] counts = {3, 3, 3, 3};
        double[][] sums = codebook();
        for (double[] sum : sums) {
            sum[0] *= 3;
            sum[1] *= 3;
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            VectorQuantizer quantizer = quantizer(manager);
            for (int step = 0; step < 3; step++) {
                double[] features = features(samples, 10 + step);
                quantizer.update(quantize(quantizer, array(manager, features)));
                double[] n = new double[ENTRIES];
                double[][] m = new double[ENTRIES][SIZE];
                for (int b = 0; b < samples; b++) {
                    for (int place = 0; place < PLACES; place++) {
                        int k = nearest(features, b, place, codebook);
                        n[k]++;
                        for (int v = 0; v < SIZE; v++) {
                            m[k][v] += features[at(b, place, v)];
                        }
                    }
                }
                double total = 0;
                for (int k = 0; k < ENTRIES; k++) {
                    counts[k] = DECAY * counts[k] + (1 - DECAY) * n[k];
                    total += counts[k];
                }
                for (int k = 0; k < ENTRIES; k++) {
                    double smoothed = (counts[k] + 1e-5) / (total + ENTRIES * 1e-5) * total;
                    for (int v = 0; v < SIZE; v++) {
                        sums[k][v] = DECAY * sums[k][v] + (1 - DECAY) * m[k][v];
                        codebook[k][v] = sums[k][v] / smoothed;
                    }
                }
            }
            assertNear(counts, doubles(array(quantizer, "counts")), 1e-5, 0, "counts");
            assertNear(flat(sums), doubles(array(quantizer, "sums")), 1e-5, 0, "sums");
            assertNear(flat(codebook), doubles(array(quantizer, "codebook")), 1e-5, 0, "codebook");
        }
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Only the first entry is near the vectors; the others begin anew among them. */
    @Test
    void deadEntriesBeginAtVectorsOfTheBatch() {
        double[] features = features(4, 5);
        double least = 0.1 * 4 * PLACES / ENTRIES;
        try (NDManager manager = NDManager.newBaseManager()) {
            VectorQuantizer quantizer = quantizer(manager);
            set(
                    quantizer,
                    "codebook",
                    manager.create(new float[][] {{0, 0}, {9, 9}, {9, 9}, {9, 9}}));
            set(quantizer, "counts", manager.create(new float[] {3, 0.3f, 0.3f, 3}));
            quantizer.update(quantize(quantizer, array(manager, features)));
            double[] codebook = doubles(array(quantizer, "codebook"));
            double[] counts = doubles(array(quantizer, "counts"));
            double[] sums = doubles(array(quantizer, "sums"));
            assertEquals(DECAY * 3 + (1 - DECAY) * 4 * PLACES, counts[0], 1e-5);
            assertEquals(DECAY * 3, counts[3], 1e-5); // unused, but not for long
            for (int k = 1; k < 3; k++) {
                assertEquals(least, counts[k], 1e-7);
                double x = codebook[k * SIZE];
                double y = codebook[k * SIZE + 1];
                assertEquals(least * x, sums[k * SIZE], 1e-6);
                assertEquals(least * y, sums[k * SIZE + 1], 1e-6);
                assertTrue(isVector(features, x, y), x + ", " + y);
            }
        }
    }

    private static boolean isVector(double[] features, double x, double y) {
        for (int b = 0; b < features.length / (PLACES * SIZE); b++) {
            for (int place = 0; place < PLACES; place++) {
                if (features[at(b, place, 0)] == x && features[at(b, place, 1)] == y) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void codebookBeginsAtTheFirstBatchByTheSeed() {
        double[] features = features(20, 6);
        try (NDManager manager = NDManager.newBaseManager()) {
            VectorQuantizer[] quantizers = {newQuantizer(manager), newQuantizer(manager)};
            for (VectorQuantizer quantizer : quantizers) {
                Engine.getInstance().setRandomSeed(3);
                quantizer.update(quantize(quantizer, array(manager, features)));
            }
            double[] codebook = doubles(array(quantizers[0], "codebook"));
            assertArrayEquals(codebook, doubles(array(quantizers[1], "codebook")), 0);
            int begun = 0;
            for (int k = 0; k < ENTRIES; k++) {
                begun += isVector(features, codebook[k * SIZE], codebook[k * SIZE + 1]) ? 1 : 0;
            }
            assertTrue(begun >= ENTRIES - 1, Arrays.toString(codebook)); // one was nearest to all
        }
    }

    @Test
    void codeOfOtherSizeIsRefused() {
        VectorQuantizer quantizer = (VectorQuantizer) SHAPE.newHeads().get(0).getValue();
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> quantizer.getOutputShapes(new Shape[] {new Shape(-1, 7)}));
        assertEquals(
                "codeSize must be 7, the encoder's number of features, but is 6", e.getMessage());
    }

    @Test
    void bitsAreThoseOfTheEntriesNumbers() {
        assertEquals(64 * 9, new Bottleneck.VectorQuantized(64, 16, 512, 0.99).bits(), 1e-9);
    }

    @Test
    void whatCannotBeACodebookIsRefused() {
        assertRefused("codes must be at least 1, but is 0", 0, 1, 2, 0.9);
        assertRefused("dimension must be at least 1, but is -1", 1, -1, 2, 0.9);
        assertRefused("entries must be at least 2, but is 1", 1, 1, 1, 0.9);
        assertRefused("decay must be in [0, 1), but is 1.0", 1, 1, 2, 1);
        assertRefused("decay must be in [0, 1), but is NaN", 1, 1, 2, Double.NaN);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SHAPE.withCodeSize(7));
        assertEquals("codeSize must be a multiple of codes, 3, but is 7", e.getMessage());
    }

    private static void assertRefused(
            String message, int codes, int dimension, int entries, double decay) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Bottleneck.VectorQuantized(codes, dimension, entries, decay));
        assertEquals(message, e.getMessage());
    }
}
