package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.picture.NamedCurves.Curve;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("no-engine")
class NamedCurvesTest {

    private static long count(BufferedImage picture, int index) {
        int colour = Look.COLOURS.get(index).getRGB() & 0xFFFFFF;
        long count = 0;
        for (int y = 130; y < picture.getHeight(); y++) { // below the key and the title
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void eachCurveHasAColourOfItsOwn() {
        Curve falling = new Curve("falling", List.of(0.0, 1.0, 2.0), List.of(9.0, 4.0, 3.0));
        Curve flat = new Curve("flat", List.of(0.0, 2.0), List.of(5.0, 5.0));
        BufferedImage picture =
                new NamedCurves("samples", "loss", List.of(falling, flat)).draw("Loss");
        assertTrue(count(picture, 0) > 500);
        assertTrue(count(picture, 1) > 500);
        assertEquals(0, count(picture, 2));
    }

    private static String refused(Executable work) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, work).getMessage());
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertEquals(
                "a must have as many x as y, and one at least, but has 1 and 0",
                refused(() -> new Curve("a", List.of(1.0), List.of())));
        assertEquals(
                "curves must be from 1 to 12, but are 0",
                refused(() -> new NamedCurves("x", "y", List.of())));
    }
}
