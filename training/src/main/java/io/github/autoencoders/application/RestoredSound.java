package io.github.autoencoders.application;

import io.github.autoencoders.sample.Spectrogram;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What a model of windows makes of a sound of any length, each channel by itself. Windows of L
 * samples begin L / 2 behind each other, and where two overlap their reconstructions are added,
 * weighted by \(w_i = \sin^2(\pi (i + 1/2) / L)\), as \(w_i + w_{i + L/2} = 1\): what a model
 * leaves as it is stays so. Of a model of {@link Spectrogram}s, which keeps no phases, waves of two
 * windows would put each other out: windows lie behind each other, each as it is. In memory are
 * some windows.
 *
 * <pre>{@code
 * try (Sound noisy = SoundFile.read(Path.of("noisy.wav")).open();
 *         Sound restored = RestoredSound.of(model, noisy)) {
 *     WaveFile.write(restored, 80_000, Path.of("restored.wav"));
 * }
 * }</pre>
 */
public final class RestoredSound implements Sound {

    private static final int WINDOWS = 64; // at a time

    private final UnaryOperator<float[][]> model; // [N][L] to as many
    private final Sound source;
    private final int hop;
    private final int overlap; // of two windows
    private final float[] weights;
    private final float[][] input; // the overlap, which was there before, and what is new
    private final float[][] output; // likewise
    private long behind; // input frames that were read, less output frames that were made
    private int from; // of the output that is ready
    private int to;
    private boolean began;
    private boolean ended;

    /** Restores by what becomes of windows of an even length. */
    RestoredSound(UnaryOperator<float[][]> model, int length, Sound source) {
        this(model, length, length / 2, source);
    }

    /** Restores by what becomes of windows that overlap by half their length, or not at all. */
    RestoredSound(UnaryOperator<float[][]> model, int length, int overlap, Sound source) {
        this.model = model;
        this.source = source;
        this.overlap = overlap;
        hop = length - overlap;
        weights = new float[length];
        for (int i = 0; i < length; i++) {
            double sine = Math.sin(Math.PI * (i + 0.5) / length);
            weights[i] = overlap == 0 ? 1 : (float) (sine * sine);
        }
        input = new float[source.channels()][overlap + hop * WINDOWS];
        output = new float[source.channels()][overlap + hop * WINDOWS];
        behind = overlap; // that of the first window lies before the beginning
    }

    /**
     * Returns a restored sound, of the same rate and length; closing it closes the other.
     *
     * @param model of sounds [1, L], L even where phases are kept, without conditions
     * @throws IllegalArgumentException if the model is another
     */
    public static Sound of(TrainedAutoencoder model, Sound sound) {
        int rate = rate(model);
        int length = model.format().size();
        int overlap = model.format().scaling().keepsValues() ? length / 2 : 0;
        return new RestoredSound(model::reconstruct, length, overlap, sound.at(rate))
                .at(sound.rate());
    }

    /**
     * Returns the rate of the sounds that a model was trained on.
     *
     * @throws IllegalArgumentException if it does not restore sounds
     */
    static int rate(TrainedAutoencoder model) {
        int rate =
                model.format()
                        .schema()
                        .rate()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "model must be one of sounds, but is one of "
                                                        + model.format().samples()));
        if (model.format().scaling().keepsValues() && model.format().size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "window must be even where windows are to be joined, but is "
                            + model.format().size());
        }
        return rate;
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public int rate() {
        return source.rate();
    }

    @Override
    public int read(float[][] into, int start, int count) throws IOException {
        int done = 0;
        while (done < count && (from < to || make())) {
            int given = Math.min(count - done, to - from);
            for (int channel = 0; channel < into.length; channel++) {
                System.arraycopy(output[channel], from, into[channel], start + done, given);
            }
            from += given;
            done += given;
        }
        return done;
    }

    // Makes more output ready; false at the end.
    private boolean make() throws IOException {
        while (!ended) {
            int wanted = hop * WINDOWS;
            for (int channel = 0; channel < input.length; channel++) {
                System.arraycopy(input[channel], wanted, input[channel], 0, overlap);
                Arrays.fill(input[channel], overlap, input[channel].length, 0);
                System.arraycopy(output[channel], wanted, output[channel], 0, overlap);
                Arrays.fill(output[channel], overlap, output[channel].length, 0);
            }
            int given = source.read(input, overlap, wanted);
            behind += given;
            ended = given < wanted && behind <= wanted;
            add((int) Math.min(WINDOWS, (behind + hop - 1) / hop));
            from = began ? 0 : overlap;
            began = true;
            to = (int) Math.min(wanted, behind);
            behind -= to;
            if (from < to) {
                return true;
            }
        }
        return false;
    }

    private void add(int windows) {
        int length = weights.length;
        float[][] rows = new float[input.length * windows][];
        for (int i = 0; i < rows.length; i++) {
            int begin = i % windows * hop;
            rows[i] = Arrays.copyOfRange(input[i / windows], begin, begin + length);
        }
        float[][] made = rows.length == 0 ? rows : model.apply(rows);
        for (int i = 0; i < rows.length; i++) {
            float[] sum = output[i / windows];
            for (int j = 0; j < length; j++) {
                sum[i % windows * hop + j] += weights[j] * made[i][j];
            }
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
