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
import java.util.Map;

/** A variational autoencoder's losses and samples of the prior. Arguments: ENGINE FOLDER DATA. */
final class LatentSpace {
    public static void main(String[] args) throws Exception {
        String engine = args[0];
        var recipe = Recipes.read("vae-fashion-mnist", Map.of("data.source", args[2], "epochs", 1));
        var data = DataSource.of(recipe).split();
        var run = new RunFolder(Path.of(args[1]));
        AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(run.path()).fit(data).close();
        var best = run.history().best();
        String unit = " in nats, the penalty being the KL divergence: ";
        System.out.println("training" + unit + best.training());
        System.out.println("validation" + unit + best.validation());
        var drawing = SampleDrawing.of(data.training().format(), data.training().samples());
        try (var model = TrainedAutoencoder.of(run.model(), Placement.of(engine))) {
            Sheet sheet = Sheet.ofSamples(drawing, model.sample(60, 0).samples(), 10);
            Png.write(sheet.draw("Samples from the prior"), run.path().resolve("samples.png"));
        }
    }
}
