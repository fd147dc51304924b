package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.TextForm;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files of text are written: what is recognized, said, refused. */
@Tag("no-engine")
class TextFormsTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);
    private static final TextForm FORM = TextForm.RECOGNIZED;
    private static final String ADVICE =
            "; encoding must be given if it is another, as windows-1252 or UTF-16LE";

    private final Path folder;

    TextFormsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String name, String text, String charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(Charset.forName(charset)));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<List<Float>> rows(Samples samples) {
        return samples.samples().stream()
                .map(row -> IntStream.range(0, row.length).mapToObj(i -> row[i]).toList())
                .toList();
    }

    private static Samples load(Path path, DataOptions options) throws IOException {
        return DataSource.of(path.toString(), options).load();
    }

    private static String refusal(Path path, DataOptions options) {
        Exception thrown = assertThrows(Exception.class, () -> load(path, options));
        return String.valueOf(thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, windows-1252",
        "ISO-8859-1, latin1",
        "UTF-16LE, UTF-16LE",
        "UTF-16BE, utf-16be",
        "UTF-8, ''",
        "UTF-16, ''", // Java writes its mark
        "UTF-16, windows-1252" // which counts for more than what is said
    })
    void textIsReadAsItsMarkSaysOrAsIsSaid(String written, String said) throws IOException {
        DataOptions options = OPTIONS.withText(FORM.withEncoding(said));
        Path table = file("t.csv", "gr\u00f6\u00dfe,label\n1,\u00fc\n2,\u00e9\n", written);
        Samples rows = load(table, options);
        assertEquals(List.of("gr\u00f6\u00dfe"), rows.format().schema().features());
        assertEquals(List.of("\u00e9", "\u00fc"), rows.labelNames());
        Path strings = file("s.txt", "\u00fc\u00e9\n\u00e9\n", written);
        assertEquals(List.of("\u00fc\u00e9", "\u00e9"), load(strings, options).texts());
        Path ratings = file("r.ratings", "\u00fc\t\u00e9\t5\n", written);
        assertEquals(List.of("\u00e9"), load(ratings, options).format().schema().features());
        Path series = file("z.csv", "zeit,gr\u00f6\u00dfe\n\u00fc,1\n\u00e9,2\n", written);
        Series points = DataSource.of(series.toString(), options).series();
        assertEquals(List.of("gr\u00f6\u00dfe"), points.columns());
    }

    /** Also where a character is cut by the end of what is decoded at once. */
    @ParameterizedTest
    @ValueSource(strings = {"bad.csv", "bad.txt", "bad.ratings", "bad.smi"})
    void whatIsNoTextIsRefusedWithItsLine(String name) throws IOException {
        for (int before : new int[] {1, 30_000}) {
            String lines =
                    IntStream.range(0, before)
                            .mapToObj(i -> "u" + i + ",2,3\n")
                            .collect(Collectors.joining());
            Path path = file(name, lines + "-4,\u00ff,5\n6,7,8\n", "ISO-8859-1");
            assertEquals(
                    "%s: line %s must be text in UTF-8, but is not%s"
                            .formatted(path, before + 1, ADVICE),
                    refusal(path, OPTIONS));
        }
    }

    @Test
    void textOfManyBytesIsWhole() throws IOException {
        String line = "\u00fc\ud83d\ude00".repeat(7) + "\n";
        Path path = file("long.txt", line.repeat(9_999));
        Samples strings = load(path, OPTIONS);
        assertEquals(9_999, strings.size());
        assertEquals(1, strings.texts().stream().distinct().count());
    }

    @Test
    void aNulCharacterIsRefused() throws IOException {
        Path path = file("wide.csv", "a,b\n1,2\n", "UTF-16LE"); // without its mark
        assertEquals(
                path + ": line 1 must hold no NUL character, but does" + ADVICE,
                refusal(path, OPTIONS));
    }

    @Test
    void anUnclosedQuoteIsRefusedWithItsRow() throws IOException {
        Path path = file("q.csv", "a,b\n1,2\n\"3,4\n5,6\n");
        assertEquals(
                path
                        + ": line 3 must close its quotes, and have a separator behind them, but"
                        + " does not: (startline 3) EOF reached before encapsulated token finished",
                refusal(path, OPTIONS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                // separator said, decimal said, text with lines of /, values
                "!!a;b/1,5;2!1.5 2",
                "!,!a\tb/1,5\t1.234,5!1.5 1234.5",
                "!,!a|b/1.234|1.234.567,5!1234 1234567.5",
                "!.!a;b/1,234;1,234.5!1234 1234.5",
                "!!a;b/1.234;1,234.5!1.234 1234.5", // a point alone is a decimal point
                "!!a;b/1.234.567;-1,5e-3!1234567 -0.0015",
                "!,!a,b/\"1,5\",\"-2,25\"!1.5 -2.25",
                "' '!!a b/1.5 2!1.5 2",
                "&!!a&b/1.5&2!1.5 2",
                "!!a,b/\u20131.5,12.5\u00a0%!-1.5 0.125",
                "!!a,b/\"1\u2019234.5\",\u20ac\u00a02!1234.5 2",
                "!!a,b/1\u202f234\u202f567,\u200b2\ufeff!1234567 2"
            })
    void numbersAreReadAsIsSaid(String separator, String decimal, String text, String values)
            throws IOException {
        TextForm form =
                new TextForm(
                        separator == null ? "" : separator,
                        decimal == null ? "" : decimal,
                        false,
                        "");
        Path path = file("n.csv", text.replace('/', '\n') + "\n");
        Samples read = load(path, OPTIONS.withText(form));
        assertEquals(List.of("a", "b"), read.format().schema().features());
        assertEquals(
                List.of(Stream.of(values.split(" ")).map(Float::valueOf).toList()), rows(read));
        Series series = DataSource.of(path.toString(), OPTIONS.withText(form)).series();
        assertEquals(
                DoubleStream.of(read.numbers(0)).boxed().toList(),
                series.channels().stream().map(channel -> channel[0]).toList());
    }

    @Test
    void numbersWithTheOtherDecimalPointAreNamed() throws IOException {
        Path some = file("some.csv", "a,b\n1,\"2,5\"\n2,\"3,5\"\n");
        assertEquals(
                List.of(
                        "features: a",
                        "left out: b (words as 2,5; decimal must be , if they are numbers)"),
                load(some, OPTIONS).format().schemaLines());
        Path all = file("all.tsv", "a\tb\n1,5\t2,5\n");
        assertEquals(
                all
                        + " must have a column of numbers beside the label, but has the columns [a,"
                        + " b], of words as 1,5; decimal must be , if they are numbers",
                refusal(all, OPTIONS));
        Path mixed = file("mixed.tsv", "a\tb\n1\t2\n1,5\t3\n");
        assertEquals(
                mixed
                        + ": value in row 2, column \"a\" must be a finite number, but is \"1,5\";"
                        + " decimal must be , if it is one",
                refusal(mixed, OPTIONS));
    }

    @Test
    void columnsWithoutNamesAreNumbered() throws IOException {
        DataOptions options = OPTIONS.withText(FORM.withNoHeader(true));
        Samples rows = load(file("h.csv", "1,1,x\n2,3,y\n4,5,x\n"), options);
        assertEquals(List.of("c0", "c1"), rows.format().schema().features());
        assertEquals(List.of(List.of(1f, 1f), List.of(2f, 3f), List.of(4f, 5f)), rows(rows));
        Samples single = load(file("one.csv", "\n1\n\n3\n\n"), options);
        assertEquals(
                List.of(Float.NaN, 1f, Float.NaN, 3f),
                rows(single).stream().map(row -> row.get(0)).toList());
    }

    /** What a program wrote for the model has names. */
    @Test
    void namesOfAModelAreAHeaderWhateverIsSaid() throws IOException {
        DataOptions options =
                OPTIONS.withText(FORM.withNoHeader(true))
                        .withSchema(Schema.ofFeatures(List.of("c0", "c1")));
        List<List<Float>> expected = List.of(List.of(1f, 2f), List.of(3f, 4f));
        assertEquals(expected, rows(load(file("bare.csv", "1,2\n3,4\n"), options)));
        assertEquals(expected, rows(load(file("named.csv", "c1,c0\n2,1\n4,3\n"), options)));
    }

    @Test
    void aSeparatorOfAModelsDataIsNotForced() throws IOException {
        DataOptions options =
                OPTIONS.withText(FORM.withSeparator("&").withDecimal(","))
                        .withSchema(Schema.ofFeatures(List.of("a", "b")));
        List<List<Float>> expected = List.of(List.of(1.5f, 2f));
        assertEquals(expected, rows(load(file("and.csv", "a&b\n1,5&2\n"), options)));
        assertEquals(expected, rows(load(file("comma.csv", "b,a\n2,1.5\n"), options)));
        assertEquals(expected, rows(load(file("semi.csv", "a;b\n1,5;2\n"), options)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':1.5,'b':2,'n':'x'}\n{'b':3,'c':1}\n\n{'a':null,'b':'4'}\n",
                "[{'a':1.5,'b':2,'n':'x'},\n{'b':3,'c':1},{'a':null,'b':'4','d':null}]",
                "{'a':1.5,'b':2,'n':'x'}{'b':3.0,'c':1}{'b':4,'n':null}",
                "\uFEFF{'b':2,'a':1.5e0,'n':'\u00fc, \\\"y\\\"'}\n{'b':3,'c':1}\n{'b':4}"
            })
    void objectsAreRows(String text) throws IOException {
        for (String name : List.of("o.jsonl", "o.ndjson", "o.Json")) {
            Path path = file(name, text.replace('\'', '"'));
            Samples read =
                    load(path, OPTIONS.withSchema(Schema.ofFeatures(List.of("a", "b", "c"))));
            assertEquals(
                    List.of(
                            List.of(1.5f, 2f, Float.NaN),
                            List.of(Float.NaN, 3f, 1f),
                            List.of(Float.NaN, 4f, Float.NaN)),
                    rows(read));
            assertEquals("vae-table", DataSource.recipe(path.toString(), OPTIONS));
        }
    }

    @Test
    void objectsOfOneKeyMayLackIt() throws IOException {
        Path path = file("one.jsonl", "{\"a\":1}\n{\"a\":null}\n{}\n");
        assertEquals(3, load(path, OPTIONS).size());
    }

    @Test
    void pointsOfASeriesMayBeObjects() throws IOException {
        Path path = file("p.jsonl", "{\"ts\":\"mon\",\"v\":1}\n{\"ts\":\"tue\",\"v\":2}\n");
        Series series = DataSource.of(path.toString(), OPTIONS).series();
        assertEquals(List.of("v"), series.columns());
        assertEquals(List.of("mon", "tue"), series.times());
        assertArrayEquals(new double[] {1, 2}, series.channels().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'a':[1]}!row 1 must hold numbers, texts, true, false and null, but holds another"
                        + " object or list as \"a\"",
                "{'a':1}{'a':1,'a':2}!row 2 must have each key once, but has \"a\" twice",
                "{'a':1} 3!row 2 must be an object in JSON, but is a NUMBER",
                "{'a':1}{'a'!row 2 must be JSON, but is not: End of input at line 1 column 12 path"
                        + " $.a",
                "[]!there must be at least one object with a value"
            })
    void whatIsNoRowOfObjectsIsRefused(String text, String message) throws IOException {
        Path path = file("bad.jsonl", text.replace('\'', '"'));
        assertEquals(path + ": " + message, refusal(path, OPTIONS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    t.orc     | python -c "import pandas; pandas.read_orc('t.orc').to_csv('t.orc.csv', index=False)"
                    t.feather | python -c "import pandas; pandas.read_feather('t.feather').to_csv('t.feather.csv', index=False)"
                    T.XLSX    | save it as CSV
                    """)
    void tablesThatAreNoTextAreRefused(String name, String way) throws IOException {
        Path path = file(name, "");
        assertEquals(
                "data must be text, as CSV or JSON lines, but are \""
                        + path
                        + "\"; convert it first: "
                        + way,
                refusal(path, OPTIONS));
    }

    @Test
    void aSpreadsheetsLineAboveTheHeaderTellsTheSeparator() throws IOException {
        Samples plain = load(file("t.csv", "a;b\n1,5;2\n3;4\n"), OPTIONS);
        Samples told = load(file("s.csv", "sep=;\na;b\n1,5;2\n3;4\n"), OPTIONS);
        assertEquals(plain.samples().get(0)[0], told.samples().get(0)[0]);
        assertEquals(List.of("a", "b"), told.format().schema().features());
        Samples tabs = load(file("t.tsv", "sep=\t\na\tb\n1\t2\n3\t4\n"), OPTIONS);
        assertEquals(List.of("a", "b"), tabs.format().schema().features());
    }

    @Test
    void aHeaderMayBeginAsOtherFilesDo() throws IOException {
        Samples samples = load(file("orc.csv", "ORC1,PAR1\n1,2\n3,5\n"), OPTIONS);
        assertEquals(List.of("ORC1", "PAR1"), samples.format().schema().features());
    }

    @Test
    void whatIsNotAHeaderIsSaid() throws IOException {
        Path caret = file("caret.csv", "a^b\n1^2\n3^4\n");
        assertEquals(
                caret
                        + " must have a column of numbers beside the label, but has the columns"
                        + " [a^b]; separator must be \"^\" if it stands between cells",
                refusal(caret, OPTIONS));
        Path comment = file("comment.csv", "# of the logger\na,b\n1,2\n");
        assertEquals(
                comment
                        + ": row 1 must have 1 cells as the header has, but has 2; the first line"
                        + " must name the columns, but is \"# of the logger\"",
                refusal(comment, OPTIONS));
    }

    @Test
    void theSeparatorIsNamedOfATableForAModelToo() throws IOException {
        DataOptions model =
                OPTIONS.withSchema(
                        load(file("t.csv", "a,b\n1,2\n3,4\n"), OPTIONS).format().schema());
        Path caret = file("caret.csv", "a^b\n1^2\n3^4\n");
        assertEquals(
                caret
                        + " must have the column \"a\", as the model's data had, but has none;"
                        + " unknown to the model: a^b; separator must be \"^\" if it stands between"
                        + " cells",
                refusal(caret, model));
        Samples tabs = load(file("t.tab", "b\ta\n1\t2\n3\t4\n"), model);
        assertEquals(List.of(2f, 4f), List.of(tabs.sample(0)[0], tabs.sample(1)[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "a,b/1,2/3,4!true",
                "at;x/2026-01-01;1,5/2026-01-02;2!true",
                "one, two/three, four/five, six!false",
                "red/1 and 2/blue!false",
                "1/2/3!false"
            })
    void linesThatLookLikeRowsAreSaid(String lines, boolean rows) throws IOException {
        Path path = file("t.txt", lines.replace('/', '\n'));
        assertEquals(
                rows
                        ? List.of(
                                "lines look like rows; the file must be called .csv if it is a"
                                        + " table")
                        : List.of(),
                DataSource.of(path.toString(), OPTIONS).notes());
    }

    @Test
    void contentsOfOtherTablesAreKnownWhateverTheirName() throws IOException {
        Path path = file("t.csv", "PAR1\u0015\u0004\u0000");
        assertEquals(
                path
                        + ": the contents must be text, as CSV or JSON lines, but are those of a"
                        + " Parquet file; it must be a file called .parquet",
                refusal(path, OPTIONS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "user;item;rating/\"1\";\"7\";\"4,5\"/2;7;\u22121!,",
                "user_id,item_id,rating/1,7,4.5/2,7,\"-1\"!",
                "1::7::4.5::9/2::7::\u20131.0::9!",
                "1&7&4.5/2&7&-1!"
            })
    void ratingsAreReadAsTablesAre(String text, String decimal) throws IOException {
        TextForm form = text.contains("&") ? FORM.withSeparator("&") : FORM;
        Path path = file("r.ratings", text.replace('/', '\n') + "\n");
        DataOptions options = OPTIONS.withText(form.withDecimal(decimal == null ? "" : decimal));
        Samples users = load(path, options);
        assertEquals(List.of("7"), users.format().schema().features());
        assertEquals(List.of(List.of(4.5f), List.of(-1f)), rows(users));
    }

    /** What a cell means does not depend on where a portion ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "t.csv!a;b;label;k/1,5;2;x;9//;3;y;8/\"4\";5 %;x;7/",
                "t.tsv!a\tb\tc/1\t2\tx/3\tNA\tx",
                "t.jsonl!{'a':1}{'b':2,'a':null}{'c':'x'}{'a':7,'b':8}",
                "one.csv!a/1//3//",
                "bare.csv!1,2/3,4/5,6"
            })
    void portionsAreTheWhole(String name, String text) throws IOException {
        Path path = file(name, text.replace('/', '\n').replace('\'', '"'));
        TextForm form = FORM.withNoHeader(name.equals("bare.csv"));
        DataOptions any = OPTIONS.withText(form);
        DataOptions options = any.withSchema(load(path, any).format().schema());
        Samples whole = load(path, options);
        for (int portion : new int[] {1, 2, 20_000}) {
            List<List<Float>> rows = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            try (SampleStream stream = DataSource.of(path.toString(), options).stream(portion)) {
                for (Optional<Samples> next = stream.next();
                        next.isPresent();
                        next = stream.next()) {
                    rows.addAll(rows(next.get()));
                    labels.addAll(next.get().labels());
                }
            }
            assertEquals(rows(whole), rows);
            assertEquals(whole.labels(), labels);
        }
    }

    /** In portions of one row as in the whole, where they are refused too. */
    @Test
    void labelsBehindEmptyOnesAreRefused() throws IOException {
        Path path = file("l.csv", "a,label\n1,\n2,x\n");
        DataOptions options = OPTIONS.withSchema(Schema.ofFeatures(List.of("a")));
        assertEquals(
                path
                        + ": value in row 1, column \"label\" must be a number or a word, but is"
                        + " empty",
                refusal(path, options));
        try (SampleStream stream = DataSource.of(path.toString(), options).stream(1)) {
            assertFalse(stream.next().orElseThrow().labelled());
            assertEquals(
                    path
                            + ": column \"label\" must have labels in all rows or in none, but"
                            + " changes behind row 1",
                    assertThrows(IOException.class, stream::next).getMessage());
        }
    }
}
