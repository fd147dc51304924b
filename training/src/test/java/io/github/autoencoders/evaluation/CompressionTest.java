package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CompressionTest {

    private static final SampleFormat COLOUR =
            new SampleFormat(new Shape(3, 4, 8), 2, Scaling.UnitInterval.BYTES);
    private static final List<float[]> CODES =
            List.of(
                    new float[] {0, 4, 1},
                    new float[] {1, 4, 5},
                    new float[] {0, 8, 1},
                    new float[] {1, 6, 5});

    /** By hand: 3 values of 2 bits for 32 pixels; entropies of 1, 1.5 and 1 bits for 32 pixels. */
    @Test
    void bitsAreCountedForEachPixelWhateverItsChannelsAndPadding() {
        Compression two = Compression.of(COLOUR, CODES, 2);
        assertEquals(6 / 32.0, two.rate());
        assertEquals(3.5 / 32, two.entropy(), 1e-12);
        // 4 to 8 in cells of 1, whose middles are 4.5 and so on
        assertArrayEquals(new float[] {0.125f, 4.5f, 1.5f}, two.codes().get(0));
        assertArrayEquals(new float[] {0.875f, 6.5f, 4.5f}, two.codes().get(3));
    }

    @Test
    void bitsOfRowsAreCountedForEachValue() {
        SampleFormat rows = new SampleFormat(new Shape(6), 0, new Scaling.UnitInterval(0, 1));
        assertEquals(3 * 5 / 6.0, Compression.of(rows, CODES, 5).rate());
    }

    @Test
    void unroundedCodesAreFloats() {
        Compression limit = Compression.unrounded(COLOUR, CODES);
        assertEquals(3.0, limit.rate());
        assertSame(CODES.get(1), limit.codes().get(1));
    }
}
