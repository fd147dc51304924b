package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.picture.LossCurves.Point;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class LossCurvesTest {

    private static final Color TOTAL = Look.COLOURS.get(0);
    private static final Color RECONSTRUCTION = Look.COLOURS.get(1);
    private static final Color KL = Look.COLOURS.get(2);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 31, 300})
    void everyTermHasItsColourForAnyNumberOfEpochs(int epochs) {
        LossCurves curves =
                new LossCurves(falling(epochs, 0), falling(epochs, 1), "KL divergence", "nats");
        BufferedImage picture = curves.draw("loss", "nats");
        assertTrue(count(picture, TOTAL, 130, 1200, 130, picture.getHeight()) > 20);
        assertTrue(count(picture, RECONSTRUCTION, 130, 1200, 130, picture.getHeight()) > 20);
        assertTrue(count(picture, KL, 130, 1200, 130, picture.getHeight()) > 20);
    }

    @Test
    void plainAutoencoderHasOneCurveInOnePanel() {
        List<Point> plain = List.of(new Point(1, 300, 300, 0), new Point(2, 280, 280, Double.NaN));
        BufferedImage picture =
                new LossCurves(plain, List.of(), "KL divergence", "nats").draw("", "nats");
        BufferedImage both =
                new LossCurves(falling(2, 0), List.of(), "KL divergence", "nats").draw("", "nats");
        assertTrue(picture.getHeight() < both.getHeight());
        assertEquals(0, count(picture, TOTAL, 0, 1200, 0, picture.getHeight()));
        assertEquals(0, count(picture, KL, 0, 1200, 0, picture.getHeight()));
        assertTrue(count(picture, RECONSTRUCTION, 0, 1200, 0, picture.getHeight()) > 500);
    }

    /** Level curves: dashes of 10 with gaps of 7 cover about 10 / 17 of what a line covers. */
    @ParameterizedTest
    @ValueSource(ints = {2, 100, 1000})
    void validationIsDashedHoweverCloseTheEpochs(int epochs) {
        List<Point> training = level(epochs, 1);
        List<Point> validation = level(epochs, 2);
        BufferedImage picture =
                new LossCurves(training, validation, "KL divergence", "nats").draw("", "nats");
        int middle = picture.getHeight() / 2;
        double dashed = ink(picture, 100, middle);
        double solid = ink(picture, middle, picture.getHeight());
        assertEquals(10.0 / 17, dashed / solid, 0.05); // the curve need not end with a whole dash
    }

    /** The second of three epochs has the least loss in validation: the middle of each panel. */
    @Test
    void theBestEpochIsMarked() {
        List<Point> training = falling(3, 0);
        List<Point> validation =
                List.of(new Point(1, 9, 8, 1), new Point(2, 7, 6, 1), new Point(3, 8, 7, 1));
        BufferedImage picture =
                new LossCurves(training, validation, "KL divergence", "nats").draw("", "nats");
        Color grey = new Color(0x9a9a9a);
        int panels = picture.getHeight();
        assertTrue(count(picture, grey, 640, 670, 130, panels) > 300);
        BufferedImage without =
                new LossCurves(training, List.of(), "KL divergence", "nats").draw("", "nats");
        assertTrue(count(without, grey, 640, 670, 130, without.getHeight()) < 50);
    }

    @Test
    void epochsWithoutNumbersAreLeftOut() {
        List<Point> diverged =
                List.of(
                        new Point(1, 300, 290, 10),
                        new Point(2, Double.NaN, Double.NaN, Double.NaN),
                        new Point(
                                3,
                                Double.POSITIVE_INFINITY,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY));
        BufferedImage picture =
                new LossCurves(diverged, List.of(), "KL divergence", "nats").draw("", "nats");
        assertTrue(count(picture, TOTAL, 0, 1200, 100, picture.getHeight()) > 20);
    }

    /** XChart would mark every other epoch's value, 16 of them, from 4.0E-6 on. */
    @Test
    void slowlyRisingCurveHasFewAndRoundMarks() {
        List<Point> points =
                IntStream.rangeClosed(1, 25)
                        .mapToObj(epoch -> new Point(epoch, 1, 1, 4e-5 * epoch))
                        .toList();
        BufferedImage picture =
                new LossCurves(points, List.of(), "KL divergence", "nats").draw("", "nats");
        int lines = 0;
        for (int y = 700; y < picture.getHeight(); y++) {
            boolean begins = picture.getRGB(1172, y) != -1 && picture.getRGB(1172, y - 1) == -1;
            lines += begins ? 1 : 0;
        }
        assertTrue(lines >= 4 && lines <= 8, "lines: " + lines);
    }

    @Test
    void noEpochIsRefused() {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new LossCurves(List.of(), falling(1, 0), "KL divergence", "nats"));
        assertEquals("training must have at least one epoch, but has none", refused.getMessage());
    }

    private static List<Point> falling(int epochs, double above) {
        return IntStream.rangeClosed(1, epochs)
                .mapToObj(
                        epoch -> {
                            double reconstruction = 250 + above + 50 * Math.exp(-epoch / 2.0);
                            double kl = 6.5 + above - 4.5 * Math.exp(-epoch / 2.0);
                            return new Point(epoch, reconstruction + kl, reconstruction, kl);
                        })
                .toList();
    }

    private static List<Point> level(int epochs, double loss) {
        return IntStream.rangeClosed(1, epochs)
                .mapToObj(epoch -> new Point(epoch, loss, loss, 0))
                .toList();
    }

    /** Returns how much is covered by anything coloured, half-covered pixels as half. */
    private static double ink(BufferedImage image, int top, int bottom) {
        double ink = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color pixel = new Color(image.getRGB(x, y));
                ink += pixel.getRed() - pixel.getBlue();
            }
        }
        return ink;
    }

    private static int count(
            BufferedImage image, Color colour, int left, int right, int top, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
