package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.evaluation.RestorationQuality;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.Map;

/** Noise removed: PSNR before and after, and a picture. Arguments: ENGINE FOLDER DATA. */
final class Denoising {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        var recipe = Recipes.read("denoising-mnist", Map.of("data.source", args[2], "epochs", 1));
        var data = DataSource.of(recipe).split();
        var run = new RunFolder(Path.of(args[1]));
        var trainer = AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(run.path());
        trainer.withListener(so -> System.out.println(so.history().best())).fit(data).close();

        var samples = data.validation();
        try (var model = TrainedAutoencoder.of(run.model(), Placement.of(engine))) {
            System.out.println(RestorationQuality.of(model, samples));
            var restored = Restoration.of(model, samples.first(10));
            var drawing = SampleDrawing.of(samples.format(), restored.clean());
            var picture = restored.sheet(drawing, 10).draw("Noisy, denoised, clean");
            Png.write(picture, run.path().resolve("denoised.png"));
        }
    }
}
