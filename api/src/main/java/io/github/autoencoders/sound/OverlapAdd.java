package io.github.autoencoders.sound;

import io.github.autoencoders.argument.Require;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What becomes of a sound of any length when its windows are changed, each channel by itself.
 * Windows of L samples begin L / 2 behind each other, and where two overlap what they became is
 * added, weighted by \(w_i = \sin^2(\pi (i + 1/2) / L)\), as \(w_i + w_{i + L/2} = 1\): what is
 * left as it is stays so. Or they lie behind each other, each as it became. In memory are some
 * windows.
 */
public final class OverlapAdd implements Sound {

    private static final int MOST_WINDOWS = 64; // at a time
    private static final int MOST_FRAMES = 1 << 20;

    private final UnaryOperator<float[][]> change;
    private final Sound source;
    private final int hop;
    private final int overlap; // of two windows
    private final int windows; // at a time
    private final float[] weights;
    private final float[][] input; // the overlap, which was there before, and what is new
    private final float[][] output; // likewise
    private long behind; // input frames that were read, less output frames that were made
    private int from; // of the output that is ready
    private int to;
    private boolean began;
    private boolean ended;

    /**
     * Makes a sound of the rate, the length and the channels of another, which is closed with it.
     *
     * @param change of windows, [N][L] to as many
     * @param length L
     * @param overlap of two windows: {@link #overlap(int, boolean)}
     * @throws IllegalArgumentException if that is neither 0 nor half of the length
     */
    public OverlapAdd(UnaryOperator<float[][]> change, int length, int overlap, Sound source) {
        this.change = change;
        this.source = source;
        Require.atLeast(1, "length", length);
        if (overlap != 0 && 2L * overlap != length) {
            throw new IllegalArgumentException(
                    "overlap must be 0 or half of %s, but is %s".formatted(length, overlap));
        }
        this.overlap = overlap;
        hop = length - overlap;
        windows = Math.max(1, Math.min(MOST_WINDOWS, MOST_FRAMES / length));
        weights = new float[length];
        for (int i = 0; i < length; i++) {
            double sine = Math.sin(Math.PI * (i + 0.5) / length);
            weights[i] = overlap == 0 ? 1 : (float) (sine * sine);
        }
        input = new float[source.channels()][overlap + hop * windows];
        output = new float[source.channels()][overlap + hop * windows];
        behind = overlap; // that of the first window lies before the beginning
    }

    /**
     * Returns by how much windows overlap: by half, or not at all.
     *
     * @param length of a window
     * @param keepsValues whether waves keep their phases; others would put each other out
     * @throws IllegalArgumentException if they are to overlap, and the length is odd
     */
    public static int overlap(int length, boolean keepsValues) {
        if (!keepsValues) {
            return 0;
        }
        if (length % 2 != 0) {
            throw new IllegalArgumentException(
                    "window must be even where windows are to be joined, but is " + length);
        }
        return length / 2;
    }

    /** Returns how many windows are changed for so many frames of one channel. */
    public static long windows(long frames, int length, int overlap) {
        int hop = length - overlap;
        return (frames + overlap + hop - 1) / hop;
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
            int wanted = hop * windows;
            for (int channel = 0; channel < input.length; channel++) {
                System.arraycopy(input[channel], wanted, input[channel], 0, overlap);
                Arrays.fill(input[channel], overlap, input[channel].length, 0);
                System.arraycopy(output[channel], wanted, output[channel], 0, overlap);
                Arrays.fill(output[channel], overlap, output[channel].length, 0);
            }
            int given = source.read(input, overlap, wanted);
            behind += given;
            ended = given < wanted && behind <= wanted;
            add((int) Math.min(windows, (behind + hop - 1) / hop));
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
        float[][] made = rows.length == 0 ? rows : change.apply(rows);
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
