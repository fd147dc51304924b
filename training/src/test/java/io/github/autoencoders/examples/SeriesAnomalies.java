package io.github.autoencoders.examples;

import io.github.autoencoders.application.SeriesDetection;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import java.nio.file.Path;
import java.util.Map;

/** Points of a series unlike a normal one's. Arguments: ENGINE FOLDER NORMAL OTHER, CSV files. */
final class SeriesAnomalies {

    public static void main(String[] args) throws Exception {
        String engine = args[0];
        var recipe = Recipes.read("ae-series", Map.of("data.source", args[2]));
        var data = DataSource.of(recipe).split();
        var trainer = AutoencoderTrainer.of(recipe).on(Placement.of(engine)).into(Path.of(args[1]));
        Series normal = Series.read(Path.of(args[2]));
        Series series = Series.read(Path.of(args[3]));
        trainer = trainer.withListener(so -> System.out.println(so.history().best()));
        try (var model = trainer.fit(data)) {
            var detection = SeriesDetection.of(model, series, normal, 1);
            System.out.println("anomalies: " + detection.stretches());
        }
    }
}
