package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Maps sounds, [B, 1, L], to pictures of how loud each frequency is when, [B, 1, M, T], lowest
 * frequency first: \(s = (\log(1 + a / f) - m) / d\), where a is the amplitude in one of M bands of
 * one of T frames, f the floor, below which differences hardly count, and m and d mean and standard
 * deviation. On the way back phases are found that make a sound with these amplitudes; as a sound's
 * own are not kept, its waves do not lie where they were, but it sounds alike.
 *
 * <p>A frame begins a quarter of its length behind the one before it. Bands are one frequency apart
 * where they begin, and farther by a constant ratio each, as ears hear; where there are as many
 * bands as frequencies, each has its own.
 *
 * @param length L
 * @param frame samples in a frame, a multiple of 4 and at least 8
 * @param bands M, at least 4 and at most half of a frame's samples
 * @param floor f, an amplitude; that of the loudest tone is 1
 * @param mean m
 * @param standardDeviation d
 */
public record Spectrogram(
        int length, int frame, int bands, double floor, double mean, double standardDeviation)
        implements Scaling {

    private static final double FRAME_SECONDS = 0.032;
    private static final int MOST_BANDS = 64;
    private static final double RANGE = 1000; // 60 dB
    private static final int ROUNDS = 32;
    private static final int MOST_FRAME = 1 << 12; // its matrices have the square of it
    private static final double MOST = 30; // e to that power, squared, is a 32-bit float

    public Spectrogram {
        Require.atLeast(1, "length", length);
        Require.atLeast(8, "frame", frame);
        Require.atMost(MOST_FRAME, "frame", frame);
        if (frame % 4 != 0) {
            throw new IllegalArgumentException("frame must be a multiple of 4, but is " + frame);
        }
        Require.atLeast(4, "bands", bands);
        Require.atMost(frame / 2, "bands", bands);
        Require.positive("floor", floor);
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be finite, but is " + mean);
        }
        Require.positive("standardDeviation", standardDeviation);
    }

    /** Returns T. */
    public int frames() {
        return ShortTimeFourier.frames(length, frame);
    }

    @Override
    public NDArray scale(NDArray raw) {
        ShortTimeFourier fourier = new ShortTimeFourier(length, frame, raw);
        NDArray powers = fourier.powers(fourier.spectra(raw.reshape(-1, length)));
        NDArray amplitudes = powers.matMul(matrix(shares(), raw)).sqrt(); // [B * T, M]
        NDArray logarithms = amplitudes.div(floor).add(1).log();
        NDArray scaled = logarithms.sub(mean).div(standardDeviation);
        return scaled.reshape(-1, frames(), bands)
                .transpose(0, 2, 1)
                .reshape(-1, 1, bands, frames());
    }

    @Override
    public NDArray unscale(NDArray scaled) {
        NDArray rows = scaled.reshape(-1, bands, frames()).transpose(0, 2, 1).reshape(-1, bands);
        NDArray logarithms = rows.mul(standardDeviation).add(mean).maximum(0).minimum(MOST);
        NDArray amplitudes = logarithms.exp().sub(1).mul(floor);
        NDArray magnitudes = amplitudes.matMul(matrix(transposed(triangles()), scaled));
        ShortTimeFourier fourier = new ShortTimeFourier(length, frame, scaled);
        return fourier.sounds(magnitudes, ROUNDS).reshape(-1, 1, length);
    }

    @Override
    public NDArray perRawValue(NDArray terms) {
        int hop = ShortTimeFourier.hop(frame);
        float[] shares = new float[length]; // of the samples that a frame is for, fewer at the end
        for (int i = 0; i < length; i++) {
            int from = i / hop * hop;
            shares[i] = 1f / (Math.min(length, from + hop) - from);
        }
        NDArray each = terms.reshape(-1, bands, frames()).sum(new int[] {1}); // [B, T]
        return each.repeat(1, hop)
                .get(":, 0:" + length)
                .mul(Numbers.like(terms, shares, length))
                .reshape(-1, 1, length);
    }

    @Override
    public boolean keepsValues() {
        return false;
    }

    @Override
    public Shape modelShape(Shape padded) {
        return new Shape(1, bands, frames());
    }

    @Override
    public void requireFits(SampleFormat format) {
        Shape wanted = new Shape(1, length);
        if (!format.shape().equals(wanted) || format.padding() != 0) {
            throw new IllegalArgumentException(
                    "shape must be %s without padding for a spectrogram, but is %s with a padding of %s"
                            .formatted(wanted, format.shape(), format.padding()));
        }
    }

    private static NDArray matrix(double[][] numbers, NDArray like) {
        int columns = numbers[0].length;
        float[] flat = new float[numbers.length * columns];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) numbers[i / columns][i % columns];
        }
        return Numbers.like(like, flat, numbers.length, columns);
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    /** Returns how much each frequency counts in the mean power of a band, [F][M]. */
    double[][] shares() {
        double[][] shares = triangles();
        for (int band = 0; band < bands; band++) {
            double sum = 0;
            for (double[] row : shares) {
                sum += row[band];
            }
            for (double[] row : shares) {
                row[band] /= sum;
            }
        }
        return shares;
    }

    // 1 in the middle of a band, 0 in those of its neighbours, [F][M]: a frequency's have sum 1.
    private double[][] triangles() {
        double[] middles = middles();
        double[][] triangles = new double[frame / 2][bands];
        int below = 0;
        for (int f = 0; f < frame / 2; f++) {
            while (below < bands - 2 && middles[below + 1] <= f) {
                below++;
            }
            double part = (f - middles[below]) / (middles[below + 1] - middles[below]);
            triangles[f][below] = 1 - Math.min(1, part);
            triangles[f][below + 1] = Math.min(1, part);
        }
        return triangles;
    }

    // From the first frequency to the last, distances growing from 1.
    private double[] middles() {
        int last = frame / 2 - 1;
        double[] middles = new double[bands];
        double low = 1;
        double high = last; // beyond any ratio that is wanted
        for (int round = 0; round < 100; round++) {
            double ratio = (low + high) / 2;
            double distance = 1;
            for (int band = 1; band < bands; band++) {
                middles[band] = middles[band - 1] + distance;
                distance *= ratio;
            }
            if (middles[bands - 1] > last) {
                high = ratio;
            } else {
                low = ratio;
            }
        }
        return middles;
    }

    /**
     * Returns the spectrogram that suits sounds: frames of about 32 ms, 64 bands, and a floor 60 dB
     * below the loudest.
     *
     * @throws IllegalArgumentException if samples are no sounds
     */
    static Spectrogram fit(Samples sounds) {
        SampleFormat format = sounds.format();
        int rate =
                format.schema()
                        .rate()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "scaling must be SPECTROGRAM for sounds alone, but"
                                                        + " is for "
                                                        + format.samples()));
        Spectrogram form = of(format.size(), rate);
        double[] amplitudes = form.amplitudes(sounds);
        double loudest = Arrays.stream(amplitudes).max().orElse(0);
        double floor = loudest > 0 ? loudest / RANGE : 1 / RANGE;
        double[] logarithms = Arrays.stream(amplitudes).map(a -> Math.log1p(a / floor)).toArray();
        double mean = Arrays.stream(logarithms).average().orElse(0);
        double variance =
                Arrays.stream(logarithms).map(u -> (u - mean) * (u - mean)).average().orElse(0);
        double deviation = variance > 0 ? Math.sqrt(variance) : 1;
        return new Spectrogram(form.length, form.frame, form.bands, floor, mean, deviation);
    }

    /**
     * Returns the spectrogram of sounds of a length and a rate that nothing else is known of.
     *
     * @param rate samples per second
     */
    public static Spectrogram of(int length, int rate) {
        double exponent = Math.log(FRAME_SECONDS * rate) / Math.log(2);
        int frame = Math.min(MOST_FRAME, 1 << Math.max(3, (int) Math.round(exponent)));
        return new Spectrogram(length, frame, Math.min(MOST_BANDS, frame / 2), 1 / RANGE, 1, 1);
    }

    // Of some frames, evenly chosen from all, as the sums take their time.
    private double[] amplitudes(Samples sounds) {
        long all = (long) sounds.size() * frames();
        int count = (int) Math.min(all, Math.min(1 << 12, (1 << 30) / ((long) frame * frame)));
        double[][] waves = ShortTimeFourier.waves(frame);
        double[][] shares = shares();
        double[] amplitudes = new double[count * bands];
        for (int i = 0; i < count; i++) {
            long chosen = all * i / count;
            float[] sound = sounds.sample((int) (chosen / frames()));
            double[] some = amplitudes(sound, (int) (chosen % frames()), waves, shares);
            System.arraycopy(some, 0, amplitudes, i * bands, bands);
        }
        return amplitudes;
    }

    /**
     * Returns how loud each band is in each frame, by a logarithm too, computed without an engine.
     *
     * @param sound raw, [L]
     * @return [T][M], from 0 for silence to 1 at 60 dB above the floor, and beyond
     */
    public double[][] levels(float[] sound) {
        double[][] waves = ShortTimeFourier.waves(frame);
        double[][] shares = shares();
        double loudest = Math.log1p(RANGE);
        return IntStream.range(0, frames())
                .mapToObj(t -> amplitudes(sound, t, waves, shares))
                .map(
                        some ->
                                Arrays.stream(some)
                                        .map(a -> Math.log1p(a / floor) / loudest)
                                        .toArray())
                .toArray(double[][]::new);
    }

    // Of the bands of one frame.
    private double[] amplitudes(float[] sound, int number, double[][] waves, double[][] shares) {
        double[] x = new double[frame];
        ShortTimeFourier.frame(sound, number, x);
        double[] spectrum = new double[frame];
        for (int i = 0; i < frame; i++) {
            for (int k = 0; x[i] != 0 && k < frame; k++) {
                spectrum[k] += x[i] * waves[i][k];
            }
        }
        double[] powers = new double[bands];
        for (int f = 0; f < shares.length; f++) {
            double sine = spectrum[f + shares.length];
            double power = spectrum[f] * spectrum[f] + sine * sine;
            for (int band = 0; band < bands; band++) {
                powers[band] += shares[f][band] * power;
            }
        }
        return Arrays.stream(powers).map(Math::sqrt).toArray();
    }
}
