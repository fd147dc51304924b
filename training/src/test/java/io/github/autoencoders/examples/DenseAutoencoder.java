package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Path;
import java.util.Map;

/** A dense autoencoder, and its encoder and decoder alone. Arguments: ENGINE FOLDER DATA. */
final class DenseAutoencoder {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        Map<String, ?> changes = Map.of("data.source", args[2], "epochs", 1);
        TrainingRecipe recipe = Recipes.read("ae-mnist", changes);
        DataSplit data = DataSource.of(recipe).split();
        RunFolder run = new RunFolder(Path.of(args[1]));
        AutoencoderTrainer.of(recipe)
                .on(Placement.of(engine))
                .into(run.path())
                .withListener(progress -> System.out.println(progress.history().best()))
                .fit(data)
                .close();

        try (var model = TrainedAutoencoder.of(run.model(), Placement.of(engine))) {
            float[][] codes = model.encode(data.validation());
            System.out.println(codes.length + " codes of " + codes[0].length + " values");
            System.out.println(model.decode(codes).format().size() + " pixels decoded from each");
        }
    }
}
