package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Spectrogram;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("no-engine")
class SampleDrawingTest {

    private static final int WHITE = 0xffffff;

    /** Twenty pixels hold six times three. */
    @Test
    void imageIsMagnifiedByTheGreatestWholeNumberThatFits() {
        SampleDrawing drawing = SampleDrawing.ofBytes(new Shape(1, 2, 3));
        BufferedImage tile = drawing.tile(new float[] {0, 51, 102, 153, 204, 255}, 20);
        assertEquals(18, tile.getWidth());
        assertEquals(12, tile.getHeight());
        int[][] levels = {{0, 51, 102}, {153, 204, 255}};
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 18; x++) {
                int level = levels[y / 6][x / 6];
                assertEquals(0x010101 * level, rgb(tile, x, y), "at " + x + ", " + y);
            }
        }
    }

    @Test
    void imageIsNeverMadeSmaller() {
        BufferedImage tile = SampleDrawing.ofBytes(new Shape(1, 5, 4)).tile(new float[20], 3);
        assertEquals(4, tile.getWidth());
        assertEquals(5, tile.getHeight());
    }

    @Test
    void threeChannelsAreRedGreenAndBlue() {
        SampleDrawing drawing = SampleDrawing.ofBytes(new Shape(3, 1, 2));
        BufferedImage tile = drawing.tile(new float[] {255, 1, 0, 2, 16, 3}, 2);
        assertEquals(0xff0010, rgb(tile, 0, 0));
        assertEquals(0x010203, rgb(tile, 1, 0));
    }

    @Test
    void valuesOutOfRangeAreClippedAndNotANumberIsBlack() {
        SampleDrawing drawing = new SampleDrawing.Pixels(new Shape(1, 1, 4), -1, 1);
        float[] sample = {-7, 7, Float.NaN, Float.POSITIVE_INFINITY};
        BufferedImage tile = drawing.tile(sample, 4);
        assertEquals(0, rgb(tile, 0, 0));
        assertEquals(WHITE, rgb(tile, 1, 0));
        assertEquals(0, rgb(tile, 2, 0));
        assertEquals(WHITE, rgb(tile, 3, 0));
    }

    /** A tone at a quarter of what the rate can have: its band alone is dark, and silence white. */
    @Test
    void soundsThatAreSeenAsSpectrogramsAreDrawnSo() {
        Spectrogram form = new Spectrogram(1000, 64, 32, 0.001, 0, 1);
        SampleFormat format = new SampleFormat(new Shape(1, 1000), 0, form);
        float[] tone = new float[1000];
        for (int i = 0; i < 500; i++) {
            tone[i] = (float) Math.sin(0.25 * Math.PI * i);
        }
        BufferedImage tile = SampleDrawing.of(format, List.of(tone)).tile(tone, 100);
        assertEquals(60, tile.getHeight());
        int row = 59 - 60 * 8 / 32; // of band 8, from below
        assertTrue((rgb(tile, 25, row) & 255) < 20, "loud");
        assertTrue((rgb(tile, 25, 10) & 255) > 200, "no such tone");
        assertEquals(WHITE, rgb(tile, 75, row), "silent");
    }

    @Test
    void sequenceIsALineThatRisesWithItsValues() {
        SampleDrawing drawing = new SampleDrawing.Lines(new Shape(1, 50), 0, 49);
        float[] rising = new float[50];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = i;
        }
        BufferedImage strip = drawing.tile(rising, 100);
        assertEquals(100, strip.getWidth());
        assertEquals(60, strip.getHeight());
        for (int x = 10; x < 90; x += 10) {
            double expected = 56 - 52 * ((x + 0.5 - 4) / 92 * 50 - 0.5) / 49;
            assertEquals(expected, darkest(strip, x), 1.5, "at x = " + x); // the line is 1.5 thick
        }
    }

    @Test
    void gapOfASequenceIsLeftOut() {
        SampleDrawing drawing = new SampleDrawing.Lines(new Shape(1, 4), 0, 2);
        BufferedImage strip = drawing.tile(new float[] {1, 1, Float.NaN, Float.NaN}, 100);
        assertTrue(darkness(strip, 25) > 0);
        assertEquals(0, darkness(strip, 75));
    }

    /** Two bars over a zero line in the middle: up in the left half, down in the right. */
    @Test
    void rowIsBarsFromZero() {
        SampleDrawing drawing = new SampleDrawing.Bars(new Shape(2), -1, 1);
        BufferedImage strip = drawing.tile(new float[] {0.9f, -0.9f}, 100);
        assertTrue(rgb(strip, 20, 20) != WHITE && rgb(strip, 20, 40) == WHITE);
        assertTrue(rgb(strip, 60, 20) == WHITE && rgb(strip, 60, 40) != WHITE);
    }

    /**
     * The one place that tells how samples of a kind are drawn; planes that are no colours are not.
     */
    @ParameterizedTest
    @EnumSource(SampleKind.class)
    void aKindOfSampleHasItsDrawing(SampleKind kind) {
        Scaling symbols = new OneHot(List.of("", "a", "b"));
        Scaling ratings = new Scaling.WithMissing(Scaling.Unfitted.TOGETHER);
        Classes classes = new Classes(List.of(1, 2), List.of());
        SampleFormat format =
                switch (kind) {
                    case MASK -> new SampleFormat(new Shape(1, 1, 2), 0, classes);
                    case IMAGE -> SampleFormat.unfitted(new Shape(1, 1, 2));
                    case PLANES -> SampleFormat.unfitted(new Shape(2, 1, 1));
                    case SIGNAL -> SampleFormat.unfitted(new Shape(2, 1));
                    case ROW -> SampleFormat.unfitted(new Shape(2));
                    case TEXT -> new SampleFormat(new Shape(1, 2), 0, symbols);
                    case RATINGS -> new SampleFormat(new Shape(2), 0, ratings);
                };
        assertEquals(kind, format.kind());
        Shape shape = format.shape();
        List<float[]> samples = List.of(new float[] {2, 1});
        switch (kind) {
            case IMAGE ->
                    assertEquals(
                            new SampleDrawing.Pixels(shape, 1, 2),
                            SampleDrawing.of(format, samples));
            case MASK ->
                    assertEquals(
                            new SampleDrawing.Masks(shape, classes),
                            SampleDrawing.of(format, samples));
            case SIGNAL ->
                    assertEquals(
                            new SampleDrawing.Lines(
                                    shape, List.of(new Axis("", 1.5, 2.5), new Axis("", 0.5, 1.5))),
                            SampleDrawing.of(format, samples));
            case TEXT ->
                    assertEquals(
                            new SampleDrawing.Lines(shape, 1, 2),
                            SampleDrawing.of(format, samples));
            case ROW ->
                    assertEquals(
                            new SampleDrawing.Columns(
                                    shape,
                                    List.of(new Axis("x1", 1.5, 2.5), new Axis("x2", 0.5, 1.5))),
                            SampleDrawing.of(format, samples));
            case RATINGS ->
                    assertEquals(
                            new SampleDrawing.Bars(shape, 1, 2), SampleDrawing.of(format, samples));
            case PLANES ->
                    assertMessage(
                            "shape must have 1 or 3 channels to be drawn as an image, but is (2, 1,"
                                    + " 1)",
                            () -> SampleDrawing.of(format, samples));
        }
    }

    /** Grey from the first class to the last, or in the colours of their palette. */
    @Test
    void classesOfPixelsHaveColours() {
        for (List<Integer> colours :
                List.of(List.<Integer>of(), List.of(0x112233, 0x00ff00, 0xff8800))) {
            SampleDrawing drawing =
                    new SampleDrawing.Masks(
                            new Shape(1, 1, 3), new Classes(List.of(0, 7, 9), colours));
            BufferedImage tile = drawing.tile(new float[] {9, 0, 7}, 6);
            boolean grey = colours.isEmpty();
            assertEquals(grey ? WHITE : 0xff8800, rgb(tile, 1, 1));
            assertEquals(grey ? 0 : 0x112233, rgb(tile, 3, 1));
            assertEquals(grey ? 0x7f7f7f : 0x00ff00, rgb(tile, 5, 0));
        }
    }

    @Test
    void eachColumnHasTheRangeOfItsFiniteValues() {
        List<float[]> samples =
                List.of(
                        new float[] {3, Float.NaN},
                        new float[] {-2, Float.POSITIVE_INFINITY},
                        new float[] {1, 1});
        SampleFormat rows =
                SampleFormat.unfitted(new Shape(2))
                        .withSchema(Schema.ofFeatures(List.of("temp", "flow")));
        assertEquals(
                List.of(new Axis("temp", -2, 3), new Axis("flow", 0.5, 1.5)),
                SampleDrawing.of(rows, samples).lines());
    }

    /** 1,000 values from 0 to 1, and one of a million. */
    @Test
    void anOutlierDoesNotMakeAllOthersOne() {
        List<float[]> samples =
                IntStream.range(0, 1001)
                        .mapToObj(i -> new float[] {i == 500 ? 1e6f : i / 1000f})
                        .toList();
        Axis axis = SampleDrawing.of(SampleFormat.unfitted(new Shape(1)), samples).lines().get(0);
        assertEquals(0.01, axis.minimum(), 0.001);
        assertEquals(0.99, axis.maximum(), 0.011);
    }

    /** Of two columns of other units, the bars are as long as the values are within their own. */
    @Test
    void barsAreInTheirColumnsRange() {
        SampleFormat rows = SampleFormat.unfitted(new Shape(2));
        List<float[]> samples = List.of(new float[] {0, 0}, new float[] {1, 100_000});
        BufferedImage tile = SampleDrawing.of(rows, samples).tile(new float[] {0.5f, 25_000}, 284);
        int blue = Look.COLOURS.get(0).getRGB() & WHITE;
        for (int line = 0; line < 2; line++) {
            int y = (int) SampleDrawing.Columns.middle(line);
            long length = IntStream.range(0, 200).filter(x -> rgb(tile, x, y) == blue).count();
            assertEquals(line == 0 ? 100.0 : 50.0, (double) length, 1.5);
        }
    }

    /** A word is more than no other: it stands where it is, in a colour of its own. */
    @Test
    void wordsAreWrittenAndNotMeasured() {
        Schema schema =
                new Schema(
                        List.of(
                                Schema.Column.ofWords("machine", List.of("M1", "M2", "M3")),
                                Schema.Column.ofDates("day", List.of("2026-11-29")).orElseThrow()));
        SampleFormat rows = SampleFormat.unfitted(new Shape(2)).withSchema(schema);
        float day = 20000 * 86400f;
        List<float[]> samples = List.of(new float[] {0, day}, new float[] {2, 2 * day});
        SampleDrawing drawing = SampleDrawing.of(rows, samples);
        assertEquals(
                List.of("3 words", "2024-10-04 to 2079-07-08"),
                drawing.lines().stream().map(Axis::range).toList());
        assertEquals(
                List.of("M3", "(unknown)", "missing"),
                Stream.of(2.0, 3.0, Double.NaN).map(drawing.lines().get(0)::cell).toList());
        int y = (int) SampleDrawing.Columns.middle(0);
        for (int word = 0; word < 3; word++) {
            BufferedImage tile = drawing.tile(new float[] {word, day}, 150);
            assertEquals(Look.COLOURS.get(word).getRGB() & WHITE, rgb(tile, 8, y));
        }
    }

    @Test
    void manyValuesWithoutNamesAreAProfile() {
        SampleFormat rows = SampleFormat.unfitted(new Shape(25));
        assertEquals(
                new SampleDrawing.Bars(rows.shape(), -0.5, 0.5),
                SampleDrawing.of(rows, List.of(new float[25])));
    }

    @Test
    void numbersHaveFourDigits() {
        assertEquals(
                List.of("0", "12.35", "-0.0001235", "123,500", "1.235E-7", "1.235E+9"),
                DoubleStream.of(0, 12.3456, -0.000123456, 123_456, 1.23456e-7, 1.23456e9)
                        .mapToObj(Axis::text)
                        .toList());
    }

    @Test
    void mistakesAreNamed() {
        assertMessage(
                "shape must have 1 or 3 channels to be drawn as an image, but is (2, 4, 4)",
                () -> SampleDrawing.ofBytes(new Shape(2, 4, 4)));
        assertMessage(
                "shape must be [C, H, W] to be drawn as an image, but is (1, 1, 4, 4)",
                () -> SampleDrawing.ofBytes(new Shape(1, 1, 4, 4)));
        assertMessage(
                "shape must be [C, L] to be drawn as lines, but is (4)",
                () -> new SampleDrawing.Lines(new Shape(4), 0, 1));
        assertMessage(
                "shape must be [F] to be drawn as bars, but is (1, 4)",
                () -> new SampleDrawing.Bars(new Shape(1, 4), 0, 1));
        assertMessage(
                "minimum must be finite and below maximum, but they are NaN and 1.0",
                () -> new SampleDrawing.Bars(new Shape(2), Double.NaN, 1));
        assertMessage(
                "sample must have 4 values for shape (1, 2, 2), but has 3",
                () -> SampleDrawing.ofBytes(new Shape(1, 2, 2)).tile(new float[3], 64));
    }

    private static void assertMessage(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & WHITE;
    }

    /** Returns the middle of what is drawn in a column, the frame left out. */
    private static double darkest(BufferedImage image, int x) {
        double sum = 0;
        double weighted = 0;
        for (int y = 2; y < image.getHeight() - 2; y++) {
            int darkness = 255 - (rgb(image, x, y) >> 16);
            sum += darkness;
            weighted += darkness * (y + 0.5);
        }
        return weighted / sum;
    }

    private static int darkness(BufferedImage image, int x) {
        int sum = 0;
        for (int y = 2; y < image.getHeight() - 2; y++) {
            sum += 255 - (rgb(image, x, y) >> 16);
        }
        return sum;
    }

    @Test
    void imagesFromZeroToOneAreDrawnFromBlackToWhite() {
        Shape shape = new Shape(1, 1, 2);
        SampleFormat format = new SampleFormat(shape, 0, new Scaling.UnitInterval(0, 1));
        float[] sample = {0, 1};
        var tile = SampleDrawing.of(format, List.of(sample)).tile(sample, 1);
        assertEquals(0xFF000000, tile.getRGB(0, 0));
        assertEquals(0xFFFFFFFF, tile.getRGB(1, 0));
    }
}
