package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class QuartilesTest {

    /** As numpy.percentile([7, 1, 3, 10, 4], [25, 50, 75]) gives them. */
    @Test
    void quartilesAreInterpolated() {
        Quartiles five = Quartiles.of(7, 1, 3, 10, 4);
        assertEquals(new Quartiles(3, 4, 7), five);
        assertEquals(1, five.spread());
        assertEquals(new Quartiles(6, 8, 14), five.times(2));
        assertEquals(new Quartiles(1.75, 2.5, 3.25), Quartiles.of(List.of(1.0, 2.0, 3.0, 4.0)));
        assertEquals(new Quartiles(5, 5, 5), Quartiles.of(5));
    }

    @Test
    void noneHaveNone() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Quartiles.of(List.of()));
        assertEquals("values must be at least one, but are none", error.getMessage());
    }
}
