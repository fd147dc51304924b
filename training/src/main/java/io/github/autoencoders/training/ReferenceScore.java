package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
     * @param place where it is computed
     * @return nothing for a part of a model, which has no score, and for a model of strings
     */
    public static Optional<Double> of(SavedModel saved, Placement place)
            throws IOException, TranslateException {
        AutoencoderConfig config = saved.config();
        if (saved.part() != Part.WHOLE || config.format().scaling() instanceof Scaling.OneHot) {
            return Optional.empty();
        }
        try (var predictor =
                TaskPredictor.load(saved, Part.WHOLE, ReferenceScore::scoring, place)) {
            return Optional.of(
                    predictor.predict(samples(config.format())).stream()
                            .mapToDouble(score -> score)
                            .average()
                            .orElseThrow());
        }
    }

    private static Translator<float[], Double> scoring(AutoencoderConfig config) {
        return config.conditions().isEmpty()
                ? Task.scoring(config)
                : Task.given(config, config.conditions().get(0), Task::scoring);
    }

    private static List<float[]> samples(SampleFormat format) {
        if (!ImagePixels.isImage(format.shape())) {
            return IntStream.range(0, SAMPLES).mapToObj(i -> wave(i, format)).toList();
        }
        Shape drawn = new Shape(1, Sprites.SIZE, Sprites.SIZE);
        return Sprites.of(1, SAMPLES, 1).split().training().samples().stream()
                .map(sprite -> resized(ImagePixels.toImage(sprite, drawn), format))
                .toList();
    }

    private static float[] resized(BufferedImage sprite, SampleFormat format) {
        return ImagePixels.of(sprite, format.shape());
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
