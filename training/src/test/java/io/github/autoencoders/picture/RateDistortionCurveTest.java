package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RateDistortionCurveTest {

    private static final List<RateDistortionCurve.Point> POINTS =
            List.of(
                    new RateDistortionCurve.Point(0.1, 0.05, 15),
                    new RateDistortionCurve.Point(0.2, 0.12, 20),
                    new RateDistortionCurve.Point(0.3, 0.2, 24));

    @Test
    void bothRatesHaveACurveAndTheLimitIsDrawn() {
        BufferedImage picture = new RateDistortionCurve(POINTS, 26, "pixel").draw("Rates");
        assertTrue(count(picture, Look.COLOURS.get(0)) > 500);
        assertTrue(count(picture, Look.COLOURS.get(1)) > 500);
        assertTrue(count(picture, new Color(0x7a7a7a)) > 300);
    }

    @Test
    void onePointWithoutANumberIsDrawnAsWell() {
        List<RateDistortionCurve.Point> one =
                List.of(new RateDistortionCurve.Point(0.1, 0.05, Double.POSITIVE_INFINITY));
        assertTrue(new RateDistortionCurve(one, 26, "value").draw("").getHeight() > 0);
    }

    @Test
    void noPointsAreRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new RateDistortionCurve(List.of(), 1, "pixel"));
        assertEquals("points must be at least one, but are none", e.getMessage());
    }

    // Below the key, whose height is 60, and the title.
    private static long count(BufferedImage picture, Color colour) {
        long count = 0;
        for (int y = 130; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }
}
