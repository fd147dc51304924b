package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.optimizer.Adam;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.cli.AutoencodersCommand;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.training.SplitLossListener;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in README.md, which stand here as they stand there, on a little data. */
class ReadmeExamplesTest {

    @TempDir private Path folder;

    @Test
    void aModelTrainsInADjlTrainer() throws Exception {
        DataSplit sprites = Sprites.of(42, 300, 100).split();
        Dataset training = ReconstructionDataset.of(sprites.training(), 50).withOrder(1);
        Dataset validation = ReconstructionDataset.of(sprites.validation(), 50).withNoise(2, 1);

        AutoencoderConfig config =
                new AutoencoderConfig(
                        sprites.training().format(),
                        List.of(),
                        new Architecture.Convolutional(
                                List.of(
                                        new ConvolutionalLayer(16, 3, 2),
                                        new ConvolutionalLayer(32, 3, 2)),
                                Activation.RELU,
                                List.of(),
                                Activation.IDENTITY,
                                3),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli());
        SplitLossListener losses = new SplitLossListener();
        try (Model model = Model.newInstance("vae")) {
            model.setBlock(config.newBlock());
            AutoencoderLoss loss = AutoencoderLoss.negativeElbo(config.likelihood());
            DefaultTrainingConfig adam =
                    new DefaultTrainingConfig(loss)
                            .optOptimizer(Adam.builder().build())
                            .addTrainingListeners(losses);
            try (Trainer trainer = model.newTrainer(adam)) {
                trainer.initialize(new Shape(1, 1, 32, 32));
                EasyTrain.fit(trainer, 2, training, validation);
            }
        }

        assertEquals(2, losses.epochs().size());
        double first = losses.epochs().get(0).validation().orElseThrow().total();
        double second = losses.epochs().get(1).validation().orElseThrow().total();
        assertTrue(second < first, first + " to " + second);
    }

    @Test
    void aSavedEncoderIsLoadedByItsFolder() throws Exception {
        String engine = System.getProperty("ai.djl.default_engine");
        Path run = folder.resolve("run");
        assertEquals(
                0,
                AutoencodersCommand.commandLine()
                        .execute(
                                "train",
                                "--limit=100",
                                "--epochs=1",
                                "--engine=" + engine,
                                "--out=" + run));
        Path file = folder.resolve("sprite.png");
        float[] pixels = Sprites.of(42, 10, 10).split().training().sample(0);
        Png.write(ImagePixels.toImage(pixels, new Shape(1, 32, 32)), file);

        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(run.resolve("model"))
                        .optEngine(engine)
                        .optArgument("task", "encode")
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .build();
        try (ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> encoder = model.newPredictor()) {
            float[] code = encoder.predict(ImageFactory.getInstance().fromFile(file));
            assertEquals(10, code.length);
        }
    }
}
