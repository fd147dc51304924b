package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.sound.EncodedSound;
import io.github.autoencoders.sound.OverlapAdd;
import io.github.autoencoders.sound.SoundBytes;
import io.github.autoencoders.sound.SoundKind;
import io.github.autoencoders.sound.WindowedSound;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request that holds a sound of any length, for a model of windows of sounds.
 *
 * @param input as it came
 * @param task of the model
 * @param config of the model
 * @param places where windows begin
 * @param sound that is asked about
 * @param label of it, if one is given
 */
record SoundRequest(
        Input input,
        Task task,
        AutoencoderConfig config,
        WindowPlaces places,
        EncodedSound sound,
        @Nullable String label) {

    /** Takes the windows of a sound, some at a time. */
    @FunctionalInterface
    interface Portions {
        void take(float[][] windows) throws IOException;
    }

    private static final int PORTION = 64; // windows at most
    private static final int TOLD = 6; // a number as text takes the bytes of that many pixels

    /**
     * Reads a request, if it holds a sound.
     *
     * @throws RefusedException if it does, and cannot be answered
     */
    static Optional<SoundRequest> of(
            Input input, Task task, AutoencoderConfig config, WindowPlaces places)
            throws RefusedException {
        String type = ServingRequest.mediaType(input);
        if (!ServingRequest.mayBeSound(type)) {
            return Optional.empty();
        }
        List<byte[]> bodies = ServingRequest.bodies(input);
        boolean said = type.startsWith(ServingRequest.SOUND);
        if (!said && bodies.stream().allMatch(body -> SoundKind.of(body).isEmpty())) {
            return Optional.empty();
        }
        if (task.input() != Content.SAMPLE || !config.format().isOfSounds()) {
            throw new RefusedException(
                    Reason.UNSUPPORTED,
                    "content type must not be that of a sound: the task %s of this model takes none"
                            .formatted(task.key()));
        }
        if (bodies.size() > 1) {
            throw new RefusedException(
                    Reason.UNFIT,
                    "request must hold one sound alone, but has %s parts".formatted(bodies.size()));
        }
        EncodedSound sound = sound(bodies.get(0));
        String label = ServingRequest.label(input);
        SoundRequest request = new SoundRequest(input, task, config, places, sound, label);
        request.requireFits();
        return Optional.of(request);
    }

    private static EncodedSound sound(byte[] body) throws RefusedException {
        Optional<SoundKind> kind = SoundKind.of(body);
        if (kind.filter(SoundKind::isRead).isEmpty()) {
            throw new RefusedException(
                    kind.isEmpty() ? Reason.MALFORMED : Reason.UNSUPPORTED,
                    "sound must be in WAV, AIFF or AU, but is in "
                            + kind.map(SoundKind::name).orElse("none of them, by its first bytes"));
        }
        try {
            return SoundBytes.of(body);
        } catch (IOException e) {
            throw RefusedException.malformed(e);
        }
    }

    // Before the sound is decoded.
    private void requireFits() throws RefusedException {
        try {
            if (restores()) {
                requireRestores(config);
            }
            task.computation().arrays(config, new float[length()], label); // or its refusal
        } catch (IllegalArgumentException e) {
            throw RefusedException.unfit(e);
        }
        long made = task.output().shape(config).size();
        long each = Math.max(length(), restores() ? made : TOLD * made);
        long most = Math.max(1, RequestInputs.maxPixels() / each);
        if (windows() > most) {
            throw new RefusedException(
                    Reason.UNFIT,
                    "sound must have at most %s windows of %s samples at a rate of %s, but has %s"
                            .formatted(most, length(), rate(), windows()));
        }
    }

    private static void requireRestores(AutoencoderConfig config) {
        SampleFormat target = config.target();
        if (!target.isOfSounds() || target.size() != config.format().size()) {
            throw new IllegalArgumentException(
                    "model must make sounds of sounds to restore one, but makes "
                            + target.samples());
        }
    }

    /** Returns whether a sound is to become another, and not to be told of. */
    boolean restores() {
        return task.output() == Content.TARGET;
    }

    /** Returns how many samples a window has. */
    int length() {
        return config.format().size();
    }

    /** Returns how many samples a second has for the model. */
    int rate() {
        return config.format().schema().rate().orElseThrow();
    }

    /** Returns how far windows begin behind each other that become a sound. */
    int hop() {
        return OverlapAdd.hop(length(), places.hop(), config.format().scaling().keepsValues());
    }

    /** Returns how many windows the model is asked. */
    long windows() {
        long frames = sound.framesAt(rate());
        return restores()
                ? sound.channels() * OverlapAdd.windows(frames, length(), hop())
                : WindowedSound.count(frames, length(), places.step());
    }

    /** Returns at which second a window begins. */
    double second(int window) {
        return (double) window * places.step() / rate();
    }

    /**
     * Cuts the windows that are told of, of the mean of the channels.
     *
     * @throws IOException if the sound cannot be read, or has a value that is no number
     */
    void cut(Portions portions) throws IOException {
        try (WindowedSound cut =
                new WindowedSound(sound.open(1, rate()), length(), places.step())) {
            int portion = config.atOnce(PORTION);
            for (long rest = windows(); rest > 0; rest -= portion) {
                float[][] some = new float[(int) Math.min(portion, rest)][length()];
                for (float[] window : some) {
                    cut.next(window, 0);
                }
                portions.take(some);
            }
        }
    }
}
