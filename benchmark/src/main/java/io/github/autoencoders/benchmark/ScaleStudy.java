package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.summary.NetworkSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.Map;

/**
 * What training costs as one thing grows, on images that are made for it.
 *
 * @param recipe of grey images; its data are not read
 * @param batch images of a batch, but along its axis
 * @param stopwatch for each point
 * @param place where it runs
 */
public record ScaleStudy(TrainingRecipe recipe, int batch, Stopwatch stopwatch, Placement place) {

    private static final int STEPS = 3; // of a repetition, but along the axis of images

    /** Returns what the machine can do at best. */
    public MachinePeak peak() throws IOException, TranslateException {
        try (Model model = Model.newInstance("benchmark", place.device(), place.engine())) {
            return MachinePeak.measure(
                    new Stopwatch(1, 0.1, stopwatch.repetitions()), model.getNDManager());
        }
    }

    /** Returns the network of the recipe as it is. */
    public NetworkSummary network() {
        return network(recipe, samples(1, size()));
    }

    /** Returns the height and width of the recipe's images, padding included. */
    private int size() {
        return MadeImages.SIZE + 2 * recipe.data().padding();
    }

    private static Samples samples(int count, int size) {
        return MadeImages.of(count, size, 0);
    }

    private static NetworkSummary network(TrainingRecipe changed, Samples samples) {
        return NetworkSummary.of(
                TrainingWork.config(changed, samples).newBlock(changed.regularizer().monteCarlo()));
    }

    /**
     * Measures one place of an axis.
     *
     * @param value along the axis
     * @param peak of the machine
     */
    public ScalePoint point(ScaleAxis axis, int value, MachinePeak peak)
            throws IOException, TranslateException {
        Require.atLeast(1, axis.words(), value);
        int images = axis == ScaleAxis.BATCH ? value : batch;
        TrainingRecipe changed = changed(axis, value, images);
        boolean epoch = axis == ScaleAxis.IMAGES;
        int steps = epoch ? (value + images - 1) / images : STEPS;
        Samples samples =
                samples(epoch ? value : STEPS * images, axis == ScaleAxis.SIZE ? value : size());
        double[] seconds = seconds(changed, samples, steps);
        NetworkSummary network = network(changed, samples);
        if (epoch) {
            long bytes = 0;
            for (int left = value; left > 0; left -= images) {
                bytes +=
                        Roofline.bytes(
                                network, Math.min(images, left)); // the last batch may be smaller
            }
            Roofline roofline = new Roofline(network.operations(value), bytes, peak);
            return new ScalePoint(value, value, Quartiles.of(seconds), roofline);
        }
        return new ScalePoint(
                value,
                images,
                Quartiles.of(seconds).times(1.0 / STEPS),
                Roofline.of(network, images, peak));
    }

    private TrainingRecipe changed(ScaleAxis axis, int value, int images) throws IOException {
        int codeSize = axis == ScaleAxis.CODE ? value : recipe.bottleneck().codeSize();
        return Recipes.changed(
                recipe, "recipe", Map.of("batchSize", images, "bottleneck.codeSize", codeSize));
    }

    private double[] seconds(TrainingRecipe changed, Samples samples, int steps)
            throws IOException, TranslateException {
        try (Model model = Model.newInstance("benchmark", place.device(), place.engine());
                TimedWork work = TrainingWork.of(changed, samples, steps, place)) {
            return stopwatch.seconds(work, model.getNDManager());
        }
    }
}
