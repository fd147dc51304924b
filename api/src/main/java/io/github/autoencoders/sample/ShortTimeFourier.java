package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.array.Numbers;
import java.util.Arrays;
import java.util.Random;

/**
 * The spectra of frames of sounds, and sounds of spectra: sums as matrix products, which each
 * engine has. A frame is of N samples in a Hann window and begins N / 4 behind the one before it;
 * it has F = N / 2 frequencies, as the highest, of which only every other sample tells, is left
 * out. A spectrum is of F cosines, then F sines; a tone of amplitude 1 has magnitude 1.
 */
final class ShortTimeFourier {

    private static final int OVERLAP = 4; // how many frames a sample is in
    private static final double MOMENTUM = 0.99;
    private static final float LEAST = 1e-20f; // power, so that nothing is divided by 0

    private final int length; // L
    private final int hop;
    private final int frames; // T
    private final int frequencies; // F
    private final NDArray analysis; // [N, 2F]
    private final NDArray synthesis; // [2F, N]
    private final NDArray weights; // [L]

    /**
     * Makes the matrices where an array is.
     *
     * @param length L of the sounds
     * @param frame N, a multiple of 4
     */
    ShortTimeFourier(int length, int frame, NDArray like) {
        this.length = length;
        hop = hop(frame);
        frames = frames(length, frame);
        frequencies = frame / 2;
        float[] there = new float[2 * frequencies * frame];
        float[] back = new float[there.length];
        double[][] waves = waves(frame);
        for (int i = 0; i < frame; i++) {
            for (int k = 0; k < 2 * frequencies; k++) {
                there[i * 2 * frequencies + k] = (float) waves[i][k];
                double share = k % frequencies == 0 ? 1 : 2; // those left out mirror the others
                back[k * frame + i] = (float) (waves[i][k] * share * frame / 16);
            }
        }
        analysis = Numbers.like(like, there, frame, 2L * frequencies);
        synthesis = Numbers.like(like, back, 2L * frequencies, frame);
        weights = Numbers.like(like, weights(frame), length);
    }

    /** Returns how many samples a frame begins behind the one before it. */
    static int hop(int frame) {
        return frame / OVERLAP;
    }

    /** Returns how many frames a sound has: one for each quarter of a frame that is begun. */
    static int frames(int length, int frame) {
        return (length + hop(frame) - 1) / hop(frame);
    }

    // Zeros before the first sample: in the middle of a frame is the quarter that it is for.
    private static int lead(int frame) {
        return (frame - hop(frame)) / 2;
    }

    private static double[] window(int frame) {
        double[] window = new double[frame];
        Arrays.setAll(window, i -> (1 - Math.cos(2 * Math.PI * i / frame)) / 2);
        return window;
    }

    /**
     * Returns what a sample of a frame counts for each cosine and sine, [N][2F].
     *
     * @param frame N
     */
    static double[][] waves(int frame) {
        double[] window = window(frame);
        double[] cosines = new double[frame]; // of a whole turn
        double[] sines = new double[frame];
        for (int i = 0; i < frame; i++) {
            double angle = 2 * Math.PI * i / frame;
            cosines[i] = Math.cos(angle);
            sines[i] = Math.sin(angle);
        }
        int frequencies = frame / 2;
        double[][] waves = new double[frame][2 * frequencies];
        for (int i = 0; i < frame; i++) {
            double height = 4 * window[i] / frame; // the window's sum is N / 2
            for (int f = 0; f < frequencies; f++) {
                int at = i * f % frame;
                waves[i][f] = height * cosines[at];
                waves[i][f + frequencies] = height * sines[at];
            }
        }
        return waves;
    }

    /**
     * Copies a frame of a sound, which is silent outside of its samples.
     *
     * @param number of the frame, from 0
     * @param into [N]
     */
    static void frame(float[] sound, int number, double[] into) {
        int from = number * hop(into.length) - lead(into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = from + i >= 0 && from + i < sound.length ? sound[from + i] : 0;
        }
    }

