package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model of samples that become others. */
class PairTrainingTest {

    private static final TrainingRecipe RECIPE =
            TrainingRecipe.of(
                            new Architecture.Dense(List.of(), Activation.RELU),
                            new Bottleneck.Deterministic(2, Activation.IDENTITY),
                            new Likelihood.SquaredError(Activation.IDENTITY))
                    .withEpochs(60)
                    .withBatchSize(16);

    /** (a, b) to (b - a, 3 a), which two linear layers can say. */
    private static Samples pairs() {
        Random random = RandomStreams.of(1, 0);
        float[][] in = new float[400][];
        float[][] out = new float[400][];
        for (int i = 0; i < in.length; i++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            in[i] = new float[] {a, b};
            out[i] = new float[] {b - a, 3 * a};
        }
        return Samples.of(out).withInputs(Samples.of(in));
    }

    @Test
    void whatGoesInBecomesItsTarget() throws Exception {
        Samples pairs = pairs();
        var optimizer = io.github.autoencoders.optimizer.UpdateRule.Adam.of(0.01);
        try (TrainedAutoencoder model =
                AutoencoderTrainer.of(RECIPE.withOptimizer(optimizer)).fit(pairs)) {
            Samples formatted = pairs.withFormat(model.format());
            float[][] made = model.reconstruct(formatted).toArrays();
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(pairs.sample(i), made[i], 0.15f);
            }
            // The inputs alone, as a program has them later, give the same.
            Samples alone = pairs.inputs().withFormat(model.format());
            assertArrayEquals(made, model.reconstruct(alone).toArrays());
            assertArrayEquals(model.encode(formatted), model.encode(alone));
            // A score is of the target, in squared standard deviations.
            assertEquals(0, model.score(formatted)[0], 0.02);
            assertTrue(model.score(alone)[0] > 0.1);
            Map<String, Double> metrics = model.card().metrics();
            double before = metrics.getOrDefault("psnr_before", Double.NaN);
            assertTrue(metrics.getOrDefault("psnr_after", 0.0) > before + 15, metrics::toString);
        }
    }
}
