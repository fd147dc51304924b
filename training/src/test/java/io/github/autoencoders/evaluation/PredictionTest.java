package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of a table predicted from the others. */
class PredictionTest {

    /** The spread around the mean is the mean square less the squared mean. */
    @Test
    void errorsAreInTheUnitOfTheColumn() {
        double[] wanted = {1, 4, 10, 5};
        double[] made = {2, 4, 7, 5};
        Prediction.OfNumbers errors =
                (Prediction.OfNumbers)
                        Prediction.ofColumn(Column.of("x", Role.FEATURE), wanted, made);
        assertEquals(1, errors.absoluteError(), 1e-12);
        assertEquals(Math.sqrt(2.5), errors.squaredError(), 1e-12);
        assertEquals(2.5, errors.absoluteErrorOfMean(), 1e-12);
        assertEquals(
                Math.sqrt((1 + 16 + 100 + 25) / 4.0 - 5 * 5), errors.squaredErrorOfMean(), 1e-12);
        assertEquals(
                "x               MAE 1.000, RMSE 1.581; the mean alone: MAE 2.500, RMSE 3.240",
                errors.line());
    }

    @Test
    void wordsAreCounted() {
        Column words = Column.ofWords("w", List.of("a", "b", "c"));
        assertEquals(
                new Prediction.OfWords("w", 0.75, 0.5),
                Prediction.ofColumn(words, new double[] {0, 1, 1, 2}, new double[] {0, 1, 2, 2}));
        assertEquals(
                "w               right in 75.0 % of the rows; the most frequent word alone: 50.0 %",
                new Prediction.OfWords("w", 0.75, 0.5).line());
    }

    /** y = 3 x1 - 2 x2 with a noise of 0.1, and a word that says its sign. */
    @Test
    void aModelPredictsNumbersAndWords(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("x1,x2,y,sign\n");
        for (int i = 0; i < 300; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            double y = 100 * (3 * x1 - 2 * x2 + 0.1 * random.nextGaussian());
            text.append(x1 + "," + x2 + "," + y + "," + (y > 0 ? "plus" : "minus") + "\n");
        }
        String table = Files.writeString(folder.resolve("t.csv"), text).toString();
        DataSplit split =
                DataSource.ofColumns(
                                table, List.of("y", "sign"), DataOptions.ofSeed(1).withHeldOut(0.2))
                        .split();
        var recipe =
                Recipes.named("predict-table")
                        .withOptimizer(UpdateRule.Adam.of(0.005))
                        .withEpochs(40);
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(split)) {
            assertTrue(Prediction.isOf(model.config()));
            Samples held = split.validation().withFormats(model.format(), model.target());
            Prediction measured = Prediction.of(model, held);
            Prediction.OfNumbers y = (Prediction.OfNumbers) measured.columns().get(0);
            assertTrue(y.squaredError() < 0.15 * y.squaredErrorOfMean(), y::line);
            Prediction.OfWords sign = (Prediction.OfWords) measured.columns().get(1);
            assertTrue(sign.right() > 0.9, sign::line);
            Samples row = Samples.ofRows(List.of(Map.of("x1", 1.0, "x2", -1.0)), model.format());
            List<Object> cells = model.reconstruct(row).cells(0);
            assertEquals("plus", cells.get(1));
            assertEquals(500, ((Number) cells.get(0)).doubleValue(), 100);
        }
    }
}
