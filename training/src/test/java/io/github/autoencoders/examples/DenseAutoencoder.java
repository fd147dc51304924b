package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A dense autoencoder, and its encoder and decoder alone. Arguments: ENGINE FOLDER DATA. */
final class DenseAutoencoder {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        Map<String, ?> changes = Map.of("data.source", args[2], "epochs", 1);
        TrainingRecipe recipe = Recipes.read("ae-mnist", changes);
        DataSplit data = RecipeData.load(recipe);
        RunFolder run = new RunFolder(Path.of(args[1]));
        AutoencoderTrainer.of(recipe)
                .on(Placement.of(engine))
                .into(run.path())
                .withListener(progress -> System.out.println(progress.history().best()))
                .fit(data)
                .close();

        SavedModel saved = run.model();
        try (var encoder =
                        TaskPredictor.load(
                                saved, Part.ENCODER, Task::encoding, Placement.of(engine));
                var decoder =
                        TaskPredictor.load(
                                saved, Part.DECODER, Task::decoding, Placement.of(engine))) {
            List<float[]> codes = encoder.predict(data.validation().samples());
            System.out.println(codes.size() + " codes of " + codes.get(0).length + " values");
            System.out.println(decoder.predict(codes).get(0).length + " pixels decoded from each");
        }
    }
}
