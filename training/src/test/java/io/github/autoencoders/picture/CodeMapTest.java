package io.github.autoencoders.picture;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.Samples;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CodeMapTest {

    private static final List<String> NAMES = List.of("lower left", "upper right");

    @Test
    void pointsHaveThePlaceOfTheirCodeAndTheColourOfTheirLabel() {
        float[][] codes = blobs(2);
        BufferedImage map = CodeMap.of(codes, halves(codes.length), NAMES).draw("");
        int width = map.getWidth() * 3 / 4; // without the legend
        int height = map.getHeight();
        Color first = Look.COLOURS.get(0);
        Color second = Look.COLOURS.get(1);
        assertTrue(like(map, first, 0, height / 2, width / 2, height) > 500);
        assertEquals(0, like(map, second, 0, height / 2, width / 2, height));
        assertTrue(like(map, second, width / 2, 0, width, height / 2) > 500);
        assertEquals(0, like(map, first, width / 2, 0, width, height / 2));
    }

    @Test
    void codesOfSamplesHaveTheColoursOfTheirLabels() {
        float[][] codes = blobs(2);
        List<String> labels = IntStream.of(halves(codes.length)).mapToObj(NAMES::get).toList();
        Samples bare = Samples.of(codes);
        assertSamePicture(
                CodeMap.of(codes, halves(codes.length), NAMES).draw(""),
                CodeMap.of(bare.withLabels(labels), codes).draw(""));
        assertSamePicture(CodeMap.of(codes).draw(""), CodeMap.of(bare, codes).draw(""));
    }

    private static void assertSamePicture(BufferedImage expected, BufferedImage picture) {
        assertEquals(expected.getWidth(), picture.getWidth());
        int[] pixels =
                expected.getRGB(
                        0,
                        0,
                        expected.getWidth(),
                        expected.getHeight(),
                        null,
                        0,
                        expected.getWidth());
        assertArrayEquals(
                pixels,
                picture.getRGB(
                        0,
                        0,
                        picture.getWidth(),
                        picture.getHeight(),
                        null,
                        0,
                        picture.getWidth()));
    }

    /** The blobs are apart in the last coordinate alone, which is the first component then. */
    @Test
    void largerCodesAreProjected() {
        float[][] codes = blobs(5);
        for (int i = 0; i < codes.length; i++) {
            for (int d = 0; d < 4; d++) {
                codes[i][d] -= i < 500 ? -3 : 3;
            }
        }
        BufferedImage map = CodeMap.of(codes, halves(codes.length), NAMES).draw("");
        int middle = CodeMap.of(codes).draw("").getWidth() / 2; // the plot without its legend
        Color first = Look.COLOURS.get(0);
        assertTrue(like(map, first, 0, 0, middle, map.getHeight()) > 500);
        assertEquals(0, like(map, first, middle, 0, 2 * middle, map.getHeight()));
    }

    /**
     * The first label lies low, the second high; in each of the two views both are seen, one below
     * the other, and what is near is drawn fuller than what is far.
     */
    @Test
    void spaceIsSeenFromTwoSides() {
        float[][] codes = blobs(3);
        for (int i = 0; i < codes.length; i++) {
            codes[i][0] -= i < 500 ? -3 : 3;
            codes[i][1] -= i < 500 ? -3 : 3;
        }
        BufferedImage map = CodeMap.of(codes, halves(codes.length), NAMES).drawSpace("");
        for (int left : new int[] {0, 720}) {
            int upper = reddish(map, left, 0, left + 720, 360);
            int lower = reddish(map, left, 360, left + 720, 720);
            assertTrue(upper > 10 * Math.max(1, lower), upper + " above, " + lower + " below");
        }
        assertTrue(CodeMap.of(blobs(5)).drawSpace("Codes").getHeight() > map.getHeight());
        assertEquals(
                "codes must have at least 3 values to be drawn in space, but have 2",
                assertThrows(IllegalStateException.class, () -> CodeMap.of(blobs(2)).drawSpace(""))
                        .getMessage());
    }

    /** One code at 1,000 among a thousand: the others are still seen apart. */
    @Test
    void aCodeFarOutsideDoesNotHideTheOthers() {
        float[][] codes = blobs(2);
        codes[0][0] = 1000;
        BufferedImage map = CodeMap.of(codes, halves(codes.length), NAMES).draw("");
        int width = map.getWidth() * 3 / 4;
        assertTrue(like(map, Look.COLOURS.get(0), 0, 0, width, map.getHeight()) > 500);
        assertTrue(like(map, Look.COLOURS.get(1), 0, 0, width, map.getHeight()) > 500);
        int said = map.getHeight() - CodeMap.of(blobs(2)).draw("").getHeight();
        assertEquals(36, said); // the line that says that one is not shown
    }

    /** Where all variance is along one direction, its histogram is drawn. */
    @Test
    void codesOfOneDirectionAreAHistogram() {
        float[][] codes = blobs(1);
        float[][] wide =
                Arrays.stream(codes).map(c -> new float[] {c[0], 0, 0}).toArray(float[][]::new);
        assertFalse(CodeMap.of(wide).fillsSpace());
        assertTrue(CodeMap.of(blobs(3)).fillsSpace());
        assertFalse(CodeMap.of(codes).fillsSpace());
        int flat = like(CodeMap.of(codes).draw(""), Look.COLOURS.get(0), 0, 0, 1080, 900);
        int drawn = like(CodeMap.of(wide).draw(""), Look.COLOURS.get(0), 0, 0, 1080, 900);
        assertEquals(flat, drawn, 0.1 * flat);
    }

    /** Counts pixels of the second colour, orange, however pale: much more red than blue. */
    private static int reddish(BufferedImage image, int left, int top, int right, int bottom) {
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Color pixel = new Color(image.getRGB(x, y));
                count += pixel.getRed() > pixel.getBlue() + 40 ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void singleNumbersAreCountedByLabel() {
        float[][] codes = blobs(1);
        BufferedImage map = CodeMap.of(codes, halves(codes.length), NAMES).draw("");
        int middle = map.getWidth() * 3 / 8;
        Color second = Look.COLOURS.get(1);
        assertEquals(0, like(map, second, 0, 0, middle, map.getHeight()));
        assertTrue(like(map, second, middle, 0, 2 * middle, map.getHeight()) > 500);
    }

    @Test
    void withoutLabelsThereIsOneColourAndNoLegend() {
        float[][] codes = blobs(2);
        BufferedImage plain = CodeMap.of(codes).draw("");
        BufferedImage labelled = CodeMap.of(codes, halves(codes.length), NAMES).draw("");
        assertTrue(plain.getWidth() < labelled.getWidth());
        int width = plain.getWidth();
        assertEquals(0, like(plain, Look.COLOURS.get(1), 0, 0, width, plain.getHeight()));
    }

    @Test
    void thirteenthLabelIsGrey() {
        float[][] codes = new float[130][2];
        int[] labels = new int[130];
        for (int i = 0; i < codes.length; i++) {
            labels[i] = i / 10;
            codes[i] = new float[] {labels[i], i % 10};
        }
        List<String> names = Collections.nCopies(13, "label");
        BufferedImage map = CodeMap.of(codes, labels, names).draw("");
        int legend = CodeMap.of(codes).draw("").getWidth();
        Color grey = new Color(0x9a9a9a);
        assertTrue(like(map, grey, legend, 0, map.getWidth(), map.getHeight()) > 150);
    }

    /** Codes that hardly differ are what a collapsed posterior gives. */
    @Test
    void codesOfACollapsedModelAreDrawnInTime() {
        float[][] codes = new float[5000][2];
        Random random = new Random(5);
        for (float[] code : codes) {
            code[0] = 3 + 1e-4f * random.nextFloat();
            code[1] = 1e-5f * random.nextFloat();
        }
        assertTimeoutPreemptively(ofSeconds(30), () -> CodeMap.of(codes).draw(""));
        assertTimeoutPreemptively(ofSeconds(30), () -> CodeMap.of(new float[9][3]).draw(""));
        assertTimeoutPreemptively(ofSeconds(30), () -> CodeMap.of(new float[9][1]).draw(""));
    }

    @Test
    void mistakesAreNamed() {
        float[][] two = {{1, 2}, {3, 4}};
        assertMessage(
                "labels must be as many as the codes, 2, but are 1",
                () -> CodeMap.of(two, new int[1], NAMES));
        assertMessage(
                "labels must be from 0 to 1, but label 1 is 2",
                () -> CodeMap.of(two, new int[] {0, 2}, NAMES));
        assertMessage(
                "codes must be finite, but code 1 has NaN",
                () -> CodeMap.of(new float[][] {{1, 2}, {3, Float.NaN}}));
        assertMessage(
                "code 0 has 2 values but code 1 has 1",
                () -> CodeMap.of(new float[][] {{1, 2}, {3}}));
        assertMessage(
                "codes must have shape [N, D] with N of at least 2 and D of at least 1, but N is 1"
                        + " and D is 2",
                () -> CodeMap.of(new float[][] {{1, 2}}));
        assertMessage(
                "codes must have shape [N, D] with N of at least 2 and D of at least 1, but N is 0",
                () -> CodeMap.of(new float[0][]));
    }

    private static void assertMessage(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    /** Returns 500 codes around (-3, ..., -3), then 500 around (3, ..., 3). */
    private static float[][] blobs(int dimensions) {
        Random random = new Random(1);
        float[][] codes = new float[1000][dimensions];
        for (int i = 0; i < codes.length; i++) {
            for (int d = 0; d < dimensions; d++) {
                codes[i][d] = (i < 500 ? -3 : 3) + 0.5f * (float) random.nextGaussian();
            }
        }
        return codes;
    }

    private static int[] halves(int size) {
        int[] labels = new int[size];
        for (int i = size / 2; i < size; i++) {
            labels[i] = 1;
        }
        return labels;
    }

    /** Counts the pixels of the colour, more or less transparent over white. */
    private static int like(
            BufferedImage image, Color colour, int left, int top, int right, int bottom) {
        int count = 0;
        float[] wanted = Color.RGBtoHSB(colour.getRed(), colour.getGreen(), colour.getBlue(), null);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Color pixel = new Color(image.getRGB(x, y));
                float[] hsb =
                        Color.RGBtoHSB(pixel.getRed(), pixel.getGreen(), pixel.getBlue(), null);
                boolean grey = wanted[1] == 0;
                boolean same =
                        grey
                                ? pixel.equals(colour)
                                : hsb[1] > 0.1 && Math.abs(hsb[0] - wanted[0]) < 0.03;
                count += same ? 1 : 0;
            }
        }
        return count;
    }
}
