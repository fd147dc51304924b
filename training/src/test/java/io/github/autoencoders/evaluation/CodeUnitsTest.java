package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

class CodeUnitsTest {

    private static float[][] rows(int count) {
        Random random = new Random(1);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            rows[i] = new float[] {a, b, a + b, a - b};
        }
        return rows;
    }

    private static TrainedAutoencoder fit(Bottleneck bottleneck, float[][] rows) throws Exception {
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(16), Activation.TANH),
                                bottleneck,
                                new Likelihood.Gaussian(0.3))
                        .withEpochs(20);
        return AutoencoderTrainer.of(recipe).fit(rows);
    }

    /** The whole divergence is what scores tell of it; the variances are those of the codes. */
    @Test
    void unitsAddUpToTheDivergenceAndVaryAsTheCodes() throws Exception {
        float[][] rows = rows(300);
        try (TrainedAutoencoder model = fit(new Bottleneck.Gaussian(4), rows)) {
            Samples samples = Samples.of(rows, model.format());
            CodeUnits units = CodeUnits.of(model, samples);
            int last = model.contributors().size() - 1; // the KL divergence
            double whole =
                    Stream.of(model.contributions(samples))
                            .mapToDouble(each -> each[last])
                            .average()
                            .orElseThrow();
            assertEquals(whole, units.divergence(), 1e-5 * whole); // of 32-bit sums
            requireVariances(units, model.encode(samples));
            Evaluation.Variational evaluated =
                    (Evaluation.Variational) Evaluation.of(model, samples, 1, 1);
            assertEquals(evaluated.activeUnits(), units.active());
        }
    }

    @Test
    void unitsOfAPlainCodeHaveNoDivergence() throws Exception {
        float[][] rows = rows(100);
        Bottleneck plain = new Bottleneck.Deterministic(3, Activation.IDENTITY);
        try (TrainedAutoencoder model = fit(plain, rows)) {
            Samples samples = Samples.of(rows, model.format());
            CodeUnits units = CodeUnits.of(model, samples);
            assertEquals(0, units.divergence());
            requireVariances(units, model.encode(samples));
        }
    }

    // By two passes, where ours is by one.
    private static void requireVariances(CodeUnits units, float[][] codes) {
        for (int d = 0; d < units.units().size(); d++) {
            int axis = d;
            double[] values = Stream.of(codes).mapToDouble(code -> code[axis]).toArray();
            double variance = StatUtils.populationVariance(values);
            assertEquals(variance, units.units().get(d).variance(), 1e-6 * Math.max(1, variance));
        }
    }
}
