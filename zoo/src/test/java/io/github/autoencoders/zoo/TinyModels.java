package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Untrained models of a few parameters. */
final class TinyModels {

    private static final Architecture NETWORK = new Architecture.Dense(List.of(5), Activation.RELU);

    private TinyModels() {}

    static String engine() {
        return System.getProperty("ai.djl.default_engine", "PyTorch");
    }

    /** Returns a VAE of grey images of 4 x 4, with codes of 3. */
    static AutoencoderConfig images() {
        return config(new Shape(1, 4, 4));
    }

    /** Returns a VAE of grey images of 4 x 4 that are cats or dogs, with codes of 3. */
    static AutoencoderConfig conditional() {
        return new AutoencoderConfig(
                images().format(),
                List.of("cat", "dog"),
                NETWORK,
                images().bottleneck(),
                images().likelihood());
    }

    /** Returns a VAE of rows of 6, with codes of 3. */
    static AutoencoderConfig rows() {
        return config(new Shape(6));
    }

    /** Returns a plain autoencoder of grey images of 4 x 4, with codes of 3. */
    static AutoencoderConfig plain() {
        return new AutoencoderConfig(
                images().format(),
                List.of(),
                NETWORK,
                new Bottleneck.Deterministic(3, Activation.TANH),
                images().likelihood());
    }

    /** Returns a VAE of grey images of 4 x 4 that are cats or dogs, by convolutions. */
    static AutoencoderConfig convolutional() {
        Architecture.ConvolutionalLayer layer = new Architecture.ConvolutionalLayer(4, 3, 2);
        return new AutoencoderConfig(
                images().format(),
                List.of("cat", "dog"),
                new Architecture.Convolutional(
                        List.of(layer, layer), Activation.RELU, List.of(), Activation.RELU, 3),
                images().bottleneck(),
                images().likelihood());
    }

    /** Returns an autoencoder of grey images of 4 x 4 with codes of 3 entries of a codebook. */
    static AutoencoderConfig quantized() {
        return new AutoencoderConfig(
                images().format(),
                List.of(),
                new Architecture.Dense(List.of(5, 6), Activation.RELU),
                new Bottleneck.VectorQuantized(3, 2, 7, 0.9),
                images().likelihood());
    }

    /** Returns a VAE of samples of a shape, with codes of 3. */
    static AutoencoderConfig config(Shape shape) {
        return new AutoencoderConfig(
                new SampleFormat(shape, 0, Scaling.UnitInterval.BYTES),
                List.of(),
                NETWORK,
                new Bottleneck.Gaussian(3),
                new Likelihood.Bernoulli());
    }

    static ModelCard card() {
        return new ModelCard(
                TrainingRecipe.of(NETWORK, new Bottleneck.Gaussian(3), new Likelihood.Bernoulli())
                        .withData(TrainingRecipe.Data.UNNAMED.withSource("tiny").withHeldOut(0.25))
                        .withPenaltyWeight(new Schedule.LinearWarmup(1, 100))
                        .withEpochs(3)
                        .withBatchSize(32)
                        .withSeed(Long.MIN_VALUE),
                new ModelCard.Data("tiny", "0123456789abcdef", 1000),
                new ModelCard.Data("tiny", "fedcba9876543210", 100),
                "MIT",
                new ModelCard.Environment(
                        "PyTorch 2.7.1", "0.35.1", "17.0.15 Eclipse", "Linux 6 amd64", "cpu", 2),
                "0.1.0",
                "2025-01-02T03:04:05Z",
                2,
                "Apache-2.0",
                Map.of("validation_total", 1 / 3.0));
    }

    static SavedModel export(SavedModel saved, Part part, Path into) throws IOException {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.half(part).save(into);
        }
    }

    static SavedModel write(Path folder, AutoencoderConfig config) throws IOException {
        try (Model model = Model.newInstance("tiny", engine())) {
            AutoencoderBlock block = config.newBlock();
            block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
            model.setBlock(block);
            return SavedModel.write(folder, config, model, card());
        }
    }
}
