package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSplit;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A dense autoencoder of MNIST, whose encoder and decoder are then used alone. Arguments: ENGINE
 * FOLDER DATA.
 */
final class DenseAutoencoder {

    public static void main(String[] arguments) throws Exception {
        Map<String, ?> changes = Map.of("data.source", arguments[2], "epochs", 1);
        TrainingRecipe recipe = Recipes.read("ae-mnist", changes);
        DataSplit data = RecipeData.load(recipe);
        RunFolder run = RunFolder.create(Path.of(arguments[1]), recipe);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(recipe, data, arguments[0], null);
        trainer.train(run, List.of(), (history, model) -> System.out.println(history.best()));

        SavedModel model = run.model();
        List<float[]> digits = data.validation().samples().subList(0, 10);
        try (var encoder = TaskPredictor.load(model, Part.ENCODER, Task::encoding, null, null);
                var decoder = TaskPredictor.load(model, Part.DECODER, Task::decoding, null, null)) {
            List<float[]> codes = encoder.predict(digits);
            System.out.println(codes.get(0).length + " values: " + Arrays.toString(codes.get(0)));
            System.out.println(decoder.predict(codes).get(0).length + " pixels");
        }
    }
}
