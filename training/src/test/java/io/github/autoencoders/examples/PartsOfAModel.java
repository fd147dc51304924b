package io.github.autoencoders.examples;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Encoder alone, decoder alone, decoder fine-tuned. Arguments: ENGINE FOLDER DATA OTHER-DATA. */
final class PartsOfAModel {
    public static void main(String[] args) throws Exception {
        var changes = new HashMap<String, Object>(Map.of("data.source", args[2], "epochs", 1));
        var ae = train(args[0], Path.of(args[1], "whole"), changes);
        var samples = DataSource.of(ae.card().recipe()).split().validation();
        try (var model = TrainedAutoencoder.of(ae, Placement.of(args[0]));
                var encoder = model.half(Part.ENCODER);
                var decoder = model.half(Part.DECODER)) {
            float[][] codes = encoder.encode(samples);
            var way = Interpolation.SPHERICAL.path(codes[0], codes[1], 10);
            var between = decoder.decode(way.toArray(float[][]::new));
            System.out.println(between.size() + " samples on the way between two");
        }
        changes.put("data.source", args[3]);
        changes.putAll(Map.of("start.model", ae.folder().toString(), "start.frozen", "ENCODER"));
        train(args[0], Path.of(args[1], "tuned"), changes);
    }

    static SavedModel train(String engine, Path folder, Map<String, ?> changes) throws Exception {
        var recipe = Recipes.read("ae-mnist", changes);
        AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(folder).fit().close();
        return new RunFolder(folder).model();
    }
}
