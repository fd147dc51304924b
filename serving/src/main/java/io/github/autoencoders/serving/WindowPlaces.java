package io.github.autoencoders.serving;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.zoo.TrainingRecipe;

/**
 * Where windows of a sound begin, in samples at the model's rate.
 *
 * @param step how many a window begins behind the one before it, where each is answered; 0 for the
 *     first window alone
 * @param hop how many, where they are joined to a sound; 0 for half a window
 */
public record WindowPlaces(int step, int hop) {

    /** Returns those of a model's recipe. */
    public static WindowPlaces of(TrainingRecipe.Data data) {
        return new WindowPlaces(data.windowStep(), data.hop());
    }

    /** Returns windows half a window behind each other, where the model's recipe is not known. */
    public static WindowPlaces halfAWindow(AutoencoderConfig config) {
        return new WindowPlaces(Math.max(1, config.format().size() / 2), 0);
    }
}
