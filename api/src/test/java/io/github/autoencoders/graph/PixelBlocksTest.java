package io.github.autoencoders.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("no-engine")
class PixelBlocksTest {

    private static final List<Long> ONE = List.of(1L, 1L);
    private static final List<Long> THREE = List.of(3L, 3L);

    private static Sizes weight(long filters, long height, long width) {
        return Sizes.of(new Shape(filters, 5, height, width));
    }

    private static Sizes images(long filters, long height, long width) {
        return new Sizes(
                List.of(Size.ofBatch(1), Size.of(filters), Size.of(height), Size.of(width)));
    }

    private static Operator.Convolution convolution(long stride, long padding) {
        return new Operator.Convolution(List.of(stride, stride), List.of(padding, padding), ONE, 1);
    }

    private static long side(Operator.Convolution convolution, Sizes weight, Sizes result) {
        return PixelBlocks.of(convolution, weight, result).map(PixelBlocks::side).orElse(1L);
    }

    @Test
    void areAsLargeAsFiltersAreMultipliedAtOnce() {
        Operator.Convolution plain = convolution(1, 1);
        assertEquals(4, side(plain, weight(1, 3, 3), images(1, 28, 28)));
        assertEquals(2, side(plain, weight(1, 3, 3), images(1, 30, 28)));
        assertEquals(1, side(plain, weight(1, 3, 3), images(1, 28, 27)));
        assertEquals(2, side(plain, weight(3, 3, 3), images(3, 64, 64)));
        assertEquals(1, side(plain, weight(5, 3, 3), images(5, 64, 64)));
        assertEquals(1, side(convolution(2, 1), weight(1, 3, 3), images(1, 28, 28)));
        assertEquals(1, side(convolution(1, 0), weight(1, 1, 1), images(1, 28, 28)));
    }

    /** Of pixel (i, j) of a block, place (a, b) is that of (a - i, b - j) in the given filter. */
    @Test
    void largerFiltersAreTheGivenOnesAtThePlaceOfEachPixel() {
        PixelBlocks blocks = new PixelBlocks(3, 2, 4, List.of(2L, 5L), ONE);
        int height = 4;
        int width = 7;
        assertEquals(height, blocks.largerHeight());
        assertEquals(width, blocks.largerWidth());
        float[] weight = new float[2 * 4 * 2 * 5];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i + 1;
        }
        float[] expected = new float[9 * 2 * 4 * height * width];
        for (int at = 0; at < expected.length; at++) {
            int plane = at / (height * width) % (2 * 4);
            int pixel = at / (height * width) / (2 * 4);
            int row = at / width % height - pixel / 3;
            int column = at % width - pixel % 3;
            boolean isGiven = row >= 0 && row < 2 && column >= 0 && column < 5;
            expected[at] = isGiven ? weight[(plane * 2 + row) * 5 + column] : 0;
        }
        assertArrayEquals(expected, blocks.largerWeight(weight), 0);
        assertArrayEquals(
                new float[] {7, 8, 7, 8, 7, 8, 7, 8, 7, 8, 7, 8, 7, 8, 7, 8, 7, 8},
                blocks.largerBias(new float[] {7, 8}),
                0);
    }

    @Test
    void whatIsNoneIsRefused() {
        assertRefused(
                "side must be at least 2, but is 1", () -> new PixelBlocks(1, 1, 1, THREE, ONE));
        assertRefused(
                "filters must be at least 1, but is 0", () -> new PixelBlocks(2, 0, 1, THREE, ONE));
        assertRefused(
                "channels must be at least 1, but is 0",
                () -> new PixelBlocks(2, 1, 0, THREE, ONE));
        assertRefused(
                "kernel must be a height and a width, but is [3]",
                () -> new PixelBlocks(2, 1, 1, List.of(3L), ONE));
        assertRefused(
                "padding must be a height and a width, but is [1, 1, 1]",
                () -> new PixelBlocks(2, 1, 1, THREE, List.of(1L, 1L, 1L)));
    }

    private static void assertRefused(String message, Executable attempt) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, attempt).getMessage());
    }
}
