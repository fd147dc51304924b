package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class ReconstructionQualityTest {

    private static final SampleFormat IMAGES =
            new SampleFormat(new Shape(3, 12, 13), 0, Scaling.UnitInterval.BYTES);

    private static float[] noise(int seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * 12 * 13];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256);
        }
        return values;
    }

    /** An error of 51, a fifth of the range, everywhere: 20 log10(5) = 13.979400 dB. */
    @Test
    void ratioIsThatOfTheErrorToTheRange() {
        float[] black = new float[3 * 12 * 13];
        float[] grey = black.clone();
        Arrays.fill(grey, 51);
        ReconstructionQuality likeness =
                ReconstructionQuality.of(IMAGES, List.of(black), List.of(grey));
        assertEquals(20 * Math.log10(5), likeness.psnr(), 1e-12);
    }

    /** One sample without error and one with twice the error: half the error is 10 log10(2). */
    @Test
    void samplesWithoutErrorCountInTheRatio() {
        float[] one = noise(1);
        float[] off = one.clone();
        off[5] += 10;
        double alone = ReconstructionQuality.of(IMAGES, List.of(one), List.of(off)).psnr();
        double both = ReconstructionQuality.of(IMAGES, List.of(one, one), List.of(off, one)).psnr();
        assertEquals(10 * Math.log10(2), both - alone, 1e-9);
    }

    @Test
    void similarityIsTheMeanOverTheSamples() {
        List<float[]> wanted = List.of(noise(1), noise(2), noise(3));
        List<float[]> given = List.of(noise(1), noise(5), noise(6));
        double sum = 1;
        for (int i = 1; i < 3; i++) {
            sum += ImageQuality.ssim(wanted.get(i), given.get(i), 3, 12, 13, 255);
        }
        ReconstructionQuality likeness = ReconstructionQuality.of(IMAGES, wanted, given);
        assertEquals(sum / 3, likeness.ssim().orElseThrow(), 1e-12);
        assertTrue(likeness.toString().matches("PSNR \\d+\\.\\d\\d dB, SSIM 0\\.\\d{4}"));
    }

    /** From -2 to 6 is 8; an error of 0.8 is a tenth of it: 20 dB. */
    @Test
    void rowsWithoutBoundsAreMeasuredByTheRangeTheyHave() {
        SampleFormat rows =
                new SampleFormat(
                        new Shape(2), 0, new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        ReconstructionQuality likeness =
                ReconstructionQuality.of(
                        rows,
                        List.of(new float[] {-2, 0}, new float[] {6, 1}),
                        List.of(new float[] {-2.8f, 0.8f}, new float[] {6.8f, 0.2f}));
        assertEquals(20, likeness.psnr(), 1e-5);
        assertTrue(likeness.ssim().isEmpty());
        assertEquals("PSNR 20.00 dB", likeness.toString());
    }

    /** As above, with a third column that is missing. */
    @Test
    void missingValuesDoNotCount() {
        SampleFormat rows =
                new SampleFormat(
                        new Shape(3),
                        0,
                        new Scaling.WithMissing(
                                new Scaling.Standardized(List.of(0.0), List.of(1.0))));
        ReconstructionQuality likeness =
                ReconstructionQuality.of(
                        rows,
                        List.of(new float[] {-2, 0, Float.NaN}, new float[] {6, 1, Float.NaN}),
                        List.of(new float[] {-2.8f, 0.8f, 50}, new float[] {6.8f, 0.2f, -9}));
        assertEquals(20, likeness.psnr(), 1e-5);
    }

    @Test
    void samplesMustBeAsMany() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ReconstructionQuality.of(IMAGES, List.of(noise(1)), List.of()));
        assertEquals(
                "samples must be as many as those that they are compared with, 1, but are 0",
                e.getMessage());
    }
}
