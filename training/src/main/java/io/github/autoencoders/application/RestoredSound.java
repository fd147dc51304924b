package io.github.autoencoders.application;

import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sound.OverlapAdd;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.zoo.TrainedAutoencoder;

/**
 * What a model of windows makes of a sound of any length, each channel by itself, by {@link
 * OverlapAdd}. Windows begin as far behind each other as the model's recipe says; of a model that
 * {@linkplain Scaling#keepsValues keeps no phases}, waves of two windows would put each other out:
 * windows lie behind each other.
 *
 * <pre>{@code
 * try (Sound noisy = SoundFile.read(Path.of("noisy.wav")).open();
 *         Sound restored = RestoredSound.of(model, noisy)) {
 *     WaveFile.write(restored, 80_000, Path.of("restored.wav"));
 * }
 * }</pre>
 */
public final class RestoredSound {

    private RestoredSound() {}

    /**
     * Returns a restored sound, of the same rate and length; closing it closes the other.
     *
     * @param model of sounds [1, L], without conditions
     * @throws IllegalArgumentException if the model is another
     */
    public static Sound of(TrainedAutoencoder model, Sound sound) {
        int rate = rate(model);
        int length = model.format().size();
        int asked = model.card().recipe().data().hop();
        int hop = OverlapAdd.hop(length, asked, model.format().scaling().keepsValues());
        return new OverlapAdd(model::reconstruct, length, hop, sound.at(rate)).at(sound.rate());
    }

    /**
     * Returns the rate of the sounds that a model was trained on.
     *
     * @throws IllegalArgumentException if it does not restore sounds
     */
    static int rate(TrainedAutoencoder model) {
        return model.format()
                .schema()
                .rate()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "model must be one of sounds, but is one of "
                                                + model.format().samples()));
    }
}
