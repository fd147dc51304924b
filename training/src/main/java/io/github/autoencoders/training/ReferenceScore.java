package io.github.autoencoders.training;

import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One number that tells whether a model computes what it computed when it was published: its mean
 * score of a few hundred samples that are drawn in its format, sprites for a model of images and
 * waves for others, whether or not they are like those that it learnt from.
 */
public final class ReferenceScore {

    /** The name of the number among a card's metrics. */
    public static final String METRIC = "check_score";

    private static final int SAMPLES = 300;

    private ReferenceScore() {}

    /**
     * Returns the mean score, in the unit of the model's likelihood.
     *
     * @return nothing for a part of a model, which has no score, and for a model of strings
     */
    public static Optional<Double> of(TrainedAutoencoder model) {
        boolean texts =
                model.format().kind() == SampleKind.TEXT
                        || model.target().kind() == SampleKind.TEXT;
        if (model.part() != Part.WHOLE || texts) {
            return Optional.empty();
        }
        Samples samples = samples(model.format());
        if (model.config().otherTarget().isPresent()) {
            samples = samples(model.target()).withInputs(samples);
        }
        List<String> conditions = model.config().conditions();
        if (!conditions.isEmpty()) {
            samples = samples.withLabels(Collections.nCopies(SAMPLES, conditions.get(0)));
        }
        return Optional.of(DoubleStream.of(model.score(samples)).average().orElseThrow());
    }

    private static Samples samples(SampleFormat format) {
        if (format.kind() == SampleKind.IMAGE) {
            return Samples.ofImages(Sprites.of(1, SAMPLES, 1).split().training().images(), format);
        }
        float[][] waves = new float[SAMPLES][];
        Arrays.setAll(waves, i -> wave(i, format));
        format.scaling().pixelClasses().ifPresent(classes -> classed(waves, classes));
        worded(waves, format.schema().classes());
        return Samples.of(waves, format);
    }

    // Stripes of the classes.
    private static void classed(float[][] waves, Classes classes) {
        int most = classes.values().size() - 1;
        for (float[] wave : waves) {
            for (int t = 0; t < wave.length; t++) {
                wave[t] = classes.values().get(Math.round((wave[t] + 1) / 2 * most));
            }
        }
    }

    // Where a column is of words, their indices.
    private static void worded(float[][] waves, List<Integer> classes) {
        for (int column = 0; column < classes.size(); column++) {
            int most = classes.get(column) - 1;
            for (float[] wave : waves) {
                wave[column] = most < 0 ? wave[column] : Math.round((wave[column] + 1) / 2 * most);
            }
        }
    }

    // Of another phase and length each.
    private static float[] wave(int index, SampleFormat format) {
        float[] wave = new float[format.size()];
        for (int t = 0; t < wave.length; t++) {
            wave[t] = (float) StrictMath.sin(index + t * 2 * Math.PI / (8 + index % 32));
        }
        return wave;
    }
}
