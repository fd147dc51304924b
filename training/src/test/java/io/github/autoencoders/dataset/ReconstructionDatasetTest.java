package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReconstructionDatasetTest {

    private static final SampleFormat FORMAT =
            new SampleFormat(new Shape(1, 1, 2), 0, Scaling.UnitInterval.BYTES);

    /** Sample i is (i, 2 i). */
    private static SampleSet samples(int count) {
        byte[] values = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = (byte) i;
            values[2 * i + 1] = (byte) (2 * i);
        }
        return SampleSet.ofBytes("numbers", FORMAT, values, new int[0], List.of());
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
            int[] order = Permutation.of(40, Permutation.source(seed, 0));
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
        SampleSet samples = samples(30);
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

    /** Labels by name, whatever their indices in the set; the condition stands before the noise. */
    @Test
    void conditionsAreOneHotInTheModelsOrder() {
        SampleSet labelled =
                SampleSet.ofBytes(
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
        Map<Long, List<Float>> noise = new HashMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    NDArray values = batch.getData().get(1);
                    int codeSize = (int) values.getShape().get(1);
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
