package io.github.autoencoders.sample;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpectrogramTest {

    private static final int LENGTH = 1000; // no multiple of a quarter of a frame

    private static float[] tone(double cycles, double amplitude) {
        float[] tone = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            tone[i] = (float) (amplitude * Math.sin(2 * Math.PI * cycles * i / LENGTH));
        }
        return tone;
    }

    // A sweep that grows and fades, with some noise.
    private static float[] call(long seed) {
        Random random = new Random(seed);
        float[] call = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            double swell = Math.sin(Math.PI * i / LENGTH);
            double turn = 2 * Math.PI * (0.02 + 0.00005 * i * (1 + seed)) * i;
            call[i] = (float) (0.4 * swell * Math.sin(turn) + 0.01 * random.nextGaussian());
        }
        return call;
    }

    private static NDArray sounds(NDManager manager, float[]... sounds) {
        return manager.create(sounds).reshape(sounds.length, 1, LENGTH);
    }

    /** By the sum that defines it, at places taken from all over the picture. */
    @Test
    void eachValueIsTheLogarithmOfAnAmplitude() {
        Spectrogram each = new Spectrogram(LENGTH, 64, 32, 0.001, 2, 3); // a band a frequency
        float[] x = call(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled = each.scale(sounds(manager, tone(9, 1), x));
            assertEquals(new Shape(2, 1, 32, 63), scaled.getShape());
            for (int[] at : new int[][] {{0, 0}, {3, 1}, {7, 30}, {31, 40}, {12, 62}}) {
                double real = 0;
                double imaginary = 0;
                for (int i = 0; i < 64; i++) {
                    int place = at[1] * 16 - 24 + i;
                    double value = place < 0 || place >= LENGTH ? 0 : x[place];
                    value *= Math.pow(Math.sin(Math.PI * i / 64), 2) / 16; // half the Hann's sum
                    real += value * Math.cos(2 * Math.PI * i * at[0] / 64);
                    imaginary += value * Math.sin(2 * Math.PI * i * at[0] / 64);
                }
                double expected = (Math.log1p(Math.hypot(real, imaginary) / 0.001) - 2) / 3;
                assertEquals(expected, scaled.getFloat(1, 0, at[0], at[1]), 1e-4);
            }
        }
    }

    @Test
    void levelsWithoutAnEngineAreTheSame() {
        Spectrogram form = new Spectrogram(LENGTH, 64, 12, 0.002, 2, 3);
        double[][] levels = form.levels(call(1)); // [T][M]
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled = form.scale(sounds(manager, call(1)));
            double[] expected = new double[12 * 63];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (levels[i % 63][i / 63] * Math.log1p(1000) - 2) / 3;
            }
            assertArrayEquals(expected, doubles(scaled), 1e-4);
        }
    }

    /** Of 32 frequencies in 8 bands, a tone is where it belongs; the lowest are apart. */
    @Test
    void bandsGrowWiderWithTheFrequency() {
        Spectrogram few = new Spectrogram(LENGTH, 64, 8, 0.001, 0, 1);
        double[][] shares = few.shares();
        assertEquals(1, shares[0][0], 1e-6);
        assertEquals(0, shares[1][0], 1e-6);
        assertEquals(1, Arrays.stream(shares).mapToDouble(row -> row[7]).sum(), 1e-9);
        int[] reach = new int[8];
        for (double[] row : shares) {
            for (int band = 0; band < 8; band++) {
                reach[band] += row[band] > 1e-6 ? 1 : 0;
            }
        }
        assertTrue(reach[1] <= 2 && reach[5] > reach[3] && reach[6] > 9, Arrays.toString(reach));
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int band = 0; band < 8; band++) {
                double middle = 0;
                double weight = 0;
                for (int f = 0; f < 32; f++) {
                    middle += f * shares[f][band];
                    weight += shares[f][band];
                }
                NDArray scaled =
                        few.scale(sounds(manager, tone(middle / weight * LENGTH / 64 + 0.01, 1)));
                NDArray frame = scaled.get(":, 0, :, 30");
                assertEquals(band, frame.argMax(1).toLongArray()[0]);
            }
        }
    }

    /** All but the highest frequency, of which there is some where a sound begins and ends. */
    @Test
    void soundsOfTheirOwnSpectraAreThemselves() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[][] {tone(37.3, 0.5), tone(5, 1)});
            ShortTimeFourier fourier = new ShortTimeFourier(LENGTH, 64, x);
            String inside = ":, 64:" + (LENGTH - 64);
            double[] back = doubles(fourier.sounds(fourier.spectra(x)).get(inside));
            assertArrayEquals(doubles(x.get(inside)), back, 1e-5);
        }
    }

    /** Their phases are found anew: the pictures are alike, not the waves. */
    @Test
    void soundsComeBackWithTheSamePicture() {
        Spectrogram each = new Spectrogram(LENGTH, 64, 32, 0.001, 0, 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled = each.scale(sounds(manager, call(1), call(2)));
            NDArray back = each.unscale(scaled);
            assertEquals(new Shape(2, 1, LENGTH), back.getShape());
            NDArray wanted = scaled.exp().sub(1);
            NDArray there = each.scale(back).exp().sub(1);
            double error = there.sub(wanted).square().sum().getFloat();
            double all = wanted.square().sum().getFloat();
            assertTrue(10 * Math.log10(error / all) < -18, error + " of " + all);
        }
    }

    @Test
    void oneSoundComesBackAsAmongOthers() {
        Spectrogram form = Spectrogram.of(LENGTH, 2000);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray both = form.unscale(form.scale(sounds(manager, call(1), call(2))));
            NDArray one = form.unscale(form.scale(sounds(manager, call(2))));
            assertArrayEquals(doubles(one.get("0")), doubles(both.get("1")), 1e-3);
        }
    }

    @Test
    void whatBelongsToAFrameIsSharedByItsSamples() {
        Spectrogram form = new Spectrogram(11, 8, 4, 0.001, 0, 1); // 6 frames, the last for one
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] terms = new float[2 * 4 * 6];
            for (int i = 0; i < terms.length; i++) {
                terms[i] = i % 6 + 1;
            }
            NDArray each = form.perRawValue(manager.create(terms, new Shape(2, 1, 4, 6)));
            assertEquals(new Shape(2, 1, 11), each.getShape());
            double[] row = {2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 24};
            assertArrayEquals(row, Arrays.copyOf(doubles(each), 11), 1e-6);
        }
    }

    /** Of so few, all frames are looked at. */
    @Test
    void theScalingOfSoundsHasMeanZeroAndDeviationOne() {
        Samples sounds = samples(Schema.ofSound(2000), call(1), call(2), tone(20, 0.25));
        SampleFormat fitted = sounds.fittedFormat(0, ScalingKind.SPECTROGRAM);
        Spectrogram form = (Spectrogram) fitted.scaling();
        assertEquals(List.of(LENGTH, 64, 32), List.of(form.length(), form.frame(), form.bands()));
        assertEquals(new Shape(1, 32, 63), fitted.modelShape());
        assertEquals(SampleKind.SIGNAL, fitted.kind());
        assertEquals(0.3e-3, form.floor(), 0.15e-3); // 60 dB below the loudest
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] values =
                    doubles(fitted.toModel(sounds(manager, call(1), call(2), tone(20, 0.25))));
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
            assertEquals(0, mean, 1e-4);
            assertEquals(1, variance, 1e-4);
        }
    }

    @Test
    void silenceAloneCanBeScaledToo() {
        Samples silence = samples(Schema.ofSound(8000), new float[LENGTH]);
        SampleFormat fitted = silence.fittedFormat(0, ScalingKind.SPECTROGRAM);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled = fitted.toModel(sounds(manager, new float[LENGTH]));
            assertEquals(0, scaled.abs().max().getFloat());
            assertEquals(0, fitted.toRaw(scaled).abs().max().getFloat());
        }
    }

    private static Samples samples(Schema schema, float[]... sounds) {
        SampleFormat format = SampleFormat.unfitted(new Shape(1, LENGTH)).withSchema(schema);
        return Samples.of(sounds, format);
    }

    @Test
    void theFrameHangsOnTheRate() {
        for (int[] each : new int[][] {{1000, 32}, {8000, 256}, {16000, 512}, {44100, 1024}}) {
            assertEquals(each[1], Spectrogram.of(LENGTH, each[0]).frame());
        }
    }

    @Test
    void whatIsNoSoundHasNoSpectrogram() {
        assertRefused(
                "scaling must be SPECTROGRAM for sounds alone, but is for samples of shape (1,"
                        + " 1000)",
                () ->
                        samples(Schema.NONE, new float[LENGTH])
                                .fittedFormat(0, ScalingKind.SPECTROGRAM));
        Spectrogram form = Spectrogram.of(8, 8000);
        assertRefused(
                "shape must be (1, 8) without padding for a spectrogram, but is (2, 8) with a"
                        + " padding of 0",
                () -> form.requireFits(new SampleFormat(new Shape(2, 8), 0, form)));
        assertRefused(
                "shape must be (1, 8) without padding for a spectrogram, but is (1, 8) with a"
                        + " padding of 1",
                () -> form.requireFits(new SampleFormat(new Shape(1, 8), 1, form)));
        assertRefused(
                "corruption must not be WhiteNoise for Spectrogram samples, whose values are no"
                        + " sound",
                () ->
                        new Corruption.WhiteNoise(0, 0)
                                .requireFits(new SampleFormat(new Shape(1, 8), 0, form)));
    }

    @Test
    void framesBandsAndNumbersAreChecked() {
        assertRefused(
                "frame must be a multiple of 4, but is 10",
                () -> new Spectrogram(8, 10, 4, 0.001, 0, 1));
        assertRefused(
                "bands must be at most 8, but is 9", () -> new Spectrogram(8, 16, 9, 0.001, 0, 1));
        assertRefused(
                "bands must be at least 4, but is 3", () -> new Spectrogram(8, 16, 3, 0.001, 0, 1));
        assertRefused(
                "floor must be positive and finite, but is NaN",
                () -> new Spectrogram(8, 16, 4, Double.NaN, 0, 1));
        assertRefused(
                "mean must be finite, but is Infinity",
                () -> new Spectrogram(8, 16, 4, 1, Double.POSITIVE_INFINITY, 1));
        assertRefused(
                "standardDeviation must be positive and finite, but is 0.0",
                () -> new Spectrogram(8, 16, 4, 1, 0, 0));
    }

    private static void assertRefused(String message, Executable made) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
    }
}
