package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Data and recipes so small that a training takes a second. */
final class TinyTraining {

    static final SampleFormat IMAGE =
            new SampleFormat(new Shape(1, 8, 8), 0, Scaling.UnitInterval.BYTES);
    static final Regularizer KL = new Regularizer.KlDivergence();
    static final Schedule ELBO = new Schedule.Constant(1);

    private TinyTraining() {}

    /** Returns the engine that this process tests. */
    static String engine() {
        return System.getProperty("ai.djl.default_engine", "PyTorch");
    }

    /** Returns images, 64 of them different: a bright row and a bright column on black. */
    static Samples crosses(int count) {
        byte[] pixels = new byte[count * 64];
        for (int i = 0; i < count; i++) {
            for (int along = 0; along < 8; along++) {
                pixels[64 * i + 8 * (i / 8 % 8) + along] = (byte) 255;
                pixels[64 * i + 8 * along + i % 8] = (byte) 255;
            }
        }
        return Samples.ofBytes("crosses", IMAGE, pixels, new int[0], List.of());
    }

    /** Returns the images with black and white exchanged. */
    static Samples negative(Samples images) {
        byte[] pixels = new byte[images.size() * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (255 - (int) images.sample(i / 64)[i % 64]);
        }
        return Samples.ofBytes("negative", IMAGE, pixels, new int[0], List.of());
    }

    /** Returns data that are learnt and judged by the same 32 images. */
    static DataSplit memory() {
        return new DataSplit(crosses(32), crosses(32));
    }

    /** Returns the recipe of a VAE. */
    static TrainingRecipe variational(int epochs, double learningRate, long seed, Schedule weight) {
        return recipe(new Bottleneck.Gaussian(8), KL, epochs, learningRate, seed, weight);
    }

    /** Returns the recipe of a plain autoencoder. */
    static TrainingRecipe plain(int epochs, double learningRate) {
        Bottleneck bottleneck = new Bottleneck.Deterministic(8, Activation.IDENTITY);
        Schedule nothing = new Schedule.Constant(0);
        return recipe(bottleneck, new Regularizer.None(), epochs, learningRate, 1, nothing);
    }

    /** Returns the recipe of a VQ-VAE of 8 vectors of 4 values, with 6 entries. */
    static TrainingRecipe quantized(int epochs, double learningRate) {
        Bottleneck bottleneck = new Bottleneck.VectorQuantized(8, 4, 6, 0.9);
        Schedule weight = new Schedule.Constant(0.25);
        return recipe(bottleneck, new Regularizer.Commitment(), epochs, learningRate, 1, weight);
    }

    private static TrainingRecipe recipe(
            Bottleneck bottleneck,
            Regularizer regularizer,
            int epochs,
            double learningRate,
            long seed,
            Schedule weight) {
        return TrainingRecipe.of(
                        new Architecture.Dense(List.of(32), Activation.TANH),
                        bottleneck,
                        new Likelihood.Bernoulli())
                .withData(TrainingRecipe.Data.UNNAMED.withHeldOut(0.5))
                .withRegularizer(regularizer, weight)
                .withOptimizer(UpdateRule.Adam.of(learningRate))
                .withEpochs(epochs)
                .withBatchSize(5) // does not divide the number of samples
                .withSeed(seed);
    }

    /** What a training leaves after each of its epochs. */
    static final class Report implements FitListener {

        final List<Map<String, float[]>> parameters = new ArrayList<>();
        final List<Integer> managedArrays = new ArrayList<>();
        private TrainingHistory history = TrainingHistory.EMPTY;

        @Override
        public void begun(Progress progress) {
            history = progress.history();
        }

        @Override
        public void epochDone(Progress progress) {
            history = progress.history();
            parameters.add(parameters(progress.model()));
            managedArrays.add(progress.model().getNDManager().getManagedArrays().size());
        }

        TrainingHistory history() {
            return history;
        }

        Map<String, float[]> last() {
            return parameters.get(parameters.size() - 1);
        }
    }

    static Map<String, float[]> parameters(Model model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> parameter : model.getBlock().getParameters()) {
            values.put(parameter.getKey(), parameter.getValue().getArray().toFloatArray());
        }
        return values;
    }

    static TrainingHistory train(
            TrainingRecipe recipe, DataSplit data, RunFolder run, Report report)
            throws IOException {
        AutoencoderTrainer.of(recipe)
                .on(Placement.of(engine()))
                .into(run.path())
                .withListener(report)
                .fit(data)
                .close();
        return report.history();
    }
}
