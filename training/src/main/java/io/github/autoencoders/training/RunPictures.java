package io.github.autoencoders.training;

import io.github.autoencoders.application.ShownSamples;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.picture.CodeMap;
import io.github.autoencoders.picture.ColumnPlanes;
import io.github.autoencoders.picture.LossCurves;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;

/**
 * The pictures of a run, of its best model and the samples it did not learn from.
 *
 * <pre>{@code
 * try (TrainedAutoencoder best = AutoencoderTrainer.of(recipe).into(folder).fit(split)) {
 *     RunPictures.draw(RunFolder.open(folder), best, split);
 * }
 * }</pre>
 */
public final class RunPictures {

    private static final int STRINGS = 100;
    private static final int MAP_POINTS = 10_000;
    private static final int MAP_LEAST = 20;
    private static final int MAP_VALUES = 256; // of a code; two of more say little, and cost much
    private static final int GRID = 16;
    private static final double GRID_EDGE = 2; // standard deviations of the prior

    private final RunFolder run;
    private final Samples samples;
    private final TrainedAutoencoder model;
    private final List<String> conditions;
    private final ShownSamples shown;
    private final SampleDrawing drawing;
    private final List<String> names = new ArrayList<>();

    private RunPictures(RunFolder run, TrainedAutoencoder model, Samples samples) {
        this.run = run;
        this.model = model;
        this.samples = samples;
        conditions = model.config().conditions();
        shown = ShownSamples.of(model, samples);
        drawing = shown.drawing();
    }

    /**
     * Draws all pictures into the run's folder.
     *
     * @param model the run's best
     * @return the names of the files
     */
    public static List<String> draw(RunFolder run, TrainedAutoencoder model, DataSplit data)
            throws IOException {
        RunPictures pictures = new RunPictures(run, model, data.validation());
        Files.createDirectories(run.pictures());
        pictures.losses();
        if (model.target().kind() == SampleKind.TEXT) {
            pictures.strings();
            return List.copyOf(pictures.names);
        }
        boolean whole = !model.format().allowsMissing();
        if (whole) {
            pictures.write(pictures.shown.reconstructions(), "reconstructions.png");
            pictures.restoration();
        }
        Bottleneck bottleneck = model.config().bottleneck();
        int codeSize = bottleneck.codeSize();
        boolean planar = bottleneck.canBeSampled() && codeSize <= MAP_VALUES; // no codebook's
        float[][] codes = planar ? pictures.codes() : new float[0][];
        pictures.codeMap(codes);
        if (bottleneck.isStochastic()) {
            pictures.write(pictures.shown.ofPrior(), "samples.png");
        }
        if (whole && codes.length > 0 && codeSize > 1) {
            pictures.codePlane(codes);
        }
        return List.copyOf(pictures.names);
    }

    private void write(BufferedImage picture, String name) throws IOException {
        Png.write(picture, run.pictures().resolve(name));
        names.add(name);
    }

    private void losses() throws IOException {
        List<LossCurves.Point> training = new ArrayList<>();
        List<LossCurves.Point> validation = new ArrayList<>();
        for (TrainingHistory.Epoch epoch : run.history().epochs()) {
            training.add(point(epoch.epoch(), epoch.training()));
            validation.add(point(epoch.epoch(), epoch.validation()));
        }
        TrainingRecipe recipe = model.card().recipe();
        Regularizer regularizer = recipe.regularizer();
        LossCurves curves =
                new LossCurves(training, validation, regularizer.term(), regularizer.unit());
        write(curves.draw("Losses", recipe.lossUnit()), "losses.png");
    }

    private static LossCurves.Point point(int epoch, LossSummary losses) {
        return new LossCurves.Point(
                epoch, losses.total(), losses.reconstruction(), losses.penalty());
    }

    // Strings are shown as text: an original before its reconstruction, and samples of the prior.
    private void strings() throws IOException {
        SampleFormat format = model.target();
        List<String> before = format.texts(originals(STRINGS));
        Samples reconstructed = model.reconstruct(samples.first(STRINGS));
        List<String> after = reconstructed.texts();
        writeLines(
                IntStream.range(0, before.size())
                        .mapToObj(i -> before.get(i) + "\t" + after.get(i))
                        .toList(),
                "reconstructions.txt");
        codeMap(codes());
        if (model.config().bottleneck().isStochastic()) {
            List<float[]> drawn = model.sample(STRINGS, 0, conditions).samples();
            writeLines(format.texts(drawn), "samples.txt");
        }
    }

    private void writeLines(List<String> lines, String name) throws IOException {
        AtomicWrite.file(run.pictures().resolve(name), partial -> Files.write(partial, lines));
        names.add(name);
    }

