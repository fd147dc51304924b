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
class CostCurveTest {

    private static final List<CostCurve.Point> POINTS =
            List.of(
                    new CostCurve.Point(200, 38, 40, 44, 20, 5),
                    new CostCurve.Point(100, 19, 20, 22, 10, 2.5));

    @Test
    void timesHaveACurveAndBothBoundsAreDrawn() {
        BufferedImage picture = new CostCurve("images", "ms", POINTS).draw("Cost");
        assertTrue(count(picture, 0) > 1000);
        assertTrue(count(picture, 1) > 50);
        assertTrue(count(picture, 2) > 50);
    }

    @Test
    void pointsAreInTheOrderOfTheirValues() {
        assertEquals(
                List.of(100.0, 200.0),
                new CostCurve("images", "ms", POINTS)
                        .points().stream().map(CostCurve.Point::x).toList());
    }

    @Test
    void onePointWithoutSpreadIsDrawnAsWell() {
        List<CostCurve.Point> one = List.of(new CostCurve.Point(0, 0, 0, 0, 0, 0));
        assertTrue(new CostCurve("images", "ms", one).draw("").getHeight() > 0);
    }

    @Test
    void noPointsAreRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new CostCurve("images", "ms", List.of()));
        assertEquals("points must be at least one, but are none", e.getMessage());
    }

    // Below the key and the title.
    private static long count(BufferedImage picture, int index) {
        Color colour = Look.COLOURS.get(index);
        long count = 0;
        for (int y = 130; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }
}
