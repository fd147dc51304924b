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
import java.util.List;
import java.util.Map;

/** Originals above reconstructions, of images of any shape. Arguments: ENGINE FOLDER DATA. */
final class ConvolutionalAutoencoder {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        Map<String, ?> changes = Map.of("data.source", args[2], "epochs", 1);
        var recipe = Recipes.read("ae-mnist-conv-128", changes);
        var data = DataSource.of(recipe).split();
        var run = new RunFolder(Path.of(args[1]));
        var trainer = AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(run.path());
        trainer.withListener(so -> System.out.println(so.history().best())).fit(data).close();

        List<float[]> originals = data.validation().first(10).samples();
        var drawing = SampleDrawing.of(data.validation().format(), originals);
        try (var model = TrainedAutoencoder.of(run.model(), Placement.of(engine))) {
            var reconstructed = model.reconstruct(data.validation().first(10)).samples();
            Sheet sheet = Sheet.ofReconstructions(drawing, originals, reconstructed);
            Png.write(sheet.draw("Reconstructions"), run.path().resolve("reconstructions.png"));
        }
    }
}
