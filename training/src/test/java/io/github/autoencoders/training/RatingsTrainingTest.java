package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missing ratings, filled in; the noise that was drawn has a standard deviation of 0.25. */
class RatingsTrainingTest {

    private static final double NOISE = 0.25;

    @Test
    void heldOutRatingsArePredictedFarBetterThanByMeans(@TempDir Path folder) throws Exception {
        TrainingRecipe recipe = Recipes.read("ae-ratings", Map.of("epochs", 40));
        DataSplit data =
                DataSource.of("ratings", DataOptions.ofSeed(recipe.seed()).withHeldOut(0.2))
                        .split();
        RunFolder run = new RunFolder(folder.resolve("run"));
        TinyTraining.train(recipe, data, run, new TinyTraining.Report());
        SavedModel saved = run.model();
        Samples in = data.validation().inputs();
        List<float[]> filled;
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyTraining.engine()))) {
            filled = model.reconstruct(in).samples();
        }
        double error = error(data, filled);
        double baseline = error(data, meansOfUsersAndItems(in));
        assertTrue(baseline > 0.9, "baseline " + baseline); // the factors' deviation is 1
        assertTrue(error < baseline / 2, error + " against " + baseline);
        assertTrue(error > 0.95 * NOISE, "nothing predicts noise, but the error is " + error);
        Double reported = saved.card().metrics().get(AutoencoderTrainer.HELD_OUT_RMSE);
        assertEquals(error, Objects.requireNonNull(reported), 1e-4);
    }

    private static double error(DataSplit data, List<float[]> predictions) {
        double squares = 0;
        int count = 0;
        for (int user = 0; user < predictions.size(); user++) {
            float[] heldOut = data.validation().sample(user);
            for (int item = 0; item < heldOut.length; item++) {
                if (!Float.isNaN(heldOut[item])) {
                    double difference = heldOut[item] - predictions.get(user)[item];
                    squares += difference * difference;
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    // The user's mean plus the item's, less the mean of all.
    private static List<float[]> meansOfUsersAndItems(Samples known) {
        int items = known.format().size();
        double[][] ofItems = new double[items + 1][2]; // sum and count; the last of all
        double[][] ofUsers = new double[known.size()][2];
        for (int user = 0; user < known.size(); user++) {
            float[] row = known.sample(user);
            for (int item = 0; item < items; item++) {
                if (!Float.isNaN(row[item])) {
                    for (double[] sum :
                            new double[][] {ofItems[item], ofItems[items], ofUsers[user]}) {
                        sum[0] += row[item];
                        sum[1]++;
                    }
                }
            }
        }
        List<float[]> predictions = new ArrayList<>();
        for (double[] user : ofUsers) {
            float[] row = new float[items];
            for (int item = 0; item < items; item++) {
                row[item] = (float) (mean(user) + mean(ofItems[item]) - mean(ofItems[items]));
            }
            predictions.add(row);
        }
        return predictions;
    }

    private static double mean(double[] sum) {
        return sum[0] / sum[1];
    }
}
