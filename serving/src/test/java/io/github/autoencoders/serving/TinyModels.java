package io.github.autoencoders.serving;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Dated;
import io.github.autoencoders.sample.Mixed;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Untrained models of a few parameters, to be asked. */
public final class TinyModels {

    /** Of the images: grey, of 4 x 5. */
    public static final Shape SHAPE = new Shape(1, 4, 5);

    private TinyModels() {}

    /** Returns the engine of this test run. */
    public static String engine() {
        return System.getProperty("ai.djl.default_engine", "PyTorch");
    }

    /** Returns a VAE of images with codes of 3. */
    public static AutoencoderConfig images() {
        return config(SHAPE, Scaling.UnitInterval.BYTES, List.of());
    }

    /** Returns a VAE of images that are cats or dogs, with codes of 3. */
    public static AutoencoderConfig conditional() {
        return config(SHAPE, Scaling.UnitInterval.BYTES, List.of("cat", "dog"));
    }

    /** Returns a VAE of rows of 6 with codes of 3. */
    public static AutoencoderConfig rows() {
        return config(new Shape(6), new Scaling.UnitInterval(0, 1), List.of());
    }

    /** Returns a VAE of rows of a temperature, a machine and a flow, with codes of 3. */
    public static AutoencoderConfig words() {
        Schema schema =
                new Schema(
                        List.of(
                                Schema.Column.of("temp", Schema.Role.FEATURE),
                                Schema.Column.ofWords("machine", List.of("M1", "M2", "M3")),
                                Schema.Column.of("flow", Schema.Role.FEATURE)));
        Scaling numbers = new Scaling.Standardized(List.of(20.0, 5.0), List.of(2.0, 1.0));
        return new AutoencoderConfig(
                new SampleFormat(new Shape(3), 0, new Mixed(numbers, schema.classes()), schema)
                        .withMissing(),
                List.of(),
                new Architecture.Dense(List.of(6), Activation.TANH),
                new Bottleneck.Gaussian(3),
                new Likelihood.Gaussian(1).withWords(schema.wordClasses()));
    }

    /** Returns a VAE of rows of a temperature and the time that it was read at. */
    public static AutoencoderConfig dates() {
        Schema schema =
                new Schema(
                        List.of(
                                Schema.Column.of("temp", Schema.Role.FEATURE),
                                Schema.Column.ofDates("at", List.of("2026-11-29 18:05"))
                                        .orElseThrow()));
        double middle = Instant.parse("2026-11-15T00:00:00Z").getEpochSecond();
        Scaling numbers =
                new Scaling.Standardized(List.of(20.0, middle), List.of(2.0, 10 * Dated.Cycle.DAY));
        return new AutoencoderConfig(
                new SampleFormat(
                                new Shape(2),
                                0,
                                new Dated(numbers, List.of(new Dated.Cycle(1, Dated.Cycle.DAY))),
                                schema)
                        .withMissing(),
                List.of(),
                new Architecture.Dense(List.of(6), Activation.TANH),
                new Bottleneck.Gaussian(3),
                new Likelihood.Gaussian(1));
    }

    /** Returns a VAE of strings of at most 5 of the letters a, b and c, with codes of 3. */
    public static AutoencoderConfig strings() {
        Scaling letters = new OneHot(List.of("", "a", "b", "c"));
        return new AutoencoderConfig(
                new SampleFormat(new Shape(1, 5), 0, letters),
                List.of(),
                new Architecture.Dense(List.of(6), Activation.TANH),
                new Bottleneck.Gaussian(3),
                new Likelihood.Categorical());
    }

    /** Returns a VAE of windows of 16 samples of sound at 8 kHz, with codes of 3. */
    public static AutoencoderConfig sounds() {
        return sounds(List.of(), 16);
    }

    /** Returns the same, of sounds with labels and of another length. */
    public static AutoencoderConfig sounds(List<String> labels, int length) {
        return new AutoencoderConfig(
                new SampleFormat(
                        new Shape(1, length),
                        0,
                        new Scaling.Standardized(List.of(0.0), List.of(0.25)),
                        Schema.ofSound(8000)),
                labels,
                new Architecture.Dense(List.of(6), Activation.TANH),
                new Bottleneck.Gaussian(3),
                new Likelihood.Gaussian(1));
    }

    static AutoencoderConfig config(Shape shape, Scaling scaling, List<String> labels) {
        return new AutoencoderConfig(
                new SampleFormat(shape, 0, scaling),
                labels,
                new Architecture.Dense(List.of(6), Activation.TANH),
                new Bottleneck.Gaussian(3),
                new Likelihood.Bernoulli());
    }

    /** Saves an untrained model in a folder that exists. */
    public static SavedModel save(AutoencoderConfig config, Path folder) throws IOException {
        return save(config, folder, 0.5f);
    }

    /** Saves an untrained model, with weights of a standard deviation, in a folder that exists. */
    public static SavedModel save(AutoencoderConfig config, Path folder, float weights)
            throws IOException {
        try (Model model = Model.newInstance("autoencoder")) {
            AutoencoderBlock block = config.newBlock();
            block.setInitializer(new NormalInitializer(weights), Parameter.Type.WEIGHT);
            block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
            model.setBlock(block);
            return SavedModel.write(folder, config, model, card(config));
        }
    }

    private static ModelCard card(AutoencoderConfig config) {
        TrainingRecipe recipe =
                TrainingRecipe.of(config.architecture(), config.bottleneck(), config.likelihood())
                        .withData(data(config))
                        .withEpochs(1)
                        .withBatchSize(1)
                        .withSeed(0);
        return new ModelCard(
                recipe,
                new ModelCard.Data("sprites", "0123456789abcdef", 1),
                new ModelCard.Data("sprites", "fedcba9876543210", 1),
                "Apache-2.0",
                new ModelCard.Environment(
                        "PyTorch 2.7.1", "0.35.1", "17.0.15 Eclipse", "Linux 6 amd64", "cpu", 1),
                "0.1.0",
                "2026-01-02T03:04:05Z",
                1,
                "Apache-2.0",
                Map.of());
    }

    // Windows of sounds begin five samples behind each other.
    private static TrainingRecipe.Data data(AutoencoderConfig config) {
        boolean sounds = config.format().schema().rate().isPresent();
        TrainingRecipe.Data data = TrainingRecipe.Data.UNNAMED.withSource("sprites");
        return sounds ? data.withWindows(16, 5) : data;
    }

    /** Returns numbers from 0 on, each 12 above the one before. */
    public static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i * 12;
        }
        return values;
    }
}
