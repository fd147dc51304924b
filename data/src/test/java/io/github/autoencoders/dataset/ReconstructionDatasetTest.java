package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconstructionDatasetTest {

    private static final SampleFormat FORMAT =
            new SampleFormat(new Shape(1, 1, 2), 0, Scaling.UnitInterval.BYTES);

    /** Sample i is (i, 2 i). */
    private static Samples samples(int count) {
        byte[] values = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = (byte) i;
            values[2 * i + 1] = (byte) (2 * i);
        }
        return Samples.ofBytes("numbers", FORMAT, values, new int[0], List.of());
    }

    @Test
    void everySampleComesOnceAsItsOwnLabelInModelUnits() {
        ReconstructionDataset dataset = ReconstructionDataset.of(samples(10), 4);
        List<Float> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    assertEquals(1, batch.getData().size());
                    assertEquals(1, batch.getLabels().size());
                    NDArray x = batch.getData().head();
                    assertEquals(new Shape(batch.getSize(), 1, 1, 2), x.getShape());
                    float[] values = x.toFloatArray();
                    assertArrayEquals(values, batch.getLabels().head().toFloatArray());
                    for (int i = 0; i < batch.getSize(); i++) {
                        assertEquals(2 * values[2 * i], values[2 * i + 1], 1e-7);
                        seen.add(values[2 * i] * 255);
                    }
                    sizes.add(batch.getSize());
                    assertEquals(seen.size(), batch.getProgress());
                    assertEquals(10, batch.getProgressTotal());
                }
            }
        }
        assertEquals(List.of(4, 4, 2), sizes);
        assertEquals(3, dataset.batches());
        for (int i = 0; i < 10; i++) {
            assertEquals(i, seen.get(i), 1e-5); // in 255ths
        }
    }

    @Test
    void anOrderIsAPermutationFixedByItsSeed() {
        ReconstructionDataset dataset = ReconstructionDataset.of(samples(100), 7);
        List<Long> order = indices(dataset.withOrder(1));
        assertEquals(LongStream.range(0, 100).boxed().toList(), order.stream().sorted().toList());
        assertEquals(order, indices(dataset.withOrder(1)));
        assertEquals(order, indices(dataset.withOrder(2).withOrder(1)));
        assertFalse(order.equals(indices(dataset.withOrder(2))));
        assertFalse(order.equals(indices(dataset)));
    }

    /** Every sample should come to every place: 40 places, 4,000 orders, about 100 times each. */
    @Test
    void ordersOfNeighbouringSeedsAreUnrelated() {
        int[][] counts = new int[40][40];
        for (int seed = 0; seed < 4_000; seed++) {
            int[] order = Permutation.of(40, RandomStreams.of(seed, 0));
            for (int place = 0; place < 40; place++) {
                counts[place][order[place]]++;
            }
        }
        for (int[] ofPlace : counts) {
            for (int count : ofPlace) {
                assertEquals(100, count, 55); // 5.5 standard deviations
            }
        }
    }

    @Test
    void theDataOfABatchAreThoseOfItsIndices() {
        Samples samples = samples(30);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : ReconstructionDataset.of(samples, 8).withOrder(5).getData(manager)) {
                try (batch) {
                    float[] x = batch.getData().head().mul(255).toFloatArray();
                    for (int i = 0; i < batch.getSize(); i++) {
                        assertEquals((Long) batch.getIndices().get(i), x[2 * i], 1e-5);
                    }
                }
            }
        }
    }

    @Test
    void batchesMadeAheadAreTheSame() {
        ReconstructionDataset dataset =
                ReconstructionDataset.of(samples(30), 8)
                        .withOrder(5)
                        .withNoise(3, 6)
                        .withCorruption(new Corruption.GaussianNoise(0.5), 7);
        try (NDManager manager = NDManager.newBaseManager()) {
            List<List<float[]>> expected = values(dataset.getData(manager));
            List<List<float[]>> ahead = values(dataset.getData(manager, ForkJoinPool.commonPool()));
            assertEquals(4, expected.size());
            assertEquals(expected.size(), ahead.size());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(3, expected.get(i).size());
                for (int j = 0; j < 3; j++) {
                    assertArrayEquals(expected.get(i).get(j), ahead.get(i).get(j));
                }
            }
        }
    }

    // Of each batch what goes in, the noise and the labels.
    private static List<List<float[]>> values(Iterable<Batch> batches) {
        List<List<float[]>> all = new ArrayList<>();
        for (Batch batch : batches) {
            try (batch) {
                all.add(
                        Stream.of(batch.getData(), batch.getLabels())
                                .flatMap(List::stream)
                                .map(NDArray::toFloatArray)
                                .toList());
            }
        }
        return all;
    }

    /** Labels by name, whatever their indices in the set; the condition stands before the noise. */
    @Test
    void conditionsAreOneHotInTheModelsOrder() {
        Samples labelled =
                Samples.ofBytes(
                        "two", FORMAT, new byte[6], new int[] {0, 1, 0}, List.of("cat", "dog"));
        List<String> model = List.of("dog", "owl", "cat");
        ReconstructionDataset dataset =
                ReconstructionDataset.of(labelled, 2).withConditions(model).withNoise(5, 1);
        List<Float> conditions = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    assertEquals(3, batch.getData().size());
                    assertEquals(1, batch.getLabels().size());
                    assertEquals(new Shape(batch.getSize(), 3), batch.getData().get(1).getShape());
                    assertEquals(new Shape(batch.getSize(), 5), batch.getData().get(2).getShape());
                    for (float value : batch.getData().get(1).toFloatArray()) {
                        conditions.add(value);
                    }
                }
            }
        }
        assertEquals(List.of(0f, 0f, 1f, 1f, 0f, 0f, 0f, 0f, 1f), conditions);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ReconstructionDataset.of(samples(3), 2).withConditions(model));
        assertEquals(
                "numbers must have labels for a conditional model, but has none", e.getMessage());
    }

    @Test
    void noiseBelongsToTheSampleWhateverTheOrderAndBatch() {
        ReconstructionDataset dataset = ReconstructionDataset.of(samples(30), 8).withNoise(3, 9);
        Map<Long, List<Float>> noise = noise(dataset);
        assertEquals(30, noise.size());
        assertEquals(noise, noise(dataset.withOrder(4)));
        assertEquals(noise, noise(ReconstructionDataset.of(samples(30), 7).withNoise(3, 9)));
        assertFalse(noise.equals(noise(dataset.withNoise(3, 10))));
    }

    @Test
    void noiseIsStandardNormalAndUnrelatedBetweenNeighbours() {
        Map<Long, List<Float>> noise =
                noise(ReconstructionDataset.of(samples(5_000), 100).withNoise(2, 1));
        double[] first = IntStream.range(0, 5_000).mapToDouble(i -> value(noise, i, 0)).toArray();
        double[] second = IntStream.range(0, 5_000).mapToDouble(i -> value(noise, i, 1)).toArray();
        double[] next = Arrays.copyOfRange(first, 1, 5_000);
        double five = 5 / Math.sqrt(5_000); // standard errors of a mean of 5,000
        assertEquals(0, Arrays.stream(first).average().orElseThrow(), five);
        assertEquals(1, meanOfProducts(first, first), 1.5 * five); // of squares: sqrt(2) larger
        assertEquals(1, meanOfProducts(second, second), 1.5 * five);
        assertEquals(0, meanOfProducts(first, second), five);
        assertEquals(0, meanOfProducts(next, first), five);
        long beyondTwo = Arrays.stream(first).filter(value -> Math.abs(value) > 2).count();
        assertEquals(0.0455, beyondTwo / 5_000.0, 0.015); // 5 standard errors
    }

    /** 12 samples of 2 x 3 pixels, padded by 1: sample i is 10 i + 20 everywhere. */
    private static Samples padded() {
        SampleFormat format = new SampleFormat(new Shape(1, 2, 3), 1, Scaling.UnitInterval.BYTES);
        byte[] values = new byte[12 * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (10 * (i / 6) + 20);
        }
        return Samples.ofBytes("padded", format, values, new int[0], List.of());
    }

    @Test
    void dataAreCorruptedInsideOfThePaddingAndLabelsStayClean() {
        Corruption noise = new Corruption.GaussianNoise(10);
        ReconstructionDataset dataset =
                ReconstructionDataset.of(padded(), 5).withCorruption(noise, 3);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    assertEquals(1, batch.getData().size());
                    NDArray noisy = batch.getData().head();
                    assertEquals(new Shape(batch.getSize(), 1, 4, 5), noisy.getShape());
                    float[] values = noisy.toFloatArray();
                    float[] clean = batch.getLabels().head().toFloatArray();
                    for (int i = 0; i < values.length; i++) {
                        int row = i / 5 % 4;
                        int column = i % 5;
                        boolean inside = row > 0 && row < 3 && column > 0 && column < 4;
                        long index = (Long) batch.getIndices().get(i / 20);
                        assertEquals(inside ? (10 * index + 20) / 255.0 : 0, clean[i], 1e-6);
                        // Noise of this size is nearly always cut to an end of [0, 1].
                        assertEquals(inside, values[i] != clean[i]);
                        assertTrue(values[i] >= 0 && values[i] <= 1);
                    }
                }
            }
        }
    }

    /** The same arithmetic without an engine: what the engine gets is that, bit for bit. */
    @Test
    void theEngineGetsWhatJavaComputed() {
        Corruption noise = new Corruption.GaussianNoise(0.1);
        ReconstructionDataset dataset =
                ReconstructionDataset.of(samples(20), 7).withOrder(4).withCorruption(noise, 3);
        Map<Long, List<Float>> corrupted = values(dataset, 0);
        for (int i = 0; i < 20; i++) {
            SplittableRandom mixer = new SplittableRandom(3).split();
            SplittableRandom source = new SplittableRandom(mixer.nextLong() ^ i);
            float[] clean = {i / 255f, 2 * i / 255f};
            float[] expected = noise.corrupt(clean, new Shape(1, 1, 2), source);
            Scaling.UnitInterval.BYTES.clip(expected);
            List<Float> actual = corrupted.getOrDefault((long) i, List.of());
            assertEquals(List.of(expected[0], expected[1]), actual);
        }
    }

    @Test
    void corruptionBelongsToTheSeedAndTheSampleWhateverTheOrderAndBatch() {
        Corruption noise = new Corruption.GaussianNoise(0.1);
        ReconstructionDataset dataset =
                ReconstructionDataset.of(samples(30), 8).withCorruption(noise, 3);
        Map<Long, List<Float>> corrupted = values(dataset, 0);
        assertEquals(corrupted, values(dataset.withOrder(9).withNoise(2, 1), 0));
        assertEquals(
                corrupted,
                values(ReconstructionDataset.of(samples(30), 7).withCorruption(noise, 3), 0));
        assertFalse(corrupted.equals(values(dataset.withCorruption(noise, 4), 0)));
        Corruption nothing = new Corruption.None();
        assertEquals(
                values(ReconstructionDataset.of(samples(30), 8), 0),
                values(dataset.withCorruption(nothing, 3), 0));
    }

    @Test
    void corruptionIsUnrelatedToTheNoiseOfTheSameSeed() {
        Samples dark = samples(1).first(1);
        ReconstructionDataset dataset =
                ReconstructionDataset.of(dark, 1)
                        .withNoise(2, 3)
                        .withCorruption(new Corruption.GaussianNoise(1), 3);
        List<Float> noise = values(dataset, 1).getOrDefault(0L, List.of());
        List<Float> x = values(dataset, 0).getOrDefault(0L, List.of());
        assertFalse(noise.get(0).equals(x.get(0)) || noise.get(1).equals(x.get(1)));
    }

    @Test
    void corruptionThatDoesNotFitIsRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                ReconstructionDataset.of(samples(3), 1)
                                        .withCorruption(new Corruption.Grey(), 1));
        assertEquals(
                "corruption Grey must be of images in colour, [3, H, W], but samples have shape"
                        + " (1, 1, 2)",
                e.getMessage());
    }

    @Test
    void aTrainerIteratesAndNothingIsLeftBehind() throws Exception {
        ReconstructionDataset dataset = ReconstructionDataset.of(samples(50), 8).withNoise(2, 0);
        try (Model model = Model.newInstance("none")) {
            model.setBlock(Blocks.identityBlock());
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
                int before = trainer.getManager().getManagedArrays().size();
                int count = 0;
                for (Batch batch : trainer.iterateDataset(dataset)) {
                    try (batch) {
                        assertEquals(2, batch.getData().size());
                        // x is in both lists, and what led to it is gone.
                        assertEquals(2, batch.getManager().getManagedArrays().size());
                        count += batch.getSize();
                    }
                }
                assertEquals(50, count);
                assertEquals(before, trainer.getManager().getManagedArrays().size());
            }
        }
    }

    @Test
    void sizesBelowOneAreRefused() {
        Exception batch =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ReconstructionDataset.of(samples(3), 0));
        assertEquals("batchSize must be at least 1, but is 0", batch.getMessage());
        Exception code =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ReconstructionDataset.of(samples(3), 1).withNoise(0, 1));
        assertEquals("noiseSize must be at least 1, but is 0", code.getMessage());
    }

    private static List<Long> indices(ReconstructionDataset dataset) {
        List<Long> indices = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    batch.getIndices().forEach(index -> indices.add((Long) index));
                }
            }
        }
        return indices;
    }

    private static Map<Long, List<Float>> noise(ReconstructionDataset dataset) {
        return values(dataset, 1);
    }

    /** Of each sample, what it has in one of the arrays that go in. */
    private static Map<Long, List<Float>> values(ReconstructionDataset dataset, int array) {
        Map<Long, List<Float>> noise = new HashMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    NDArray values = batch.getData().get(array);
                    int codeSize = (int) values.getShape().size() / batch.getSize();
                    float[] floats = values.toFloatArray();
                    for (int i = 0; i < floats.length; i++) {
                        Long index = (Long) batch.getIndices().get(i / codeSize);
                        noise.computeIfAbsent(index, key -> new ArrayList<>()).add(floats[i]);
                    }
                }
            }
        }
        return noise;
    }

    private static double value(Map<Long, List<Float>> noise, long index, int dimension) {
        return noise.getOrDefault(index, List.of()).get(dimension);
    }

    private static double meanOfProducts(double[] a, double[] b) {
        int count = Math.min(a.length, b.length);
        return IntStream.range(0, count).mapToDouble(i -> a[i] * b[i]).average().orElseThrow();
    }
}
