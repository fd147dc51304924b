package io.github.autoencoders.application;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.Collections;
import java.util.List;

/** Samples by their numbers, and the labels that a conditional model's decoder is told. */
final class Conditioned {

    private Conditioned() {}

    /** Checks the number of a sample. */
    static void requireNumber(int number, Samples samples) {
        if (number < 0 || number >= samples.size()) {
            throw new IllegalArgumentException(
                    "a sample's number must be from 0 to %s in %s, but is %s"
                            .formatted(samples.size() - 1, samples.name(), number));
        }
    }

    /** Returns the label of one sample for some codes; none for a model without conditions. */
    static List<String> labels(TrainedAutoencoder model, Samples samples, int number, int codes) {
        return model.config().conditions().isEmpty()
                ? List.of()
                : Collections.nCopies(codes, samples.labels().get(number));
    }
}
