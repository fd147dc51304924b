package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.plain;
import static io.github.autoencoders.training.TinyTraining.train;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DenoisingTest {

    private static final Corruption NOISE = new Corruption.GaussianNoise(0.3);

    private final Path folder;

    DenoisingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<Corruption> corruptions() {
        return List.of(
                NOISE,
                new Corruption.Masking(0.2),
                new Corruption.SaltAndPepper(0.2),
                new Corruption.Patch(0.1),
                new Corruption.Watermark(0.5, 0.7));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void memorizedSamplesAreRestored(Corruption corruption) throws Exception {
        TrainingRecipe recipe = plain(60, 0.02).withCorruption(corruption);
        RunFolder run = new RunFolder(folder.resolve("a"));
        TrainingHistory history = train(recipe, memory(), run, new Report());
        double first = history.epochs().get(0).validation().total();
        assertTrue(history.best().validation().total() < first / 2, () -> "" + history);
        Map<String, Double> metrics = run.model().card().metrics();
        double before = metrics.getOrDefault("psnr_before", Double.NaN);
        double after = metrics.getOrDefault("psnr_after", Double.NaN);
        assertTrue(after > before + 1, () -> "" + metrics);
        assertFalse(metrics.containsKey("ssim_before")); // 8 x 8 is smaller than its window
    }

    /** What the card says, by the definition, from what the model saw and gave. */
    @Test
    void metricsAreThoseOfTheRestoration() throws Exception {
        TrainingRecipe recipe = plain(3, 0.01).withCorruption(NOISE);
        RunFolder run = new RunFolder(folder.resolve("a"));
        train(recipe, memory(), run, new Report());
        SavedModel saved = run.model();
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            assertMetrics(model);
        }
    }

    @Test
    void whatLearntFromCleanSamplesRestoresNone() throws Exception {
        try (TrainedAutoencoder model =
                AutoencoderTrainer.of(plain(1, 0.01)).on(Placement.of(engine())).fit(memory())) {
            assertEquals(
                    "samples must be pairs for a model that did not learn from corrupted ones, but"
                            + " are none",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> Restoration.of(model, crosses(3)))
                            .getMessage());
        }
    }

    private static void assertMetrics(TrainedAutoencoder model) {
        Restoration all = Restoration.of(model, crosses(32));
        assertEquals(32, all.clean().size());
        for (int i = 0; i < 32; i++) {
            assertArrayEquals(crosses(32).sample(i), all.clean().get(i), 1e-4f);
        }
        Map<String, Double> metrics = model.card().metrics();
        assertEquals(
                psnr(all.clean(), all.corrupted()), metrics.getOrDefault("psnr_before", 0.0), 1e-9);
        assertEquals(
                psnr(all.clean(), all.restored()), metrics.getOrDefault("psnr_after", 0.0), 1e-9);
        assertTrue(metrics.containsKey("validation_total"));
        String psnr = String.format(Locale.ROOT, "%.2f", psnr(all.clean(), all.restored()));
        List<String> lines = all.lines(model.format());
        assertTrue(lines.get(0).startsWith("corrupted: "), lines.get(0));
        assertTrue(lines.get(1).startsWith("restored:  PSNR " + psnr + " dB"), lines.get(1));
        // The first samples are corrupted in the same way when they are alone.
        Restoration first = Restoration.of(model, crosses(32).first(3));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(all.corrupted().get(i), first.corrupted().get(i));
        }
    }

    private static double psnr(List<float[]> clean, List<float[]> other) {
        double sum = 0;
        for (int i = 0; i < clean.size(); i++) {
            for (int j = 0; j < 64; j++) {
                sum += Math.pow(other.get(i)[j] - (double) clean.get(i)[j], 2);
            }
        }
        return 20 * Math.log10(255) - 10 * Math.log10(sum / (clean.size() * 64));
    }

    /** Nothing is learnt at this rate, so that only the corruption could change the loss. */
    @Test
    void everyEpochIsJudgedByTheSameCorruptedSamplesButLearnsFromOthers() throws Exception {
        TrainingRecipe recipe = plain(3, 1e-30).withCorruption(NOISE);
        RunFolder run = new RunFolder(folder.resolve("a"));
        List<TrainingHistory.Epoch> epochs = train(recipe, memory(), run, new Report()).epochs();
        Set<Double> validation = Set.of(epochs.get(0).validation().total());
        epochs.forEach(e -> assertEquals(validation, Set.of(e.validation().total())));
        double step = epochs.get(0).training().total() - epochs.get(1).training().total();
        assertTrue(Math.abs(step) > 1e-6, () -> "" + epochs);
    }

    @Test
    void resumedTrainingSeesTheSameCorruption() throws Exception {
        Report whole = new Report();
        TrainingRecipe four = variational(4, 0.01, 3, TinyTraining.ELBO).withCorruption(NOISE);
        RunFolder wholeRun = new RunFolder(folder.resolve("whole"));
        train(four, memory(), wholeRun, whole);
        TrainingRecipe two = variational(2, 0.01, 3, TinyTraining.ELBO).withCorruption(NOISE);
        train(two, memory(), new RunFolder(folder.resolve("parts")), new Report());
        Report resumed = new Report();
        RunFolder run = RunFolder.open(folder.resolve("parts"));
        train(four, memory(), run, resumed);
        whole.last().forEach((name, v) -> assertArrayEquals(v, resumed.last().get(name), 0, name));
        assertEquals(
                wholeRun.model().card().metrics().get("psnr_after"),
                run.model().card().metrics().get("psnr_after"));
        assertTrue(run.model().card().metrics().containsKey("psnr_after"));
        Report clean = new Report();
        TrainingRecipe other = variational(4, 0.01, 3, TinyTraining.ELBO);
        train(other, memory(), new RunFolder(folder.resolve("clean")), clean);
        assertFalse(
                clean.last().entrySet().stream()
                        .allMatch(e -> Arrays.equals(e.getValue(), whole.last().get(e.getKey()))));
    }

    @Test
    void corruptionThatDoesNotFitIsRefusedBeforeTheTraining() {
        TrainingRecipe recipe = plain(1, 0.01).withCorruption(new Corruption.Grey());
        DataSplit data = memory();
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderTrainer.of(recipe).config(data));
        assertEquals(
                "corruption Grey must be of images in colour, [3, H, W], but samples have shape"
                        + " (1, 8, 8)",
                e.getMessage());
    }
}
