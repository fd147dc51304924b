package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Squared error, binary cross-entropy and SSIM side by side. Arguments: ENGINE FOLDER DATA. */
final class ThreeLosses {
    public static void main(String[] args) throws Exception {
        Map<String, ?> changes = Map.of("data.source", args[2], "epochs", 1);
        var data = DataSource.of(Recipes.read("ae-mnist-mse", changes)).split();
        var digits = data.validation().first(10);
        List<float[]> shown = new ArrayList<>(digits.samples());
        for (String loss : List.of("mse", "bce", "ssim")) {
            var recipe = Recipes.read("ae-mnist-" + loss, changes);
            var run = new RunFolder(Path.of(args[1], loss));
            var trainer = AutoencoderTrainer.of(recipe).on(Placement.of(args[0]));
            trainer.into(run.path()).fit(data).close();
            var best = run.history().best();
            System.out.println(loss + ": " + best.validation().total() + " " + recipe.lossUnit());
            try (var model = TrainedAutoencoder.of(run.model(), Placement.of(args[0]))) {
                shown.addAll(model.reconstruct(digits).samples());
            }
        }
        var sheet = Sheet.ofSamples(SampleDrawing.ofBytes(digits.format().shape()), shown, 10);
        Png.write(sheet.draw("Original, MSE, BCE, SSIM"), Path.of(args[1], "losses.png"));
    }
}
