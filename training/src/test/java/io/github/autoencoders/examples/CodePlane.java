package io.github.autoencoders.examples;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TaskPredictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/** A code of 2, decoded over the places of some samples' codes. Arguments: ENGINE FOLDER DATA. */
final class CodePlane {
    public static void main(String[] args) throws Exception {
        var recipe = Recipes.read("ae-fashion-mnist", Map.of("data.source", args[2], "epochs", 1));
        var data = RecipeData.load(recipe);
        var run = new RunFolder(Path.of(args[1]));
        AutoencoderTrainer.of(recipe).on(Placement.of(args[0])).into(run.path()).fit(data).close();
        var ae = run.model();
        try (var encoder =
                        TaskPredictor.load(
                                ae, Part.ENCODER, Task::encoding, Placement.of(args[0]));
                var decoder =
                        TaskPredictor.load(
                                ae, Part.DECODER, Task::decoding, Placement.of(args[0]))) {
            var codes = encoder.predict(data.validation().first(12).samples());
            double[] z1 = codes.stream().mapToDouble(code -> code[0]).sorted().toArray();
            double[] z2 = codes.stream().mapToDouble(code -> code[1]).sorted().toArray();
            var places = new ArrayList<float[]>();
            for (int i = 0; i < z1.length * z2.length; i++) {
                places.add(new float[] {(float) z1[i % z1.length], (float) z2[i / z1.length]});
            }
            var drawing = SampleDrawing.ofBytes(ae.config().format().shape());
            var sheet = Sheet.ofCodePlane(drawing, z1, z2, decoder.predict(places));
            Png.write(sheet.draw("Decoded over the code plane"), run.path().resolve("plane.png"));
        }
    }
}