    private void restoration() throws IOException {
        if (model.config().otherTarget().isPresent()) {
            return; // what goes in looks otherwise
        }
        if (model.card().recipe().corruption().corrupts()) {
            Restoration first = Restoration.of(model, samples.few(ShownSamples.COLUMNS));
            write(
                    first.sheet(drawing, ShownSamples.COLUMNS).draw("Corrupted and restored"),
                    "denoised.png");
        } else if (samples.arePairs()) {
            Restoration first = Restoration.of(model, samples.few(ShownSamples.COLUMNS));
            write(
                    first.sheetOfPairs(drawing, ShownSamples.COLUMNS).draw("Inputs and targets"),
                    "pairs.png");
        }
    }

    private List<float[]> originals(int count) {
        return samples.samples().subList(0, Math.min(count, samples.size()));
    }

    private Samples inputs(int count) {
        return samples.first(count).inputs();
    }

    private float[][] codes() {
        return model.encode(inputs(MAP_POINTS));
    }

    private void codeMap(float[][] codes) throws IOException {
        if (codes.length < MAP_LEAST || isCollapsed(codes)) {
            return; // nothing can be seen
        }
        CodeMap map = CodeMap.of(samples.first(codes.length), codes);
        write(map.draw("Codes"), "code-map.png");
        if (map.fillsSpace()) {
            write(map.drawSpace("Codes"), "code-map-3d.png");
        }
    }

    private static boolean isCollapsed(float[][] codes) {
        return IntStream.range(0, codes[0].length).allMatch(axis -> variance(codes, axis) < 1e-6);
    }

    /**
     * Decodes a grid over the two values of the code that vary most; the others are 0 for a
     * variational autoencoder, else their mean. A conditional model decodes it given its first
     * label.
     */
    private void codePlane(float[][] codes) throws IOException {
        boolean variational = model.config().bottleneck().isStochastic();
        int[] axes = mostVarying(codes);
        double[] across = grid(codes, axes[0], variational);
        double[] up = grid(codes, axes[1], variational);
        float[] others = new float[codes[0].length];
        for (int d = 0; !variational && d < others.length; d++) {
            others[d] = (float) column(codes, d).average().orElseThrow();
        }
        List<float[]> places = new ArrayList<>();
        for (double second : up) {
            for (double first : across) {
                float[] code = others.clone();
                code[axes[0]] = (float) first;
                code[axes[1]] = (float) second;
                places.add(code);
            }
        }
        List<String> labels =
                conditions.isEmpty()
                        ? List.of()
                        : Collections.nCopies(places.size(), conditions.get(0));
        Samples decoded = model.decode(places.toArray(float[][]::new), labels);
        // Of images the range is known; of others, it is that of what is seen here.
        SampleDrawing here =
                model.target().kind() == SampleKind.IMAGE
                        ? drawing
                        : SampleDrawing.of(model.target(), decoded.samples());
        Sheet plane = Sheet.ofCodePlane(here, across, up, decoded.samples());
        Sheet named =
                new Sheet(
                        here,
                        plane.rows(),
                        plane.columnCaptions(),
                        "z" + (axes[1] + 1),
                        "z" + (axes[0] + 1));
        String given = conditions.isEmpty() ? "" : ", given " + conditions.get(0);
        String title = "Decoded over the code plane" + given;
        boolean rows = !here.lines().isEmpty();
        write(
                rows ? new ColumnPlanes(here, named).draw(title) : named.draw(title),
                "code-plane.png");
    }

    private static int[] mostVarying(float[][] codes) {
        int size = codes[0].length;
        double[] variances =
                IntStream.range(0, size).mapToDouble(axis -> variance(codes, axis)).toArray();
        return IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Double.compare(variances[b], variances[a]))
                .limit(2)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double variance(float[][] codes, int axis) {
        return StatUtils.populationVariance(column(codes, axis).toArray());
    }

    private static DoubleStream column(float[][] codes, int axis) {
        return Arrays.stream(codes).mapToDouble(code -> code[axis]);
    }

    // The prior's range, or the range of the codes but for the outermost hundredth on each side.
    private static double[] grid(float[][] codes, int axis, boolean variational) {
        double[] sorted = column(codes, axis).sorted().toArray();
        double low = variational ? -GRID_EDGE : sorted[sorted.length / 100];
        double high = variational ? GRID_EDGE : sorted[sorted.length - 1 - sorted.length / 100];
        return IntStream.range(0, GRID)
                .mapToDouble(i -> low + (high - low) * i / (GRID - 1))
                .toArray();
    }
}
