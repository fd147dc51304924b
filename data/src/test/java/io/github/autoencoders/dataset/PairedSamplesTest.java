package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of samples with missing values, of which others go in than are to come out. */
class PairedSamplesTest {

    private static final float NONE = Float.NaN;
    private static final SampleFormat FORMAT =
            new SampleFormat(
                    new Shape(3),
                    0,
                    new Scaling.WithMissing(new Scaling.Standardized(List.of(1.0), List.of(2.0))));

    private static Samples samples(float... values) {
        return Samples.ofFloats("rows", FORMAT, values, new int[0], List.of());
    }

    @Test
    void inputsGoInAndTheSamplesComeOutWithTheirMask() {
        Samples in = samples(5, NONE, 1, NONE, 7, NONE);
        Samples out = samples(NONE, 3, NONE, 9, NONE, NONE).withInputs(in);
        ReconstructionDataset dataset = ReconstructionDataset.of(out, 5);
        for (Corruption corruption : List.of(new Corruption.None(), new Corruption.Masking(1e-9))) {
            try (NDManager manager = NDManager.newBaseManager()) {
                for (Batch batch : dataset.withCorruption(corruption, 1).getData(manager)) {
                    try (batch) {
                        float[] x = batch.getData().head().toFloatArray();
                        assertArrayEquals(new float[] {2, 0, 0, 0, 3, 0}, x, 1e-6f);
                        float[] target = batch.getLabels().get(0).toFloatArray();
                        assertArrayEquals(new float[] {0, 1, 0, 4, 0, 0}, target, 1e-6f);
                        float[] mask = batch.getLabels().get(1).toFloatArray();
                        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0}, mask);
                        float[] hidden = batch.getLabels().get(2).toFloatArray();
                        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0}, hidden);
                    }
                }
            }
        }
        assertArrayEquals(new float[] {5, NONE, 1}, out.first(1).inputs().sample(0));
        assertArrayEquals(
                new float[] {NONE, 7, NONE}, out.subset(new int[] {1}).inputs().sample(0));
    }

    /** Of the known values 5, 3, 9 and 7 the model sees two. */
    @Test
    void onlyWhatIsKnownAndDoesNotGoInIsHidden() {
        Samples in = samples(5, NONE, NONE, NONE, 7, NONE);
        Samples out = samples(5, 3, NONE, 9, 7, NONE).withInputs(in);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : ReconstructionDataset.of(out, 5).getData(manager)) {
                try (batch) {
                    float[] mask = batch.getLabels().get(1).toFloatArray();
                    assertArrayEquals(new float[] {1, 1, 0, 1, 1, 0}, mask);
                    float[] hidden = batch.getLabels().get(2).toFloatArray();
                    assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0}, hidden);
                }
            }
        }
    }

    /** Pairs made by a corruption are batches of what the corruption makes by itself. */
    @Test
    void pairsAreWhatACorruptionOfTheSameKindGives() {
        SampleFormat format = new SampleFormat(new Shape(4), 0, new Scaling.UnitInterval(0, 2));
        float[] clean = {0, 1, 2, 1, 1, 1, 0, 2};
        Samples targets = Samples.ofFloats("clean", format, clean, new int[0], List.of());
        try (NDManager manager = NDManager.newBaseManager();
                Batch made =
                        ReconstructionDataset.of(targets, 2)
                                .withCorruption(new Corruption.GaussianNoise(0.3), 7)
                                .getData(manager)
                                .iterator()
                                .next()) {
            float[] noisy = format.toRaw(made.getData().head()).toFloatArray();
            Samples inputs = Samples.ofFloats("noisy", format, noisy, new int[0], List.of());
            Samples pairs = targets.withInputs(inputs);
            assertTrue(pairs.arePairs() && pairs.first(1).arePairs() && !targets.arePairs());
            try (Batch given =
                    ReconstructionDataset.of(pairs, 2).getData(manager).iterator().next()) {
                assertEquals(1, given.getLabels().size());
                assertArrayEquals(
                        made.getData().head().toFloatArray(),
                        given.getData().head().toFloatArray(),
                        1e-6f);
                assertArrayEquals(
                        made.getLabels().head().toFloatArray(),
                        given.getLabels().head().toFloatArray());
            }
        }
    }

    @Test
    void whatCannotBePairedOrMissingIsRefused() {
        Exception pair =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> samples(1, 2, 3).withInputs(samples(1, 2, 3, 4, 5, 6)));
        assertEquals(
                "inputs must be 1 samples of format %s, but are 2 of format %s"
                        .formatted(FORMAT, FORMAT),
                pair.getMessage());
        SampleFormat whole = new SampleFormat(new Shape(3), 0, new Scaling.UnitInterval(0, 1));
        Exception missing =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> samples(1, 2, NONE).withFormat(whole));
        assertEquals(
                "rows must have all values, but value 2 of sample 0 is missing",
                missing.getMessage());
    }
}
