package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class CsvTableTest {

    private final Path folder;

    CsvTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void columnsOfNumbersAreFeaturesAndWordsAreNot() throws IOException {
        Samples set =
                CsvTable.samples(
                        write("time,f1,f2\n2020-01-01, 1.5 ,-2e3\n\"2020, later\",.25,+7\n"), 0);
        assertEquals(new Shape(2), set.format().shape());
        assertArrayEquals(new float[] {1.5f, -2000}, set.sample(0));
        assertArrayEquals(new float[] {0.25f, 7}, set.sample(1));
        assertFalse(set.labelled());
    }

    @Test
    void theColumnNamedLabelIsTheLabel() throws IOException {
        Samples numbers = CsvTable.samples(write("f1,label\n1,10\n2,9\n3,10\n"), 0);
        assertEquals(new Shape(1), numbers.format().shape());
        assertEquals(List.of("9", "10"), numbers.labelNames());
        assertEquals(1, numbers.label(0));
        assertEquals(0, numbers.label(1));
        Samples words = CsvTable.samples(write("label,f1\nnormal,1\nanomaly,2\n"), 0);
        assertEquals(List.of("anomaly", "normal"), words.labelNames());
        assertEquals(1, words.label(0));
        assertArrayEquals(new float[] {2}, words.sample(1));
    }

    @Test
    void filesOfSpreadsheetsAndCompressedFilesAreRead() throws IOException {
        Samples spreadsheet = CsvTable.samples(write("\uFEFFlabel,f1\r\na,1\r\n\r\nb,2\r\n"), 0);
        assertEquals(2, spreadsheet.size());
        assertEquals(List.of("a", "b"), spreadsheet.labelNames());
        assertEquals(new Shape(1), spreadsheet.format().shape());
        Path path = folder.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("f1\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, CsvTable.samples(path, 0).size());
    }

    @Test
    void cellsThatAreNoFiniteNumbersAreRefused() throws IOException {
        String expected = ": value in row 3, column \"f1\" must be a finite number, but is ";
        assertRefused(expected + "-Infinity", "f0,f1\n1,2\n1,-Infinity\n");
        assertRefused(expected + "1e60", "f0,f1\n1,2\n1,1e60\n");
        assertRefused(expected + "\"12x\"", "f0,f1\n1,2\n1,12x\n");
        assertRefused(expected + "\"1f\"", "f0,f1\n1,2\n1,1f\n");
    }

    @Test
    void cellsMayBeMissing() throws IOException {
        Samples set =
                CsvTable.samples(
                        write(
                                """
                                a,word,b,label,unknown
                                1,,2,x,NA
                                , ,3,y,?
                                NaN,none,4,x,
                                n/a,good,NULL,y,null
                                #N/A,,-nan,x,None
                                """),
                        0);
        assertEquals(new Shape(3), set.format().shape()); // a, b, unknown
        assertTrue(set.format().scaling().allowsMissing());
        float none = Float.NaN;
        assertArrayEquals(new float[] {1, 2, none}, set.sample(0));
        assertArrayEquals(new float[] {none, 3, none}, set.sample(1));
        assertArrayEquals(new float[] {none, 4, none}, set.sample(2));
        assertArrayEquals(new float[] {none, none, none}, set.sample(3));
        assertArrayEquals(new float[] {none, none, none}, set.sample(4));
        assertEquals(List.of("x", "y"), set.labelNames());
        assertFalse(CsvTable.samples(write("a\n1\n2\n"), 0).format().scaling().allowsMissing());
    }

    @Test
    void whatIsMissingIsFilledInAndNothingElse() throws IOException {
        CsvTable table =
                CsvTable.read(write("when,a,label,b\nmon, 1.50 ,x,\n\"tue, late\",NA,y,2e3\n"));
        assertEquals(List.of("when", "a", "label", "b"), table.header());
        List<float[]> predicted = List.of(new float[] {7, 8}, new float[] {9, 10});
        assertEquals(
                List.of(List.of("mon", " 1.50 ", "x", 8f), List.of("tue, late", 9f, "y", "2e3")),
                table.filled(predicted).toList());
    }

    @Test
    void pointsOfASeriesAndWindowsMayNotBeMissing() throws IOException {
        Path path = write("f0,f1\n1,2\n1,NaN\n");
        String expected =
                path + ": value in row 3, column \"f1\" must be a finite number, but is NaN";
        assertEquals(
                expected,
                assertThrows(IOException.class, () -> CsvTable.series(path)).getMessage());
        assertEquals(
                expected,
                assertThrows(IOException.class, () -> CsvTable.samples(path, 2)).getMessage());
    }

    @Test
    void tablesOfAnotherFormAreRefused() throws IOException {
        assertRefused(
                ": row 4 must have 2 cells as the header has, but has 1", "f0,f1\n1,2\n1,2\n1\n");
        assertRefused(" must name each column once, but has \"f0\" twice", "f0,f0\n1,2\n");
        assertRefused(" must hold a header and at least one row, but holds 1 lines", "f0,f1\n");
        assertRefused(" must hold a header and at least one row, but holds 0 lines", "");
        assertRefused(
                " must have a column of numbers beside the label, but has the columns [a;b, label]",
                "a;b,label\n1;2,3\n");
        assertRefused(
                ": value in row 2, column \"label\" must be a number or a word, but is empty",
                "f0,label\n1,\n");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path path = folder.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("f1\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 10));
        Exception gzip = assertThrows(IOException.class, () -> CsvTable.samples(path, 0));
        assertEquals(
                path
                        + " must be an intact gzip file, but is not: Unexpected end of ZLIB input"
                        + " stream",
                gzip.getMessage());
        Path quoted = write("f0\n\"1\"2\n");
        Exception thrown = assertThrows(IOException.class, () -> CsvTable.samples(quoted, 0));
        assertEquals(
                quoted
                        + " cannot be read: Invalid character between encapsulated token and"
                        + " delimiter at line: 2, position: 7",
                thrown.getMessage());
    }

    private void assertRefused(String message, String table) throws IOException {
        Path path = write(table);
        Exception thrown = assertThrows(IOException.class, () -> CsvTable.samples(path, 0));
        assertEquals(path + message, thrown.getMessage());
    }

    private Path write(String table) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), table);
    }
}
