package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class ImageQualityTest {

    private static final int CHANNELS = 2;
    private static final int HEIGHT = 13;
    private static final int WIDTH = 17;

    /**
     * Answers of scikit-image 0.26.0 for the same images: of {@code peak_signal_noise_ratio}, and
     * the mean over both channels of {@code structural_similarity(gaussian_weights=True, sigma=1.5,
     * use_sample_covariance=False, data_range=255)}.
     */
    @Test
    void measuresAreThoseOfScikitImage() {
        float[] a = stripes();
        float[] b = disturbed(a);
        assertEquals(19.545649381754693, ImageQuality.psnr(a, b, 255), 1e-12);
        assertEquals(0.9424533548458554, ssim(a, b, 255), 1e-12);
        assertEquals(ssim(a, b, 255), ssim(b, a, 255), 1e-15);
    }

    @Test
    void measuresDoNotDependOnTheUnit() {
        float[] a = stripes();
        float[] b = disturbed(a);
        double ssim = ssim(a, b, 255);
        double psnr = ImageQuality.psnr(a, b, 255);
        halve(a);
        halve(b);
        assertEquals(ssim, ssim(a, b, 127.5), 1e-12);
        assertEquals(psnr, ImageQuality.psnr(a, b, 127.5), 1e-12);
    }

    @Test
    void equalImagesAreTheLimit() {
        float[] a = stripes();
        assertEquals(1, ssim(a, a, 255), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, ImageQuality.psnr(a, a, 255));
    }

    /** Without contrast only the luminance counts. */
    @Test
    void flatImagesDifferInLuminance() {
        float[] a = new float[121];
        float[] b = new float[121];
        Arrays.fill(a, 0.25f);
        Arrays.fill(b, 0.75f);
        double expected = (2 * 0.25 * 0.75 + 1e-4) / (0.0625 + 0.5625 + 1e-4);
        assertEquals(expected, ImageQuality.ssim(a, b, 1, 11, 11, 1), 1e-12);
        assertEquals(20 * Math.log10(2), ImageQuality.psnr(a, b, 1), 1e-12);
    }

    @Test
    void windowMustFit() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ImageQuality.ssim(new float[120], new float[120], 1, 10, 12, 1));
        assertEquals(
                "height and width must be at least 11, the window of SSIM, but are 10 and 12",
                e.getMessage());
    }

    @Test
    void imagesMustBeOfOneSize() {
        IllegalArgumentException ssim =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ImageQuality.ssim(new float[242], new float[121], 2, 11, 11, 1));
        assertEquals(
                "a and b must have 2 x 11 x 11 values, but have 242 and 121", ssim.getMessage());
        IllegalArgumentException psnr =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ImageQuality.psnr(new float[2], new float[3], 1));
        assertEquals(
                "a and b must have as many values and at least one, but have 2 and 3",
                psnr.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void rangeMustBePositiveAndFinite(double range) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ImageQuality.psnr(new float[1], new float[1], range));
        assertEquals("range must be positive and finite, but is " + range, e.getMessage());
    }

    private static double ssim(float[] a, float[] b, double range) {
        return ImageQuality.ssim(a, b, CHANNELS, HEIGHT, WIDTH, range);
    }

    private static float[] stripes() {
        float[] image = new float[CHANNELS * HEIGHT * WIDTH];
        for (int i = 0; i < image.length; i++) {
            int column = i % WIDTH;
            image[i] = (7 * i + column * column) % 256;
        }
        return image;
    }

    private static float[] disturbed(float[] image) {
        float[] other = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int value = ((int) image[i] + 5 * i % 41) * 3 / 4;
            other[i] = value;
        }
        return other;
    }

    private static void halve(float[] image) {
        for (int i = 0; i < image.length; i++) {
            image[i] /= 2;
        }
    }
}
