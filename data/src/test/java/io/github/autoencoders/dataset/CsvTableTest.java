package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class CsvTableTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);

    private final Path folder;

    CsvTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Samples samples(Path path) throws IOException {
        return samples(path, OPTIONS);
    }

    private static Samples samples(Path path, DataOptions options) throws IOException {
        return CsvTable.read(path, options).samples(options);
    }

    @Test
    void columnsOfNumbersAreFeaturesAndWordsAreNot() throws IOException {
        Samples set = samples(write("time,f1,f2\n2020-01-01, 1.5 ,-2e3\n\"2020, later\",.25,+7\n"));
        assertEquals(new Shape(2), set.format().shape());
        assertArrayEquals(new float[] {1.5f, -2000}, set.sample(0));
        assertArrayEquals(new float[] {0.25f, 7}, set.sample(1));
        assertFalse(set.labelled());
    }

    @Test
    void theColumnNamedLabelIsTheLabel() throws IOException {
        Samples numbers = samples(write("f1,label\n1,10\n2,9\n3,10\n"));
        assertEquals(new Shape(1), numbers.format().shape());
        assertEquals(List.of("9", "10"), numbers.labelNames());
        assertEquals(1, numbers.label(0));
        assertEquals(0, numbers.label(1));
        Samples words = samples(write("label,f1\nnormal,1\nanomaly,2\n"));
        assertEquals(List.of("anomaly", "normal"), words.labelNames());
        assertEquals(1, words.label(0));
        assertArrayEquals(new float[] {2}, words.sample(1));
    }

    @Test
    void filesOfSpreadsheetsAndCompressedFilesAreRead() throws IOException {
        Samples spreadsheet = samples(write("\uFEFFlabel,f1\r\na,1\r\n\r\nb,2\r\n"));
        assertEquals(2, spreadsheet.size());
        assertEquals(List.of("a", "b"), spreadsheet.labelNames());
        assertEquals(new Shape(1), spreadsheet.format().shape());
        Path path = folder.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("f1\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, samples(path).size());
    }

    @Test
    void cellsThatAreNoFiniteNumbersAreRefused() throws IOException {
        String expected = ": value in row 2, column \"f1\" must be a finite number, but is ";
        assertRefused(expected + "-Infinity", "f0,f1\n1,2\n1,-Infinity\n");
        assertRefused(expected + "1e60", "f0,f1\n1,2\n1,1e60\n");
        assertRefused(expected + "\"12x\"", "f0,f1\n1,2\n1,12x\n");
        assertRefused(expected + "\"1f\"", "f0,f1\n1,2\n1,1f\n");
    }

    @Test
    void cellsMayBeMissing() throws IOException {
        Samples set =
                samples(
                        write(
                                """
                                a,word,b,label,unknown
                                1,,2,x,NA
                                , ,3,y,?
                                NaN,none,4,x,
                                n/a,good,NULL,y,null
                                #N/A,,-nan,x,None
                                """));
        assertEquals(new Shape(3), set.format().shape()); // a, b, unknown
        assertTrue(set.format().scaling().allowsMissing());
        float none = Float.NaN;
        assertArrayEquals(new float[] {1, 2, none}, set.sample(0));
        assertArrayEquals(new float[] {none, 3, none}, set.sample(1));
        assertArrayEquals(new float[] {none, 4, none}, set.sample(2));
        assertArrayEquals(new float[] {none, none, none}, set.sample(3));
        assertArrayEquals(new float[] {none, none, none}, set.sample(4));
        assertEquals(List.of("x", "y"), set.labelNames());
        assertFalse(samples(write("a\n1\n2\n")).format().scaling().allowsMissing());
    }

    @Test
    void whatIsMissingIsFilledInAndNothingElse() throws IOException {
        CsvTable table =
                CsvTable.read(write("when,a,label,b\nmon, 1.50 ,x,\n\"tue, late\",NA,y,2e3\n"));
        assertEquals(List.of("when", "a", "label", "b"), table.header());
        Samples predicted = Samples.of(new double[][] {{7, 8}, {9, 10}});
        assertEquals(
                List.of(List.of("mon", " 1.50 ", "x", 8f), List.of("tue, late", 9f, "y", "2e3")),
                table.filled(predicted, Schema.NONE).toList());
    }

    @Test
    void pointsOfASeriesAndWindowsMayNotBeMissing() throws IOException {
        Path path = write("f0,f1\n1,2\n1,NaN\n");
        String expected =
                path + ": value in row 2, column \"f1\" must be a finite number, but is NaN";
        assertEquals(
                expected,
                assertThrows(IOException.class, () -> Series.read(path, OPTIONS)).getMessage());
        assertEquals(
                expected,
                assertThrows(IOException.class, () -> samples(path, OPTIONS.withWindows(2, 0)))
                        .getMessage());
    }

    @Test
    void tablesOfAnotherFormAreRefused() throws IOException {
        assertRefused(
                ": row 3 must have 2 cells as the header has, but has 1", "f0,f1\n1,2\n1,2\n1\n");
        assertRefused(
                ": row 1 must have 1 cells as the header has, but has 2; separator must be ; if"
                        + " 1,5 is one number",
                "f0\n1,5\n2,5\n");
        assertRefused(" must name each column once, but has \"f0\" twice", "f0,f0\n1,2\n");
        assertRefused(" must hold a header and at least one row, but does not", "f0,f1\n");
        assertRefused(" must hold a header and at least one row, but does not", "");
        assertRefused(
                " must have a column of numbers beside the label, but has the columns [a;b, label]",
                "a;b,label\n1;2,3\n");
        assertRefused(
                ": value in row 1, column \"label\" must be a number or a word, but is empty",
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
        Exception gzip = assertThrows(IOException.class, () -> samples(path));
        assertEquals(
                path
                        + " must be an intact gzip file, but is not: Unexpected end of ZLIB input"
                        + " stream",
                gzip.getMessage());
        Path quoted = write("f0\n\"1\"2\n");
        Exception thrown = assertThrows(IOException.class, () -> samples(quoted));
        assertEquals(
                quoted
                        + ": line 2 must close its quotes, and have a separator behind them, but"
                        + " does not: Invalid character between encapsulated token and delimiter at"
                        + " line: 2, position: 7",
                thrown.getMessage());
    }

    private void assertRefused(String message, String table) throws IOException {
        Path path = write(table);
        Exception thrown = assertThrows(IOException.class, () -> samples(path));
        assertEquals(path + message, thrown.getMessage());
    }

    private Path write(String table) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), table);
    }

    @Test
    void columnsOfAModelAreFoundByName() throws IOException {
        Path path = write("humidity,flow,note,Class,temp\n40,5,ok,1,20\n41,6,,0,21\n");
        Schema model =
                new Schema(
                        List.of(
                                Column.of("temp", Role.FEATURE),
                                Column.leftOut("note", "words"),
                                Column.of("flow", Role.FEATURE)));
        Samples rows = samples(path, OPTIONS.withSchema(model));
        assertArrayEquals(new float[] {20, 5}, rows.sample(0));
        assertArrayEquals(new float[] {21, 6}, rows.sample(1));
        assertEquals(List.of("0", "1"), rows.labelNames());
        Schema taken = rows.format().schema();
        assertEquals(List.of("temp", "flow"), taken.features());
        assertEquals(List.of("humidity"), taken.unknownColumns());
        assertEquals("words", taken.column("note").orElseThrow().reason());
    }

    /** As where samples are still to be judged. */
    @Test
    void emptyLabelsAreNone() throws IOException {
        Schema model =
                new Schema(List.of(Column.of("a", Role.FEATURE), Column.of("class", Role.LABEL)));
        Samples rows = samples(write("class,label,a\n,,1\n,,2\n"), OPTIONS.withSchema(model));
        assertFalse(rows.labelled());
        assertEquals(
                List.of(
                        Column.of("a", Role.FEATURE),
                        Column.leftOut("class", "empty"),
                        Column.leftOut("label", "empty")),
                rows.format().schema().columns());
        Path some = write("a,class\n1,x\n2,\n3,x\n4,x\n");
        assertFalse(samples(some, OPTIONS.withSchema(Schema.ofFeatures(List.of("a")))).labelled());
        assertFalse(samples(some).labelled());
    }

    /** What a cell means does not depend on the rows that happen to be beside it. */
    @Test
    void aModelsColumnIsReadWhateverItsCellsAre() throws IOException {
        Schema model = Schema.ofFeatures(List.of("a", "b"));
        Samples missing = samples(write("a,note,b\n,ok,2\n"), OPTIONS.withSchema(model));
        assertArrayEquals(new float[] {Float.NaN, 2}, missing.sample(0));
        Path words = write("a,note,b\nn/a?,ok,2\n");
        assertEquals(
                words + ": value in row 1, column \"a\" must be a finite number, but is \"n/a?\"",
                assertThrows(IOException.class, () -> samples(words, OPTIONS.withSchema(model)))
                        .getMessage());
    }

    @Test
    void wordsAreFeaturesWhereRowsShareThem() throws IOException {
        String table =
                """
                kind,id,on,note,v,day
                b,a1,yes,,1,1.2.26
                a,a2,no,n,2,1.2.26
                b,a3,NO,,3,2.2.26
                ?,a4,Yes,,4,2.2.26
                a,a5,no,m,5,2.2.26
                """;
        Samples rows = samples(write(table));
        assertEquals(
                List.of(
                        "features: v (numbers), kind (2 words), on (2 words)",
                        "left out: id (words, 5 different in 5 rows), note (words, 2 different in"
                                + " 2 rows), day (dates)"),
                rows.format().schemaLines());
        assertArrayEquals(new float[] {1, 1, 1}, rows.sample(0)); // b; Yes behind NO
        assertArrayEquals(new float[] {0, 0, 2}, rows.sample(1));
        assertArrayEquals(new float[] {1, 0, 3}, rows.sample(2));
        assertArrayEquals(new float[] {Float.NaN, 1, 4}, rows.sample(3));
        assertTrue(rows.format().allowsMissing());
        assertEquals(List.of("a", "NO", 5f), rows.cells(4));
    }

    /** A model that knows no names knows no words either. */
    @Test
    void aModelWithoutNamesTakesTheNumbersAlone() throws IOException {
        Samples rows = samples(write("kind,v,w\nb,1,2\na,3,4\nb,5,6\na,7,8\n"));
        SampleFormat unnamed =
                new SampleFormat(
                        new Shape(2), 0, new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        assertArrayEquals(new float[] {3, 4}, rows.withFormat(unnamed).sample(1));
    }

    @Test
    void windowsAndSeriesHaveNoWords() throws IOException {
        Path path = write("v,kind,w\n1,b,2\n3,a,4\n5,b,6\n7,a,8\n");
        assertEquals(
                "words",
                samples(path, OPTIONS.withWindows(2, 0))
                        .format()
                        .schema()
                        .column("kind")
                        .orElseThrow()
                        .reason());
        assertEquals(List.of("v", "w"), Series.read(path, OPTIONS).schema().features());
    }

    @Test
    void aColumnThatATableLacksIsRefusedByName() throws IOException {
        Path path = write("temp,pres sure,flow\n1,2,3\n");
        Schema model = Schema.ofFeatures(List.of("temp", "pressure"));
        assertEquals(
                path
                        + " must have the column \"pressure\", as the model's data had, but has"
                        + " none; did you mean pres sure?",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> samples(path, OPTIONS.withSchema(model)))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "Class, 0, 1, LABEL",
        "TARGET, cat, dog, LABEL",
        "y, 0.5, 0.25, FEATURE", // a coordinate, say
        "is_fraud, 0, 1, LABEL",
        "IsAnomaly, 0, 1, LABEL",
        "Is Outlier, 0.5, 1, LABEL",
        "'', 17, 18, LEFT_OUT",
        "Unnamed: 0, 0, 1, LEFT_OUT",
        "id, 0, 1, LEFT_OUT",
        "id, 5, 9, FEATURE",
        "classes, 0, 1, FEATURE",
        "time, 0, 1, FEATURE",
        "species, cat, dog, FEATURE",
        "species, True, FALSE, FEATURE",
        "day, 2026-11-28, 2026-11-29, LEFT_OUT",
        "day, 28.11.26 17:05, 29.11.26 05:00, LEFT_OUT",
        "hour, 17:05, 05:00:01, LEFT_OUT"
    })
    void aColumnIsTakenForWhatNameAndCellsSay(String name, String first, String second, Role role)
            throws IOException {
        String rows = first + ",1\n" + second + ",2\n";
        boolean index = role == Role.LEFT_OUT && first.matches("\\d+");
        Path path = write(name + ",v\n" + rows + (index ? "" : rows));
        Schema schema = CsvTable.read(path).schema(Schema.NONE);
        assertEquals(role, schema.column(name).orElseThrow().role());
        assertEquals(Role.FEATURE, schema.column("v").orElseThrow().role());
    }

    @Test
    void yBesideXIsNoLabel() throws IOException {
        Path path = write("x,y\n1,0\n2,0\n3,1\n4,1\n");
        assertEquals(List.of("x", "y"), CsvTable.read(path).schema(Schema.NONE).features());
    }

    @Test
    void aSecondLabelIsLeftOut() throws IOException {
        Schema schema =
                CsvTable.read(write("in_window,v,label\n1,1,a\n0,2,b\n")).schema(Schema.NONE);
        assertEquals(
                List.of(
                        "features: v",
                        "label, not learnt from: label",
                        "left out: in_window (another label)"),
                schema.lines("features"));
    }

    @ParameterizedTest
    @CsvSource({
        "'ts,a,label', '5,1,0', '6,2,1', ts",
        "'a,Time,b', '1,x,2', '3,y,4', Time",
        "',a', '0,1', '1,2', ''", // times are the running index
        "',timestamp,a', '0,mon,1', '1,tue,2', timestamp",
        "'when,a', 'mon,1', 'tue,2', when",
        "'a,b', '1,2', '3,4', "
    })
    void timesOfASeriesAreFound(String header, String one, String two, String time)
            throws IOException {
        Path path = write(header + "\n" + one + "\n" + two + "\n");
        Series series = Series.read(path, OPTIONS);
        assertEquals(Optional.ofNullable(time), series.schema().time());
        assertEquals(time == null ? 0 : 2, series.times().size());
        assertTrue(series.columns().contains("a"));
        assertFalse(series.columns().contains("label"));
    }

    @Test
    void channelsOfAModelAreFoundByName() throws IOException {
        Path path = write("timestamp,b,a\nmon,10,1\ntue,20,2\n");
        Series series = Series.read(path, Schema.ofFeatures(List.of("a", "b")));
        assertArrayEquals(new double[] {1, 2}, series.channels().get(0));
        assertArrayEquals(new double[] {10, 20}, series.channels().get(1));
        assertEquals(List.of("mon", "tue"), series.times());
        assertEquals(List.of("a", "b"), series.windows(2, 1).format().schema().features());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "a;b;c!1,5;-2;1.234,50!1.5 -2 1234.5",
                "a;b;c!0.25;1e3;7!0.25 1000 7",
                "a\tb\tc!1,234.5\t2\t3!1234.5 2 3",
                "a|b|c!1|2|3!1 2 3",
                "a,b,c!\"1,234.50\",12.5%,\u221211.04!1234.5 0.125 -11.04",
                "a,b,c!$5,-\u20ac2.50,\u00a07\u00a0!5 -2.5 7",
                "a,b,c!1 234 567,1'000,2000!1234567 1000 2000",
                "\uFEFFa,b,c!1,2,3!1 2 3"
            })
    void numbersAreReadAsPeopleWriteThem(String header, String row, String expected)
            throws IOException {
        Samples read = samples(write(header + "\n" + row + "\n"));
        assertEquals(List.of("a", "b", "c"), read.format().schema().features());
        assertEquals(
                Stream.of(expected.split(" ")).map(Float::valueOf).toList(),
                IntStream.range(0, 3).mapToObj(i -> read.sample(0)[i]).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--5",
                "+-3",
                "-$-2",
                "(5)",
                "1e5%",
                "0x1F",
                "2024-01-02",
                "1.2.3",
                "101_202"
            })
    void whatIsAlmostANumberIsAWord(String cell) throws IOException {
        Path path = write("a,b\n1,2\n" + cell + ",3\n");
        assertEquals(
                path
                        + ": value in row 2, column \"a\" must be a finite number, but is \""
                        + cell
                        + '"',
                assertThrows(IOException.class, () -> samples(path)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void textOfWindowsIsRead(String charset) throws IOException {
        String mark = charset.equals("UTF-16") ? "" : "\uFEFF"; // which Java writes by itself
        Path path = folder.resolve("wide.csv");
        Files.write(path, (mark + "gr\u00f6\u00dfe,b\r\n1,2\r\n").getBytes(charset));
        assertEquals(List.of("gr\u00f6\u00dfe", "b"), samples(path).format().schema().features());
    }

    @Test
    void anEmptyLineIsAMissingValueOfASingleColumn() throws IOException {
        Samples three = samples(write("a\n1\n\n3\n\n\n"));
        assertEquals(3, three.size());
        assertEquals(Float.NaN, three.value(1, 0));
        assertEquals(2, samples(write("a,b\n1,2\n\n3,4\n\n")).size());
    }

    @Test
    void aLineOfNumbersIsNoHeader() throws IOException {
        assertRefused(
                " must begin with a line that names the columns, but begins with the numbers 0.53,"
                        + " 1.948; noHeader must be given if they have no names",
                "0.53,1.948\n0.1,1.3\n");
        assertEquals(List.of("0", "1"), samples(write("0,1\n5,6\n")).format().schema().features());
    }
}
