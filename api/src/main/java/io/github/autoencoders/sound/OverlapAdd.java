package io.github.autoencoders.sound;

import io.github.autoencoders.argument.Require;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What becomes of a sound of any length when its windows are changed, each channel by itself.
 * Windows of L samples begin H behind each other, and where some overlap what they became is added,
 * weighted by \(w_i = s_i / \sum_k s_{i + k H}\) with \(s_i = \sin^2(\pi (i + 1/2) / L)\), a sum
 * over all k with \(0 \le i + k H &lt; L\). Weights of one sample add up to 1, from the first to
 * the last: what is left as it is stays so. In memory are some windows.
 */
public final class OverlapAdd implements Sound {

    private static final int MOST_WINDOWS = 64; // at a time
    private static final int MOST_FRAMES = 1 << 20;

    private final UnaryOperator<float[][]> change;
    private final Sound source;
    private final int hop;
    private final int overlap; // of a window and those before it
    private final int windows; // at a time
    private final float[] weights;
    private final float[][] input; // the overlap, which was there before, and what is new
    private final float[][] output; // likewise
    private long behind; // input frames that were read, less output frames that were made
    private int before; // output frames still to be made that lie before the beginning
    private int from; // of the output that is ready
    private int to;
    private boolean ended;

    /**
     * Makes a sound of the rate, the length and the channels of another, which is closed with it.
     *
     * @param change of windows, [N][L] to as many
     * @param length L
     * @param hop H, from 1 to L: {@link #hop}
     */
    public OverlapAdd(UnaryOperator<float[][]> change, int length, int hop, Sound source) {
        this.change = change;
        this.source = source;
        Require.atLeast(1, "length", length);
        this.hop = Require.atMost(length, "hop", Require.atLeast(1, "hop", hop));
        overlap = length - hop;
        windows = Math.max(1, Math.min(MOST_WINDOWS, MOST_FRAMES / length));
        weights = weights(length, hop);
        input = new float[source.channels()][overlap + hop * windows];
        output = new float[source.channels()][overlap + hop * windows];
        behind = overlap; // that of the first window lies before the beginning
        before = overlap;
    }

    private static float[] weights(int length, int hop) {
        double[] bells = new double[length];
        double[] sums = new double[hop];
        for (int i = 0; i < length; i++) {
            double sine = Math.sin(Math.PI * (i + 0.5) / length);
            bells[i] = sine * sine;
            sums[i % hop] += bells[i];
        }
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            weights[i] = (float) (bells[i] / sums[i % hop]);
        }
        return weights;
    }

    /**
     * Returns how many samples a window begins behind the one before it.
     *
     * @param length of a window
     * @param asked or 0 for half a window
     * @param keepsValues whether waves keep their phases; others would put each other out, and so
     *     lie behind each other whatever is asked
     */
    public static int hop(int length, int asked, boolean keepsValues) {
        if (!keepsValues) {
            return length;
        }
        return asked == 0 ? length - length / 2 : asked;
    }

    /** Returns how many windows are changed for so many frames of one channel. */
    public static long windows(long frames, int length, int hop) {
        return (frames + length - 1) / hop;
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
            to = (int) Math.min(wanted, behind);
            from = Math.min(before, to);
            before -= from;
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
