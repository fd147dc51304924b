package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors that are put at known places are found there. */
@Tag("no-engine")
class ErrorPlacesTest {

    @Test
    void anErrorInOneCornerIsThatOfItsPlace() {
        ErrorPlaces places = ErrorPlaces.of(new Shape(3, 8, 12));
        assertEquals(17, places.names().size());
        float[] deviations = new float[3 * 8 * 12];
        for (int channel = 0; channel < 3; channel++) { // of the last 2 rows, 3 columns
            for (int y = 6; y < 8; y++) {
                for (int x = 9; x < 12; x++) {
                    deviations[(channel * 8 + y) * 12 + x] = -2;
                }
            }
        }
        float[] all = places.behind(new float[] {7}, deviations);
        float[] expected = new float[18];
        expected[0] = 7;
        expected[1] = (float) Math.sqrt(4.0 / 16);
        expected[17] = 2;
        assertArrayEquals(expected, all, 1e-6f);
        assertEquals("error at row 4, column 4", places.names().get(16));
    }

    @Test
    void ofASequenceItIsThatOfItsStretch() {
        ErrorPlaces places = ErrorPlaces.of(new Shape(1, 16));
        float[] deviations = new float[16];
        deviations[4] = 3;
        deviations[5] = 4;
        float[] all = places.behind(new float[0], deviations);
        assertEquals(9, all.length);
        assertEquals((float) Math.sqrt(25 / 16.0), all[0], 1e-6f);
        assertEquals((float) Math.sqrt(25 / 2.0), all[3], 1e-6f);
        assertEquals("error at 3 of 8", places.names().get(3));
    }

    @Test
    void aRowHasTheErrorOfTheWholeAlone() {
        assertArrayEquals(
                new float[] {5},
                ErrorPlaces.of(new Shape(2)).behind(new float[0], new float[] {1, 7}),
                1e-6f);
    }
}
