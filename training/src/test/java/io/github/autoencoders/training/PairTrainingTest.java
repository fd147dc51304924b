package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.evaluation.Evaluation;
import io.github.autoencoders.evaluation.StringAccuracy;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that are to become others. */
class PairTrainingTest {

    private static final double NOISE = 0.4;

    private static double psnr(TrainingRecipe recipe, DataSplit data) throws IOException {
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(data)) {
            Map<String, Double> metrics = model.card().metrics();
            double before = metrics.getOrDefault("psnr_before", Double.NaN);
            double after = metrics.getOrDefault("psnr_after", Double.NaN);
            assertTrue(after > before + 3, metrics::toString);
            return after;
        }
    }

    private static Samples noisy(Samples clean, long seed) {
        Random random = RandomStreams.of(seed, 0);
        byte[] values = new byte[clean.size() * clean.format().size()];
        for (int i = 0; i < values.length; i++) {
            int size = clean.format().size();
            double value = clean.value(i / size, i % size) + 255 * NOISE * random.nextGaussian();
            values[i] = (byte) Math.round(Math.max(0, Math.min(255, value)));
        }
        Samples noisy = Samples.ofBytes("noisy", clean.format(), values, new int[0], List.of());
        return clean.withInputs(noisy);
    }

    /** Noise that was drawn once, and lies in files, or that is drawn for each step: to 0.3 dB. */
    @Test
    void pairsAreRestoredAsWellAsByTheCorruption() throws IOException {
        DataSplit clean = Sprites.of(5, 6000, 500).split();
        DataSplit pairs = new DataSplit(noisy(clean.training(), 1), noisy(clean.validation(), 2));
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(128), Activation.RELU),
                                new Bottleneck.Deterministic(32, Activation.IDENTITY),
                                new Likelihood.Bernoulli())
                        .withOptimizer(UpdateRule.Adam.of(0.001))
                        .withEpochs(5)
                        .withBatchSize(32);
        double corrupted = psnr(recipe.withCorruption(new Corruption.GaussianNoise(NOISE)), clean);
        assertEquals(corrupted, psnr(recipe, pairs), 0.3);
    }

    /** Numbers of two digits in words of other letters, learnt by heart; each side has its own. */
    @Test
    void stringsBecomeOthersOfOtherSymbolsAndLength(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("from,to\n");
        for (int i = 0; i < 64; i++) {
            String word = "" + (char) ('a' + i / 8) + (char) ('a' + i % 8);
            text.append(
                    word
                            + ",<"
                            + word.toUpperCase(Locale.ROOT)
                            + "-"
                            + word.toUpperCase(Locale.ROOT)
                            + ">\n");
        }
        String table = Files.writeString(folder.resolve("t.csv"), text).toString();
        DataSource source = DataSource.ofColumns(table, List.of("to"), DataOptions.ofSeed(1));
        assertEquals("translate-strings", DataSource.recipe(source.input(), source.options()));
        Samples all = source.load();
        assertEquals("<AB-AB>", all.texts().get(1));
        assertEquals("ab", all.inputs().texts().get(1));
        TrainingRecipe recipe =
                Recipes.named("translate-strings")
                        .withArchitecture(new Architecture.Dense(List.of(128), Activation.RELU))
                        .withOptimizer(UpdateRule.Adam.of(0.005))
                        .withBatchSize(16)
                        .withEpochs(30);
        try (TrainedAutoencoder model =
                AutoencoderTrainer.of(recipe).fit(new DataSplit(all, all))) {
            Samples made = model.reconstruct(all.inputs());
            assertEquals(1, StringAccuracy.of(all, made).exact(), 0.05);
            Samples alone = all.inputs();
            assertEquals(
                    "target must be given for a model whose samples become others, but is not",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> Evaluation.of(model, alone, 1, 1))
                            .getMessage());
        }
    }

    /** It would be shown what goes in, not what is to come out. */
    @Test
    void anAutoregressiveDecoderTakesNoPairs(@TempDir Path folder) throws IOException {
        String from = Files.writeString(folder.resolve("a.txt"), "ab\nba\nbb\n").toString();
        String to = Files.writeString(folder.resolve("b.txt"), "ba\nab\nbb\n").toString();
        DataSplit pairs = DataSource.ofPairs(from, to, DataOptions.ofSeed(1)).split();
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingPlan.of(Recipes.named("vae-smiles"), pairs));
        assertEquals(
                "architecture must not be autoregressive where samples become others, which its"
                        + " decoder is not shown; that of translate-strings is none",
                e.getMessage());
    }
}
