package io.github.autoencoders.zoo;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.Map;

/**
 * Something that judges the samples of a model, and is none itself, as a detector of unusual images
 * is. Any number of threads may ask it at once.
 */
public interface SampleScorer {

    /** Returns that of the model, which says what a sample is. */
    AutoencoderConfig config();

    /**
     * Returns how many samples a window of a sound begins behind the one before it, where sounds
     * are judged; 0 for the first window alone.
     */
    default int windowStep() {
        return 0;
    }

    /**
     * Returns what is said of each sample, by names that are the same for all: texts, truth values,
     * and numbers.
     *
     * @param samples of the model's format, labelled for a conditional model
     * @throws IllegalArgumentException if they do not fit
     */
    List<Map<String, Object>> score(Samples samples);
}
