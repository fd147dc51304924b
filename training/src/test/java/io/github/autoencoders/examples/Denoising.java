package io.github.autoencoders.examples;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.Restoration;
import io.github.autoencoders.training.RestorationQuality;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Noise removed: PSNR before and after, and a picture. Arguments: ENGINE FOLDER DATA. */
final class Denoising {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        var recipe = Recipes.read("denoising-mnist", Map.of("data.source", args[2], "epochs", 1));
        var data = RecipeData.load(recipe);
        var run = RunFolder.create(Path.of(args[1]), recipe);
        var trainer = AutoencoderTrainer.of(recipe, data, Placement.of(engine));
        trainer.train(run, List.of(), (history, model) -> System.out.println(history.best()));

        var samples = data.validation();
        System.out.println(RestorationQuality.of(run.model(), samples, Placement.of(engine)));
        var restored = Restoration.of(run.model(), samples.first(10), Placement.of(engine));
        var drawing = RunPictures.drawing(samples.format(), restored.clean());
        var picture = restored.sheet(drawing, 10).draw("Noisy, denoised, clean");
        Png.write(picture, run.path().resolve("denoised.png"));
    }
}
