package io.github.autoencoders.detection;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.SampleScorer;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds anomalies among images, sounds and other samples by what a model makes of them: a {@link
 * Detector} of rows that hold a sample's code and how far the model's reconstruction is from it, on
 * the whole and, of images and sounds, at places.
 *
 * <pre>{@code
 * try (CodedDetector detector = CodedDetector.fit(
 *         TrainedAutoencoder.open("vae-sprites-2"), samples, DetectorSettings.DEFAULT)) {
 *     Samples rows = detector.rows(samples);
 *     double[] scores = detector.detector().score(rows);
 *     detector.save(folder);
 * }
 * }</pre>
 *
 * <p>The model may have learnt from the samples or from others; only what learns from its rows is
 * held out from them. Any number of threads may call it at once.
 */
public final class CodedDetector implements AutoCloseable {

    private static final String JSON = "coded.json";
    private static final String CODER = "coder"; // no folder of a run is called so
    private static final String ROWS = "rows";
    private static final int MOST_JSON = 1 << 20;
    private static final int PORTION = 512; // samples at once, fewer where they are large

    /** What is written down beside both: the version of the folder. */
    record About(int formatVersion) {

        static final int FORMAT_VERSION = 1;

        About {
            Require.exactly(FORMAT_VERSION, "formatVersion", formatVersion);
        }
    }

    private final TrainedAutoencoder model;
    private final Detector detector;

    private CodedDetector(TrainedAutoencoder model, Detector detector) {
        this.model = model;
        this.detector = detector;
    }

    /**
     * Fits a detector where the model is.
     *
     * @param model a whole one, or an encoder, of which codes alone are judged; it is closed with
     *     the detector, or if none can be fitted
     * @param samples at least 20 that the model takes
     * @param settings {@link DetectorSettings#DEFAULT}, or what is known better
     */
    public static CodedDetector fit(
            TrainedAutoencoder model, Samples samples, DetectorSettings settings) {
        try {
            return new CodedDetector(
                    model, Detector.fit(rows(model, samples), settings, model.place()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Returns whether a folder is that of a detector of codes. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(JSON));
    }

    /**
     * Opens a detector that was saved.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public static CodedDetector open(Path folder, Placement place) throws IOException {
        Detector detector = openRows(folder, place);
        try {
            return new CodedDetector(openModel(folder, place), detector);
        } catch (IOException | RuntimeException e) {
            detector.close();
            throw e;
        }
    }

    /**
     * Opens the detector of {@link #rows} alone.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public static Detector openRows(Path folder, Placement place) throws IOException {
        requireSound(folder);
        return Detector.open(folder.resolve(ROWS), place);
    }

    /**
     * Opens the model alone, which makes the {@link #rows(TrainedAutoencoder, Samples)}.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public static TrainedAutoencoder openModel(Path folder, Placement place) throws IOException {
        requireSound(folder);
        return TrainedAutoencoder.of(SavedModel.open(folder.resolve(CODER)), place);
    }

    private static void requireSound(Path folder) throws IOException {
        DetectorFolder.about(folder, JSON, List.of(JSON), MOST_JSON, About.class);
    }

    /**
     * Writes detector and model into a new or empty folder, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path folder) throws IOException {
        About about = new About(About.FORMAT_VERSION);
        AtomicWrite.newFolder(
                folder,
                partial -> {
                    model.save(partial.resolve(CODER));
                    detector.save(partial.resolve(ROWS));
                    Files.writeString(partial.resolve(JSON), Json.write(about, About.class));
                    Seal.write(partial, List.of(JSON));
                });
    }

    /** Returns the detector of {@link #rows}. */
    public Detector detector() {
        return detector;
    }

    /** Returns how data are read that the model is to take. */
    public DataOptions options() {
        return DataOptions.of(model);
    }

    /** Returns a line that says what is taken for what. */
    public String line() {
        ErrorPlaces places = places(model);
        return "samples of shape %s, judged by codes of %s and %s errors of their reconstructions"
                .formatted(model.format().shape(), codes(model, places), places.names().size());
    }

    /**
     * Returns the rows that are judged, with the labels and keys of the samples: {@code z1}, {@code
     * z2} and so on are the code, or where it is too large for a row {@code z1 to z32} and so on
     * the means of neighbouring values, 256 at most; {@code error} the root of the mean squared
     * deviation of the reconstruction, in model units, or in the spreads that the decoder says; and
     * {@code error at} a place the same of a sixteenth of an image, or an eighth of a sound; a
     * spectrogram has the places of an image, whose rows are bands from the lowest on.
     */
    public Samples rows(Samples samples) {
        return rows(model, samples);
    }

    /** Returns the {@link #rows(Samples)} of a detector's model. */
    public static Samples rows(TrainedAutoencoder model, Samples samples) {
        ErrorPlaces places = places(model);
        CodeValues values = codes(model, places);
        int portion = Math.min(PORTION, SampleStream.portion(model.format().size()));
        float[][] rows = new float[samples.size()][];
        for (int from = 0; from < rows.length; from += portion) {
            int to = Math.min(rows.length, from + portion);
            Samples some = samples.subset(IntStream.range(from, to).toArray());
            float[][] codes = values.of(model.encode(some));
            float[][] deviations =
                    places.isNone() ? new float[codes.length][0] : model.deviations(some);
            for (int i = 0; i < codes.length; i++) {
                rows[from + i] = places.behind(codes[i], deviations[i]);
            }
        }
        List<String> names = new ArrayList<>(values.names());
        names.addAll(places.names());
        SampleFormat format =
                SampleFormat.unfitted(new Shape(names.size())).withSchema(Schema.ofFeatures(names));
        return samples.withValues(rows, format);
    }

    private static ErrorPlaces places(TrainedAutoencoder model) {
        return model.part() == Part.WHOLE
                ? ErrorPlaces.of(model.target().modelShape())
                : ErrorPlaces.NONE;
    }

    private static CodeValues codes(TrainedAutoencoder model, ErrorPlaces places) {
        int size = model.config().bottleneck().codeSize();
        return CodeValues.of(size, Detector.MOST_COLUMNS - places.names().size());
    }

    /**
     * Returns what judges samples that others ask for, as a server's clients do.
     *
     * @param threshold above which samples are flagged
     */
    public SampleScorer scorer(Calibration.Threshold threshold) {
        return new SampleScorer() {
            @Override
            public AutoencoderConfig config() {
                return model.config();
            }

            @Override
            public int windowStep() {
                return model.card().recipe().data().windowStep();
            }

            @Override
            public List<Map<String, Object>> score(Samples samples) {
                return Detection.ofFlagged(detector, rows(samples), threshold).told();
            }
        };
    }

    @Override
    public void close() {
        detector.close();
        model.close();
    }
}
