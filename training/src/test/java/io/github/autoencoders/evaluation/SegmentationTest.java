package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Downsampling;
import io.github.autoencoders.network.Upsampling;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Images become masks: how well, against sets of pixels. */
class SegmentationTest {

    /** Sets of the pixels of each class, their intersections and unions counted one by one. */
    @Test
    void overlapIsIntersectionOverUnionOfSetsOfPixels() {
        int classes = 4; // of which the last is nowhere
        Random random = new Random(7);
        BitSet[] wanted = new BitSet[classes];
        BitSet[] found = new BitSet[classes];
        for (int k = 0; k < classes; k++) {
            wanted[k] = new BitSet();
            found[k] = new BitSet();
        }
        long[][] pixels = new long[classes][classes];
        for (int pixel = 0; pixel < 500; pixel++) {
            int truth = random.nextInt(3);
            int seen = random.nextInt(3) == 0 ? random.nextInt(3) : truth;
            wanted[truth].set(pixel);
            found[seen].set(pixel);
            pixels[truth][seen]++;
        }
        Segmentation measured = Segmentation.of(List.of(0, 5, 9, 200), pixels);
        assertEquals(3, measured.classes().size());
        double sum = 0;
        int right = 0;
        for (int k = 0; k < 3; k++) {
            BitSet both = (BitSet) wanted[k].clone();
            both.and(found[k]);
            BitSet either = (BitSet) wanted[k].clone();
            either.or(found[k]);
            double overlap = (double) both.cardinality() / either.cardinality();
            assertEquals(overlap, measured.classes().get(k).overlap(), 1e-15);
            assertEquals(wanted[k].cardinality() / 500.0, measured.classes().get(k).share(), 1e-15);
            sum += overlap;
            right += both.cardinality();
        }
        assertEquals(sum / 3, measured.meanOverlap(), 1e-15);
        assertEquals(right / 500.0, measured.accuracy(), 1e-15);
    }

    @Test
    void linesSayEachClassAndAll() {
        Segmentation measured = Segmentation.of(List.of(0, 255), new long[][] {{90, 0}, {5, 5}});
        assertEquals(
                List.of(
                        "class 0            0.9474 intersection over union; 90.0 % of the pixels",
                        "class 255          0.5000 intersection over union; 10.0 % of the pixels",
                        "all classes        0.7237 intersection over union, the mean of the"
                                + " classes",
                        "accuracy           0.9500 of the pixels have the right class"),
                measured.lines());
    }

    /** A few scenes, learnt by heart: the recipe's own likelihood is of images. */
    @Test
    void aModelLearnsTheClassesOfPixels() throws IOException {
        DataSplit split =
                DataSource.of("masked-sprites", DataOptions.ofSeed(1).withLimit(12)).split();
        Samples few = split.training();
        var layers = List.of(new Architecture.ConvolutionalLayer(16, 5, 2));
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.SpatialConvolutional(
                                        layers,
                                        Activation.RELU,
                                        Downsampling.STRIDE,
                                        Upsampling.TRANSPOSED,
                                        0,
                                        0,
                                        3),
                                new Bottleneck.FeatureMap(16 * 16 * 16),
                                new Likelihood.Bernoulli())
                        .withOptimizer(UpdateRule.Adam.of(0.01))
                        .withBatchSize(4)
                        .withEpochs(150);
        try (TrainedAutoencoder model =
                AutoencoderTrainer.of(recipe).fit(new DataSplit(few, few))) {
            assertEquals(new Likelihood.Categorical(), model.config().likelihood());
            assertEquals(SampleKind.MASK, model.target().kind());
            Segmentation found = Segmentation.of(model, few);
            assertTrue(found.meanOverlap() > 0.75, () -> found.lines().toString());
            assertEquals(found.meanOverlap(), model.card().metrics().get("mean_overlap"));
            assertTrue(Content.TARGET.mayBeImage(model.config())); // so a server may answer one
            Samples made = model.reconstruct(few.inputs());
            assertEquals(few.format(), made.format());
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Segmentation.of(model, few.inputs()));
            assertEquals(
                    "samples must become masks, but become samples of shape (3, 32, 32)",
                    e.getMessage());
        }
    }
}
