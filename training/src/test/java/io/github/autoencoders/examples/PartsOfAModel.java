package io.github.autoencoders.examples;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Encoder alone, decoder alone, decoder fine-tuned. Arguments: ENGINE FOLDER DATA OTHER-DATA. */
final class PartsOfAModel {
    public static void main(String[] args) throws Exception {
        var changes = new HashMap<String, Object>(Map.of("data.source", args[2], "epochs", 1));
        var ae = train(args[0], Path.of(args[1], "whole"), changes);
        var samples = RecipeData.load(ae.card().recipe()).validation().samples();
        try (var encoder =
                        TaskPredictor.load(
                                ae, Part.ENCODER, Task::encoding, Placement.of(args[0]));
                var decoder =
                        TaskPredictor.load(
                                ae, Part.DECODER, Task::decoding, Placement.of(args[0]))) {
            var codes = encoder.predict(samples);
            var way = Interpolation.SPHERICAL.path(codes.get(0), codes.get(1), 10);
            System.out.println(decoder.predict(way).size() + " samples on the way between two");
        }
        changes.put("data.source", args[3]);
        changes.putAll(Map.of("start.model", ae.folder().toString(), "start.frozen", "ENCODER"));
        train(args[0], Path.of(args[1], "tuned"), changes);
    }

    static SavedModel train(String engine, Path folder, Map<String, ?> changes) throws Exception {
        var recipe = Recipes.read("ae-mnist", changes);
        var run = new RunFolder(folder);
        AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(folder).fit().close();
        return run.model();
    }
}
