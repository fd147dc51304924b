package io.github.autoencoders.sound;

import java.io.IOException;
import java.util.Arrays;

/**
 * A sound in another rate, by a sinc in a Kaiser window: \(y_m = \sum_n x_n h(m f / t - n)\) with
 * \(h(s) = c \operatorname{sinc}(c s) w(s)\), where f and t are the old and the new rate, and c,
 * the cutoff, is a little below the lesser of both halved. J. O. Smith, <a
 * href="https://ccrma.stanford.edu/~jos/resample/">Digital Audio Resampling</a>. What lies above is
 * 70 dB lower, nothing is delayed, and n frames become n t / f, rounded up. (The JDK's converter
 * loses 7 dB at three quarters of what 48 kHz can keep in 8 kHz, and delays by half a frame.)
 */
final class ResampledSound implements Sound {

    private static final int CROSSINGS = 32; // zeros of the sinc on each side
    private static final double ROLL_OFF = 0.925; // the cutoff, as a share of half the lesser rate
    private static final double BETA = 9; // of the window
    private static final int BLOCK = 1 << 12;
    private static final int KERNEL_VALUES = 1 << 22; // of all kernels, which stay in memory

    private final Sound source;
    private final int rate;
    private final int step; // of input frames ...
    private final int phases; // ... that are so many output frames
    private final double cutoff; // in cycles per two input frames
    private final int half; // taps on each side
    private final float[][] kernels; // by phase, or the nearest; made when first needed
    private final float[][] held; // input frames
    private long heldFrom; // the number of the first of them
    private int heldCount;
    private long end = Long.MAX_VALUE; // the number of input frames, once it is known
    private long next; // output frame

    ResampledSound(Sound source, int rate) {
        this.source = source;
        this.rate = rate;
        int common = greatestDivisor(source.rate(), rate);
        step = source.rate() / common;
        phases = rate / common;
        cutoff = ROLL_OFF * Math.min(1, (double) phases / step);
        half = (int) Math.ceil(CROSSINGS / cutoff);
        kernels = new float[Math.max(1, Math.min(phases, KERNEL_VALUES / (2 * half)))][];
        held = new float[source.channels()][2 * half + BLOCK];
        heldFrom = 1L - half; // before the beginning all is silent
        heldCount = half - 1;
    }

    private static int greatestDivisor(int one, int other) {
        return other == 0 ? one : greatestDivisor(other, one % other);
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int read(float[][] into, int from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long center = next * step / phases;
            hold(center + half);
            if (center >= end) {
                return i;
            }
            float[] kernel = kernel((int) (next * step % phases));
            int first = (int) (center - half + 1 - heldFrom);
            for (int channel = 0; channel < held.length; channel++) {
                float[] x = held[channel];
                float sum = 0;
                for (int tap = 0; tap < kernel.length; tap++) {
                    sum += kernel[tap] * x[first + tap];
                }
                into[channel][from + i] = sum;
            }
            next++;
        }
        return count;
    }

    // Has input frames up to one, and behind the last silence.
    private void hold(long last) throws IOException {
        while (last >= heldFrom + heldCount) {
            int kept = Math.min(heldCount, 2 * half);
            for (float[] channel : held) {
                System.arraycopy(channel, heldCount - kept, channel, 0, kept);
                Arrays.fill(channel, kept, channel.length, 0);
            }
            heldFrom += heldCount - kept;
            long begin = heldFrom + kept;
            int given = end == Long.MAX_VALUE ? source.read(held, kept, BLOCK) : 0;
            if (given < BLOCK && end == Long.MAX_VALUE) {
                end = begin + given;
            }
            heldCount = kept + BLOCK;
        }
    }

    // Rates above 60 kHz that have no common divisor have more phases than kernels.
    private float[] kernel(int phase) {
        int index = (int) ((long) phase * kernels.length / phases);
        float[] known = kernels[index];
        if (known == null) {
            boolean each = kernels.length == phases;
            known = newKernel((each ? index : index + 0.5) / kernels.length);
            kernels[index] = known;
        }
        return known;
    }

    // That of a place between two input frames; what is constant stays so.
    private float[] newKernel(double place) {
        double[] values = new double[2 * half];
        double sum = 0;
        for (int tap = 0; tap < values.length; tap++) {
            double s = place - (tap - half + 1);
            double angle = Math.PI * cutoff * s;
            double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
            double share = s / half;
            values[tap] = sinc * bessel(BETA * Math.sqrt(Math.max(0, 1 - share * share)));
            sum += values[tap];
        }
        float[] kernel = new float[values.length];
        for (int tap = 0; tap < values.length; tap++) {
            kernel[tap] = (float) (values[tap] / sum);
        }
        return kernel;
    }

    // The modified Bessel function of the first kind, of order 0, by its power series.
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
