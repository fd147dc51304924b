package io.github.autoencoders.reproduction;

import io.github.autoencoders.application.SeriesDetection;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.reproduction.PublishedFigure.Measure;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keras' detector of a jump in a series of the Numenta Anomaly Benchmark (NAB), learnt from a
 * series without. Its training ended by patience after 19 epochs; the least validation error was
 * that of epoch 14. Its threshold is of the last epoch's model, ours of the best one's, which is
 * what is kept. Its held-out windows share points with those trained on, ours do not.
 */
final class NabJump {

    private static final int WINDOW = 288;
    private static final int MOST_EPOCHS = 50;

    // NAB's labels/combined_windows.json, both ends included. Times of this form are in the order
    // of their letters.
    private static final String FIRST = "2014-04-10 16:15:00";
    private static final String LAST = "2014-04-12 01:45:00";

    /** The files' names are NAB's. */
    static final Reproduction REPRODUCTION =
            new Reproduction(
                    "keras-nab",
                    "Keras, Timeseries anomaly detection (example)",
                    "ae-nab",
                    Map.of(),
                    Duration.ofMinutes(3),
                    List.of("art_daily_small_noise.csv", "art_daily_jumpsup.csv"),
                    List.of(
                            figure(
                                    "least validation MSE, squared standard deviations",
                                    0.0223,
                                    NabJump::leastValidationError),
                            figure(
                                    "threshold: largest training MAE, standard deviations",
                                    0.1233,
                                    trained -> detection(trained).threshold()),
                            figure(
                                    "jumps found, of 1",
                                    1,
                                    trained ->
                                            inside(detection(trained), jump(trained)) > 0 ? 1 : 0),
                            figure(
                                    "anomalous points outside of the jump's window",
                                    0,
                                    trained -> outside(detection(trained), jump(trained)))));

    private NabJump() {}

    private static PublishedFigure figure(String quantity, double value, Measure measure) {
        return new PublishedFigure(quantity, MOST_EPOCHS, true, value, measure);
    }

    private static double leastValidationError(Trained trained) throws IOException {
        return trained.run().history().best().validation().reconstruction() / WINDOW;
    }

    private static SeriesDetection detection(Trained trained) throws IOException {
        try (TrainedAutoencoder model =
                TrainedAutoencoder.of(trained.run().model(), trained.place())) {
            Series normal = Series.read(trained.files().get(0));
            return SeriesDetection.of(model, jump(trained), normal, 1);
        }
    }

    private static Series jump(Trained trained) throws IOException {
        return Series.read(trained.files().get(1));
    }

    /** Returns the number of anomalous points in the window that NAB gives the jump. */
    static int inside(SeriesDetection detection, Series series) {
        return (int)
                IntStream.range(0, series.size())
                        .filter(detection::isAnomaly)
                        .mapToObj(series.times()::get)
                        .filter(time -> time.compareTo(FIRST) >= 0 && time.compareTo(LAST) <= 0)
                        .count();
    }

    /** Returns the number of anomalous points outside of that window. */
    static int outside(SeriesDetection detection, Series series) {
        return detection.count() - inside(detection, series);
    }
}