    // By the squared windows that a sample is in, of which there are fewer at the ends.
    private float[] weights(int frame) {
        double[] window = window(frame);
        double[] squares = new double[length];
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < frame; i++) {
                int at = t * hop - lead(frame) + i;
                if (at >= 0 && at < length) {
                    squares[at] += window[i] * window[i];
                }
            }
        }
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            weights[i] = (float) (1 / squares[i]);
        }
        return weights;
    }

    /**
     * Returns spectra.
     *
     * @param sounds [B, L]
     * @return [B * T, 2F]
     */
    NDArray spectra(NDArray sounds) {
        int lead = lead(OVERLAP * hop);
        int behind = (frames + OVERLAP - 1) * hop - lead - length;
        NDArray before = Numbers.zeros(sounds, 1, lead);
        NDArray after = Numbers.zeros(sounds, 1, behind);
        NDArray padded = NDArrays.concat(new NDList(before, sounds, after), 1);
        NDArray quarters = padded.reshape(-1, frames + OVERLAP - 1, hop);
        NDList parts = new NDList();
        for (int k = 0; k < OVERLAP; k++) {
            parts.add(quarters.get(":, " + k + ":" + (k + frames)));
        }
        return NDArrays.concat(parts, 2).reshape(-1, analysis.size(0)).matMul(analysis);
    }

    /**
     * Returns the sounds whose spectra are nearest: Eq. 6 of <a
     * href="https://doi.org/10.1109/TASSP.1984.1164317">Griffin and Lim (1984)</a>.
     *
     * @param spectra [B * T, 2F]
     * @return [B, L]
     */
    NDArray sounds(NDArray spectra) {
        NDArray parts = spectra.matMul(synthesis).reshape(-1, frames, synthesis.size(1));
        NDArray sum = moved(parts, 0);
        for (int k = 1; k < OVERLAP; k++) {
            sum = sum.add(moved(parts, k));
        }
        int lead = lead(OVERLAP * hop);
        return sum.reshape(-1, (long) (frames + OVERLAP - 1) * hop)
                .get(":, " + lead + ":" + (lead + length))
                .mul(weights);
    }

    // One quarter of each frame, where it belongs among the quarters of the sound.
    private NDArray moved(NDArray parts, int quarter) {
        NDArray part = parts.get(":, :, " + quarter * hop + ":" + (quarter + 1) * hop);
        NDList row = new NDList();
        if (quarter > 0) {
            row.add(Numbers.zeros(part, 1, quarter));
        }
        row.add(part);
        if (quarter < OVERLAP - 1) {
            row.add(Numbers.zeros(part, 1, OVERLAP - 1 - quarter));
        }
        return NDArrays.concat(row, 1);
    }

    /**
     * Returns the powers of spectra.
     *
     * @param spectra [B * T, 2F]
     * @return [B * T, F]
     */
    NDArray powers(NDArray spectra) {
        return spectra.reshape(-1, 2, frequencies).square().sum(new int[] {1});
    }

    /**
     * Returns sounds with spectra of given magnitudes, whose phases are found by projecting in turn
     * onto spectra that have these magnitudes and onto spectra of sounds, a little farther each
     * time: Algorithm 2 of <a href="https://doi.org/10.1109/WASPAA.2013.6701851">Perraudin et al.
     * (2013)</a>. It begins with phases from a table of chance, always the same.
     *
     * @param magnitudes [B * T, F]
     * @param rounds of projections
     * @return [B, L]
     */
    NDArray sounds(NDArray magnitudes, int rounds) {
        NDArray wanted = magnitudes.reshape(-1, frames, 1, frequencies);
        NDArray before = wanted.mul(phases(magnitudes)).reshape(-1, 2L * frequencies);
        NDArray next = before;
        NDManager manager = magnitudes.getManager();
        for (int round = 0; round < rounds; round++) {
            try (NDManager scope = manager.newSubManager()) { // arrays of one round alone
                next.attach(scope);
                before.attach(scope);
                NDArray found = spectra(sounds(next));
                NDArray ahead = found.sub(before).mul(MOMENTUM).add(found);
                before = found;
                next = withMagnitudes(ahead, magnitudes);
                before.attach(manager);
                next.attach(manager);
            }
        }
        return sounds(next);
    }

    private NDArray withMagnitudes(NDArray spectra, NDArray magnitudes) {
        NDArray found = powers(spectra).maximum(LEAST).sqrt();
        // An array belongs to the manager of the one that it is called of.
        NDArray factors = found.pow(-1).mul(magnitudes).reshape(-1, 1, frequencies);
        return spectra.reshape(-1, 2, frequencies).mul(factors).reshape(-1, 2L * frequencies);
    }

    // Cosines and sines of angles, [T, 2, F].
    private NDArray phases(NDArray like) {
        Random random = RandomStreams.of(0);
        float[] phases = new float[frames * 2 * frequencies];
        for (int t = 0; t < frames; t++) {
            for (int f = 0; f < frequencies; f++) {
                double angle = 2 * Math.PI * random.nextDouble();
                int at = 2 * t * frequencies + f;
                phases[at] = (float) Math.cos(angle);
                phases[at + frequencies] = (float) Math.sin(angle);
            }
        }
        return Numbers.like(like, phases, frames, 2, frequencies);
    }
}
