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
class RunBarsTest {

    private static final List<String> NAMES = List.of("one", "two");

    @Test
    void barsAreAsHighAsTheirValues() {
        List<RunBars.Panel> panels =
                List.of(
                        new RunBars.Panel("rate", 0, List.of(3000.0, 1000.0)),
                        new RunBars.Panel("unknown", 0, List.of(0.0, 0.0)));
        BufferedImage picture = new RunBars(NAMES, panels, List.of()).draw("");
        double ratio =
                (double) count(picture, Look.COLOURS.get(0), 60)
                        / count(picture, Look.COLOURS.get(1), 60);
        assertEquals(3, ratio, 0.1); // pixels at the edges
    }

    @Test
    void lossesBelowZeroHangDown() {
        List<RunBars.Panel> panels = List.of(new RunBars.Panel("loss", 2, List.of(-100.0, -50.0)));
        BufferedImage picture = new RunBars(NAMES, panels, List.of()).draw("");
        double ratio =
                (double) count(picture, Look.COLOURS.get(0), 60)
                        / count(picture, Look.COLOURS.get(1), 60);
        assertEquals(2, ratio, 0.1);
    }

    @Test
    void curvesAreDrawnOverPowersOfTen() {
        List<Integer> steps = List.of(1, 2, 3, 4);
        List<RunBars.Curve> curves =
                List.of(
                        new RunBars.Curve(1, false, steps, List.of(1e-7, 1e-5, 1e-3, 1e-1)),
                        new RunBars.Curve(0, true, steps, List.of(0.0, 0.0, 0.0, 0.0)));
        List<RunBars.Panel> panels = List.of(new RunBars.Panel("rate", 0, List.of(0.0, 0.0)));
        BufferedImage with = new RunBars(NAMES, panels, curves).draw("");
        BufferedImage without = new RunBars(NAMES, panels, List.of()).draw("");
        assertTrue(with.getHeight() > without.getHeight() + 400);
        assertTrue(count(with, Look.COLOURS.get(1), without.getHeight()) > 1000);
        assertTrue(count(with, Look.COLOURS.get(0), without.getHeight()) > 100);
    }

    @Test
    void eachRunNeedsAValue() {
        List<RunBars.Panel> panels = List.of(new RunBars.Panel("rate", 0, List.of(1.0)));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new RunBars(NAMES, panels, List.of()));
        assertEquals("rate must have 2 values, but has 1", e.getMessage());
    }

    private static long count(BufferedImage picture, Color colour, int from) {
        long count = 0;
        for (int y = from; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }
}
