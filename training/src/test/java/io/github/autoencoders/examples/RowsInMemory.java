package io.github.autoencoders.examples;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A detector of unusual rows, fit, saved and opened again. Arguments: ENGINE FOLDER. */
final class RowsInMemory {

    public static void main(String[] args) throws Exception {
        Placement place = Placement.of(args[0]);
        float[][] rows = new float[200][2]; // [N][F]
        Random random = new Random(1);
        for (float[] row : rows) {
            row[0] = (float) random.nextGaussian();
            row[1] = 2 * row[0];
        }
        var trainer = AutoencoderTrainer.of(Recipes.named("vae-table")).on(place);
        try (TrainedAutoencoder model = trainer.fit(rows)) {
            model.save(Path.of(args[1], "detector"));
        }
        try (var model = TrainedAutoencoder.open(args[1] + "/detector", place)) { // anywhere else
            System.out.println(Arrays.toString(model.score(new float[][] {{1, 2}, {1, -2}})));
        }
    }
}
