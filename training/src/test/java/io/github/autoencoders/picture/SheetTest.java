package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.picture.Sheet.Row;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Schema;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SheetTest {

    private static final SampleDrawing PIXEL = SampleDrawing.ofBytes(new Shape(3, 1, 1));

    @Test
    void originalsAreAboveTheirReconstructions() {
        List<float[]> originals = flat(100, 110, 120);
        List<float[]> reconstructions = flat(200, 210, 220);
        BufferedImage sheet = Sheet.ofReconstructions(PIXEL, originals, reconstructions).draw("");
        assertEquals(
                List.of(List.of(100, 110, 120), List.of(200, 210, 220)),
                tilesInReadingOrder(sheet));
    }

    @Test
    void samplesAreInReadingOrderWithAShortLastRow() {
        List<float[]> samples = flat(10, 20, 30, 40, 50, 60, 70);
        BufferedImage sheet = Sheet.ofSamples(PIXEL, samples, 3).draw("");
        assertEquals(
                List.of(List.of(10, 20, 30), List.of(40, 50, 60), List.of(70)),
                tilesInReadingOrder(sheet));
    }

    /** Level 10 + 100 row + 10 column was decoded at (z1[column], z2[row]), z2 from the bottom. */
    @Test
    void firstCoordinateGrowsToTheRightAndSecondUpwards() {
        List<float[]> samples = flat(10, 20, 30, 110, 120, 130);
        double[] z1 = {-1, 0, 1};
        double[] z2 = {-2, 2};
        BufferedImage sheet = Sheet.ofCodePlane(PIXEL, z1, z2, samples).draw("");
        assertEquals(
                List.of(List.of(110, 120, 130), List.of(10, 20, 30)), tilesInReadingOrder(sheet));
    }

    @Test
    void codePlaneIsCaptionedWithItsCoordinates() {
        double[] z1 = {-1.5, -1e-9, 1.5};
        double[] z2 = {0.125, 2};
        Sheet sheet = Sheet.ofCodePlane(PIXEL, z1, z2, flat(1, 2, 3, 4, 5, 6));
        assertEquals(List.of("-1.50", "0.00", "1.50"), sheet.columnCaptions());
        assertEquals(List.of("2.00", "0.13"), sheet.rows().stream().map(Row::caption).toList());
        assertEquals("z1", sheet.columnAxis());
        assertEquals("z2", sheet.rowAxis());
    }

    @Test
    void tilesOfTwentyColumnsAreSmallerThanThoseOfTen() {
        SampleDrawing fashion = SampleDrawing.ofBytes(new Shape(1, 28, 28));
        List<float[]> blank = IntStream.range(0, 20).mapToObj(i -> new float[784]).toList();
        int ten = Sheet.ofSamples(fashion, blank.subList(0, 10), 10).draw("").getHeight();
        int twenty = Sheet.ofSamples(fashion, blank, 20).draw("").getHeight();
        assertEquals(4 * 28, ten - 2 * Look.MARGIN);
        assertEquals(2 * 28, twenty - 2 * Look.MARGIN);
    }

    @Test
    void titleIsAddedAboveAndIsNeverCut() {
        Sheet sheet = Sheet.ofSamples(PIXEL, flat(10), 1);
        BufferedImage plain = sheet.draw("");
        BufferedImage titled = sheet.draw("a title that is wider than the only tile below it");
        int strip = titled.getHeight() - plain.getHeight();
        assertTrue(strip > 0 && titled.getWidth() > plain.getWidth());
        for (int y = 0; y < plain.getHeight(); y++) {
            int[] expected = plain.getRGB(0, y, plain.getWidth(), 1, null, 0, plain.getWidth());
            int[] actual =
                    titled.getRGB(0, y + strip, plain.getWidth(), 1, null, 0, plain.getWidth());
            assertArrayEquals(expected, actual, "row " + y);
        }
        for (int y = 0; y < titled.getHeight(); y++) {
            assertEquals(0xffffffff, titled.getRGB(titled.getWidth() - 1, y), "row " + y);
        }
    }

    /** What is below a tile makes place for itself, and the tile stays as large as it was. */
    @Test
    void whatIsBelowATileIsNeverCut() {
        List<String> below = List.of("trouser, 0.123", "ankle boot, 12.5");
        Sheet plain = new Sheet(PIXEL, List.of(new Row("", flat(10, 20))), List.of(), "", "");
        Sheet named =
                new Sheet(PIXEL, List.of(new Row("", flat(10, 20), below)), List.of(), "", "");
        BufferedImage picture = named.draw("");
        int words = Look.width("ankle boot, 12.5", Look.font(Font.PLAIN, 15));
        assertTrue(picture.getWidth() >= 2 * words);
        assertTrue(picture.getHeight() > plain.draw("").getHeight());
        assertEquals(tilesInReadingOrder(plain.draw("")), tilesInReadingOrder(picture));
    }

    /** Each column's name and range stand beside its line, and the others are counted. */
    @Test
    void columnsOfATableAreNamed() {
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "column " + i).toList();
        SampleFormat format =
                SampleFormat.unfitted(new Shape(30)).withSchema(Schema.ofFeatures(names));
        List<float[]> samples = List.of(new float[30], new float[30]);
        SampleDrawing drawing = SampleDrawing.of(format, samples);
        assertEquals(24, drawing.lines().size());
        assertEquals("column 23", drawing.lines().get(23).name());
        int tile = drawing.tile(samples.get(0), 100).getWidth();
        BufferedImage sheet = Sheet.ofSamples(drawing, samples, 2).draw("");
        int name = Look.width("column 23", Look.font(Font.PLAIN, 16));
        assertTrue(sheet.getWidth() > 2 * tile + name + 2 * Look.MARGIN);
        BufferedImage planes =
                new ColumnPlanes(
                                drawing,
                                Sheet.ofCodePlane(
                                        drawing, new double[] {0, 1}, new double[] {0}, samples))
                        .draw("");
        assertTrue(planes.getWidth() > 1000 && planes.getHeight() > 1000); // twelve of them
    }

    @Test
    void mistakesAreNamed() {
        assertMessage(
                "reconstructions must be as many as the originals, 2, but are 1",
                () -> Sheet.ofReconstructions(PIXEL, flat(1, 2), flat(1)));
        assertMessage(
                "samples must be as many as the places of the grid, 4, but are 3",
                () -> Sheet.ofCodePlane(PIXEL, new double[2], new double[2], flat(1, 2, 3)));
        assertMessage(
                "columns must be positive, but is 0", () -> Sheet.ofSamples(PIXEL, flat(1), 0));
        assertMessage(
                "rows must hold at least one sample, but hold none",
                () -> Sheet.ofSamples(PIXEL, List.of(), 3));
        List<Row> rows = List.of(new Row("", flat(1, 2)));
        assertMessage(
                "columnCaptions must be as many as the columns, 2, but are 1",
                () -> new Sheet(PIXEL, rows, List.of("a"), "", ""));
    }

    private static void assertMessage(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    /** Returns one blue pixel a level, told from the sheet's grey letters by its green of 0. */
    private static List<float[]> flat(int... levels) {
        List<float[]> samples = new ArrayList<>();
        for (int level : levels) {
            samples.add(new float[] {level, 0, 255});
        }
        return samples;
    }

    /** Returns the red levels of the tiles, found by their colour alone. */
    private static List<List<Integer>> tilesInReadingOrder(BufferedImage sheet) {
        List<List<Integer>> rows = new ArrayList<>();
        List<Integer> above = List.of();
        for (int y = 0; y < sheet.getHeight(); y++) {
            List<Integer> row = new ArrayList<>();
            boolean inTile = false;
            for (int x = 0; x < sheet.getWidth(); x++) {
                boolean tile = (sheet.getRGB(x, y) & 0xffff) == 0x00ff;
                if (tile && !inTile) {
                    row.add(sheet.getRGB(x, y) >> 16 & 0xff);
                }
                inTile = tile;
            }
            if (!row.isEmpty() && !row.equals(above)) {
                rows.add(row);
            }
            above = row;
        }
        return rows;
    }
}
