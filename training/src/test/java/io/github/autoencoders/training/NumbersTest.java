package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.LearningCheck;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers far from 0, out of range, and far from all others; and whether anything is learnt. */
class NumbersTest {

    private static final TrainingRecipe TABLE =
            Recipes.named("vae-table").withEpochs(3).withBatchSize(16);

    /** Two columns of one factor, moved and made smaller or greater. */
    private static double[][] rows(double offset, double scale) {
        Random random = new Random(11);
        double[][] rows = new double[80][];
        for (int i = 0; i < rows.length; i++) {
            double factor = random.nextGaussian();
            double other = factor + random.nextGaussian() / 10;
            rows[i] = new double[] {offset + scale * factor, other};
        }
        return rows;
    }

    private static AutoencoderTrainer trainer(TrainingRecipe recipe) {
        return AutoencoderTrainer.of(recipe).on(UntrainedModels.place());
    }

    /** In 32-bit floats, 1e9 + 1 is 1e9, and 1 + 1e-9 is 1. */
    @ParameterizedTest
    @CsvSource({"1e9, 1", "-3e6, 0.25", "1, 1e-9", "0, 1e-9"})
    void whereNumbersLieChangesNoScore(double offset, double scale) throws Exception {
        double[] expected;
        try (TrainedAutoencoder model = trainer(TABLE).fit(rows(0, 1))) {
            expected = model.score(rows(0, 1));
        }
        double[][] moved = rows(offset, scale);
        try (TrainedAutoencoder model = trainer(TABLE).fit(moved)) {
            assertArrayEquals(expected, model.score(moved), 1e-3);
            Samples made = model.reconstruct(Samples.of(moved));
            double[][] same = model.reconstruct(moved);
            for (int i = 0; i < moved.length; i++) {
                assertArrayEquals(same[i], made.numbers(i));
                // A reconstruction is nearer than the farthest of 80.
                assertEquals(moved[i][0], same[i][0], 4 * scale);
            }
        }
    }

    private static TrainedAutoencoder ofPlanes(float[][] rows) throws Exception {
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(8), Activation.RELU),
                                new Bottleneck.Gaussian(2),
                                new Likelihood.Bernoulli())
                        .withEpochs(1);
        return trainer(recipe).fit(Samples.of(rows, SampleFormat.unfitted(new Shape(1, 2, 2))));
    }

    private static float[][] grey(int count) {
        Random random = new Random(1);
        float[][] rows = new float[count][4];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextInt(5) / 4f;
            }
        }
        return rows;
    }

    @Test
    void whatTheLikelihoodCannotMeanIsRefused() throws Exception {
        try (TrainedAutoencoder model = ofPlanes(grey(40))) {
            float[][] odd = {{0, 1, 0.5f, 0}, {0, 1, 8, 0}};
            Exception e = assertThrows(RuntimeException.class, () -> model.score(odd));
            assertEquals(
                    "rows: value 2 of sample 1 must be from 0.0 to 1.0, which is what Bernoulli is"
                            + " of, but is 8.0",
                    e.getMessage());
            odd[1][2] = -5;
            assertThrows(IllegalArgumentException.class, () -> model.score(odd));
            odd[1][2] = 1.005f; // counts as 1
            double near = model.score(odd)[1];
            odd[1][2] = 1;
            assertEquals(model.score(odd)[1], near, 0.1);
            odd[1][2] = 8;
            assertEquals(2, model.reconstruct(odd).length); // of what is noisy, say
        }
    }

    @Test
    void theRangeIsThatOfTheValidationSamplesToo() throws Exception {
        float[][] rows = grey(40);
        DataSplit split =
                DataSource.of(Samples.of(rows, SampleFormat.unfitted(new Shape(1, 2, 2)))).split();
        Samples held =
                split.validation()
                        .withValues(
                                new float[][] {
                                    {2, 0, 1, 1}, {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 1}
                                });
        DataSplit wider = new DataSplit(split.training(), held).withRangeOfAll();
        assertEquals(new Scaling.UnitInterval(0, 2), wider.validation().format().scaling());
        assertEquals(split.training().format(), split.withRangeOfAll().training().format());
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() throws Exception {
        Scaling scaling = new Scaling.Standardized(List.of(1.0, 2.0), List.of(0.5, 0.5));
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, scaling, List.of())) {
            float[][] rows = {{1, 2}, {1, 1e30f}};
            String message =
                    String.valueOf(
                            assertThrows(IllegalArgumentException.class, () -> model.score(rows))
                                    .getMessage());
            assertTrue(
                    message.matches(
                            "rows: the score of sample 1 must be finite, but is (Infinity|NaN);"
                                    + " value 1 is 1\\.0E30, where the model learnt from about"
                                    + " 0\\.500000 to 3\\.50000"),
                    message);
        }
    }

    @Test
    void oneFarValueIsNamedAndARobustScalingLearnsTheOthers() throws Exception {
        double[][] rows = rows(0, 1);
        rows[30][1] = 1e6;
        DataSplit split = DataSource.of(rows).split();
        assertEquals(1, split.far().size());
        assertEquals("value 1", split.far().get(0).column());
        assertEquals(31, split.far().get(0).row());
        assertEquals(1e6, split.far().get(0).value());
        assertEquals(List.of(), DataSource.of(rows(0, 1)).split().far());
        TrainingRecipe robust =
                TABLE.withEpochs(30).withData(TABLE.data().withScaling(ScalingKind.ROBUST));
        try (TrainedAutoencoder model = trainer(robust).fit(rows)) {
            double[] scores = model.score(rows);
            for (int i = 0; i < rows.length; i++) {
                assertTrue(i == 30 || scores[i] < scores[30] / 2, scores[i] + " of " + i);
            }
            double[] made = model.reconstruct(rows)[3];
            assertEquals(rows[3][1], made[1], 1.5); // the others are told apart
        }
    }

    @Test
    void whatHasLearntNothingIsSaid() throws Exception {
        DataSplit split = DataSource.of(rows(0, 1)).split();
        TrainingRecipe still =
                Recipes.changed(
                        TABLE.withEpochs(2), "still", Map.of("optimizer.learningRate", 1e-9));
        try (TrainedAutoencoder model = trainer(still).fit(split)) {
            LearningCheck check = LearningCheck.of(model, split);
            assertTrue(!check.hasLearnt(), check::toString);
            assertEquals(10, check.steps());
        }
        try (TrainedAutoencoder model = trainer(TABLE.withEpochs(60)).fit(split)) {
            LearningCheck check = LearningCheck.of(model, split);
            assertTrue(check.explained() > 0.5, check::toString);
            assertEquals(List.of(), check.problems());
        }
    }
}
