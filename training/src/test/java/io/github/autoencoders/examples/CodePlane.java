package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A code of 2, decoded over the places of some samples' codes. Arguments: ENGINE FOLDER DATA. */
final class CodePlane {
    public static void main(String[] args) throws Exception {
        var recipe = Recipes.read("ae-fashion-mnist", Map.of("data.source", args[2], "epochs", 1));
        var data = DataSource.of(recipe).split();
        var run = new RunFolder(Path.of(args[1]));
        var trainer = AutoencoderTrainer.of(recipe).on(Placement.of(args[0])).into(run.path());
        try (var model = trainer.fit(data)) {
            float[][] codes = model.encode(data.validation().first(12));
            double[] z1 = Stream.of(codes).mapToDouble(code -> code[0]).sorted().toArray();
            double[] z2 = Stream.of(codes).mapToDouble(code -> code[1]).sorted().toArray();
            float[][] places = new float[z1.length * z2.length][];
            for (int i = 0; i < places.length; i++) {
                places[i] = new float[] {(float) z1[i % z1.length], (float) z2[i / z1.length]};
            }
            var drawing = SampleDrawing.ofBytes(model.format().shape());
            var sheet = Sheet.ofCodePlane(drawing, z1, z2, model.decode(places).samples());
            Png.write(sheet.draw("Decoded over the code plane"), run.path().resolve("plane.png"));
        }
    }
}
