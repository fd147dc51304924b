package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.lz4.Lz4Compressor;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TextForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A table in a Parquet file is what the same cells in CSV are. */
@Tag("no-engine")
class ParquetTableTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);
    private static final int ROWS = 60;

    // A column of each type that is read, and three that are not.
    private static final String TYPES =
            """
            optional int32 n;
            optional int64 big;
            optional double x;
            optional float f;
            required int32 price (DECIMAL(9, 2));
            optional binary amount (DECIMAL(20, 4));
            optional int32 small (INTEGER(8, false));
            optional boolean running;
            optional binary machine (STRING);
            optional int32 day (DATE);
            optional binary state (ENUM);
            optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            optional binary photo;
            repeated int32 several;
            optional int32 label;
            """;

    private final Path folder;

    ParquetTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Writes rows in groups of a few. */
    private Path parquet(
            String name, CompressionCodecName codec, String types, BiConsumer<Group, Integer> row)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType("message rows {" + types + "}");
        Path path = folder.resolve(name);
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(path))
                        .withType(type)
                        .withCodecFactory(new Codecs())
                        .withCompressionCodec(codec)
                        .withRowGroupSize(600L)
                        .withMinRowCountForPageSizeCheck(1)
                        .withPageSize(128)
                        .build()) {
            for (int i = 0; i < ROWS; i++) {
                Group group = new SimpleGroupFactory(type).newGroup();
                row.accept(group, i);
                writer.write(group);
            }
        }
        return path;
    }

    /** Packs by gzip and LZ4 too, which the library has of Hadoop alone. */
    private static final class Codecs implements CompressionCodecFactory {

        private static final Set<CompressionCodecName> PACKED_HERE =
                EnumSet.of(
                        CompressionCodecName.GZIP,
                        CompressionCodecName.LZ4_RAW,
                        CompressionCodecName.BROTLI); // as by gzip

        private final CompressionCodecFactory own = HadoopCodecs.newFactory(1024);

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return !PACKED_HERE.contains(codec)
                    ? own.getCompressor(codec)
                    : new BytesInputCompressor() {
                        @Override
                        public BytesInput compress(BytesInput bytes) throws IOException {
                            if (codec == CompressionCodecName.LZ4_RAW) {
                                return lz4(bytes.toInputStream().readAllBytes());
                            }
                            ByteArrayOutputStream packed = new ByteArrayOutputStream();
                            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                                bytes.writeAllTo(gzip);
                            }
                            return BytesInput.from(packed.toByteArray());
                        }

                        @Override
                        public CompressionCodecName getCodecName() {
                            return codec;
                        }

                        @Override
                        public void release() {
                            // holds nothing
                        }
                    };
        }

        private static BytesInput lz4(byte[] bytes) {
            Lz4Compressor compressor = new Lz4Compressor();
            byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
            int size = compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length);
            return BytesInput.from(packed, 0, size);
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            return own.getDecompressor(codec);
        }

        @Override
        public void release() {
            own.release();
        }
    }

    private static void fill(Group group, int i) {
        if (i % 7 != 3) {
            group.append("n", i * i).append("x", Math.sin(i)).append("f", i / 3f);
            group.append("big", 10_000_000_000L + (long) i * i).append("small", 200 + i % 2);
        }
        group.append("price", 100 * i - 5);
        group.append(
                "amount", Binary.fromConstantByteArray(amount(i).unscaledValue().toByteArray()));
        group.append("running", i % 2 == 0).append("machine", "M " + i % 3 + ", \u00fc\n");
        group.append("day", (int) LocalDate.of(2026, 11, 1).plusDays(i).toEpochDay());
        group.append("state", i % 5 < 2 ? "on" : "off").append("photo", "bytes");
        group.addGroup("tags").addGroup("list").append("element", "a");
        group.append("several", 1);
        group.append("several", 2);
        group.append("label", i % 2);
    }

    private static BigDecimal amount(int i) {
        return BigDecimal.valueOf(12_345_678_901L * (i % 4 - 2), 4);
    }

    private Path csv() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("n,big,x,f,price,amount,small,running,machine,day,state,label\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(
                    i % 7 == 3
                            ? ",,,,"
                            : i * i
                                    + ","
                                    + (10_000_000_000L + (long) i * i)
                                    + ","
                                    + Math.sin(i)
                                    + ","
                                    + i / 3f
                                    + ",");
            text.append(BigDecimal.valueOf(100 * i - 5, 2)).append(',').append(amount(i));
            text.append(i % 7 == 3 ? "," : "," + (200 + i % 2)).append(',').append(i % 2 == 0);
            text.append(",\"M " + i % 3 + ", \u00fc\n\",")
                    .append(LocalDate.of(2026, 11, 1).plusDays(i));
            text.append(i % 5 < 2 ? ",on," : ",off,").append(i % 2).append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    private static List<List<Double>> rows(Samples samples) {
        int size = (int) samples.format().shape().size();
        return IntStream.range(0, samples.size())
                .mapToObj(i -> IntStream.range(0, size).mapToObj(j -> samples.value(i, j)).toList())
                .toList();
    }

    private static void assertSame(Samples expected, Samples found) {
        assertEquals(expected.format(), found.format());
        assertEquals(rows(expected), rows(found));
        assertEquals(expected.labels(), found.labels());
        assertEquals(expected.labelNames(), found.labelNames());
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "LZ4_RAW", "ZSTD"})
    void cellsOfAllTypesAreThoseOfCsv(CompressionCodecName codec) throws IOException {
        Path path = parquet("t.Parquet", codec, TYPES, ParquetTableTest::fill);
        DataSource source = DataSource.of(path.toString(), OPTIONS);
        Samples expected = DataSource.of(csv().toString(), OPTIONS).load();
        assertSame(expected, source.load());
        assertEquals(
                List.of(
                        "features: n, big, x, f, price, amount and 1 more (numbers), running (2"
                                + " words), machine (3 words), state (2 words)"),
                source.load().format().schemaLines().subList(0, 1));
        assertEquals(
                List.of("left out: tags (nested), photo (bytes), several (nested)"),
                source.notes());
        assertEquals("vae-table", DataSource.recipe(path.toString(), OPTIONS));
        Columns columns = Columns.NONE.withFeatures(List.of("day", "x"));
        DataOptions dates = OPTIONS.withColumns(columns);
        assertSame(
                DataSource.of(csv().toString(), dates).load(),
                DataSource.of(path.toString(), dates).load());
    }

    /**
     * As Spark writes a table, divided by a column, and as several programs may have written it.
     */
    @Test
    void foldersAreTheRowsOfTheirFiles() throws IOException {
        Path table = Files.createDirectory(folder.resolve("table"));
        Files.createFile(table.resolve("_SUCCESS"));
        Files.createFile(table.resolve(".part-2.parquet.crc"));
        part(table, "site=a%2Fb", "part-10.parquet", "required int32 n; required double x;", 20);
        part(table, "site=a%2Fb", "part-9.parquet", "required int32 n; required double x;", 0);
        part(table, "site=c", "part-1.parquet", "optional double x; optional int32 n;", 40);
        StringBuilder csv = new StringBuilder("n,x,site\n");
        for (int part = 0; part < 3; part++) {
            for (int i = 0; i < ROWS; i++) {
                int n = part * 20 + i;
                csv.append(n).append(',').append(Math.sin(n)).append(part < 2 ? ",a/b\n" : ",c\n");
            }
        }
        Path same = Files.writeString(folder.resolve("same.csv"), csv);
        DataSource source = DataSource.of(table.toString(), OPTIONS);
        Samples expected = DataSource.of(same.toString(), OPTIONS).load();
        assertSame(expected, source.load());
        assertEquals(List.of("n", "x", "site"), CsvTable.header(table));
        assertEquals("vae-table", DataSource.recipe(table.toString(), OPTIONS));
        DataOptions model = OPTIONS.withSchema(expected.format().schema());
        try (SampleStream stream = DataSource.of(table.toString(), model).stream(100)) {
            assertEquals(rows(expected).subList(0, 100), rows(stream.next().orElseThrow()));
        }
    }

    private void part(Path table, String within, String name, String types, int first)
            throws IOException {
        Path written =
                parquet(
                        name,
                        CompressionCodecName.SNAPPY,
                        types,
                        (row, i) -> row.append("n", first + i).append("x", Math.sin(first + i)));
        Path inside = Files.createDirectories(table.resolve(within));
        Files.move(written, inside.resolve(name));
    }

    @Test
    void filesOfAFolderThatDoNotBelongTogetherAreNamed() throws IOException {
        Path table = Files.createDirectory(folder.resolve("table"));
        part(table, "", "a.parquet", "required int32 n; required double x;", 0);
        Path other =
                parquet(
                        "b.parquet",
                        CompressionCodecName.SNAPPY,
                        "required int32 n; required int32 y;",
                        (row, i) -> row.append("n", i).append("y", i));
        Path beside = Files.move(other, table.resolve("b.parquet"));
        assertRefused(
                table,
                "b.parquet: the columns must be those of the files before it, n, x, but are n, y");
        Files.writeString(beside, "PAR1 and no more");
        assertRefused(
                table,
                "b.parquet: the contents must be those of a Parquet file, but are none, or"
                        + " damaged");
        Files.move(beside, table.resolve("b.txt"));
        assertRefused(
                table,
                "the folder must hold Parquet files and folders called KEY=VALUE, but holds b.txt");
    }

    private static void assertRefused(Path table, String reason) {
        Exception e =
                assertThrows(
                        IOException.class, () -> DataSource.of(table.toString(), OPTIONS).load());
        assertEquals(table + ": " + reason, e.getMessage());
    }

    @Test
    void tablesBesideImagesAreNotTheData() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        part(images, "", "metadata.parquet", "required int32 n; required double x;", 0);
        assertTrue(ParquetTable.isFolder(images.toString()));
        for (String other : List.of("a.png", "a.wav")) {
            Path beside = Files.createFile(images.resolve(other));
            assertFalse(ParquetTable.isFolder(images.toString()), other);
            Files.delete(beside);
        }
        Path labelled = Files.createDirectories(folder.resolve("labelled/x=1"));
        Files.createFile(labelled.resolve("a.png"));
        assertFalse(ParquetTable.isFolder(folder.resolve("labelled").toString()));
    }

    @Test
    void portionsAreTheWholeAndColumnsAreReadByName() throws IOException {
        Path path = parquet("t.pq", CompressionCodecName.SNAPPY, TYPES, ParquetTableTest::fill);
        Samples table = DataSource.of(csv().toString(), OPTIONS).load();
        DataOptions model = OPTIONS.withSchema(table.format().schema());
        for (int portion : new int[] {1, 7, 20_000}) {
            List<List<Double>> rows = new ArrayList<>();
            try (SampleStream stream = DataSource.of(path.toString(), model).stream(portion)) {
                for (Optional<Samples> next = stream.next();
                        next.isPresent();
                        next = stream.next()) {
                    rows.addAll(rows(next.get()));
                }
            }
            assertEquals(rows(table), rows);
        }
        DataOptions other = OPTIONS.withSchema(Schema.ofFeatures(List.of("x", "photo")));
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DataSource.of(path.toString(), other).load());
        assertTrue(String.valueOf(refused.getMessage()).contains("photo"), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required int64 ts (TIMESTAMP(MILLIS, true));|MILLIS|.000Z",
                "required int64 ts (TIMESTAMP(MICROS, false));|MICROS|.000000",
                "required int64 ts (TIMESTAMP(NANOS, true));|NANOS|.000000000Z",
                "required int96 ts;|HALF_DAYS|.000000000"
            })
    void timesAreThoseOfCsv(String type, ChronoUnit unit, String end) throws IOException {
        Instant first = Instant.parse("2026-11-29T23:00:00Z");
        Path path =
                parquet(
                        "s.parquet",
                        CompressionCodecName.SNAPPY,
                        "required double v;" + type,
                        (group, i) -> {
                            Instant at = first.plusSeconds(300L * i + (i > 30 ? 7200 : 0));
                            group.append("v", Math.sin(i));
                            if (unit == ChronoUnit.HALF_DAYS) {
                                group.append("ts", julian(at));
                            } else {
                                group.append("ts", Instant.EPOCH.until(at, unit));
                            }
                        });
        StringBuilder text = new StringBuilder("v,ts\n");
        for (int i = 0; i < ROWS; i++) {
            Instant at = first.plusSeconds(300L * i + (i > 30 ? 7200 : 0));
            text.append(Math.sin(i)).append(',').append(at.toString().replace("Z", end));
            text.append('\n');
        }
        Path csv = Files.writeString(folder.resolve("s.csv"), text);
        DataOptions windows = OPTIONS.withWindows(8, 1);
        assertSame(
                DataSource.of(csv.toString(), windows).load(),
                DataSource.of(path.toString(), windows).load());
        Series series = DataSource.of(path.toString(), OPTIONS).series();
        assertEquals(
                DataSource.of(csv.toString(), OPTIONS).series().timeline().times(),
                series.timeline().times());
        assertEquals(
                "every 5 min, 1 gap of 2 h 5 min before row 32, from 2026-11-29T23:00:00%1$s to 2026-11-30T05:55:00%1$s"
                        .formatted(end),
                series.timeline().found());
    }

    /** Milliseconds that are whole seconds now and then, whatever the decimal point of numbers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required int64 ts (TIMESTAMP(MILLIS, true));|MILLIS|'.%s00Z'|XXX",
                "required int64 ts (TIMESTAMP(MICROS, false));|MICROS|.%s00000|''",
                "required int64 ts (TIMESTAMP(NANOS, false));|NANOS|.%s00000000|''",
                "required int96 ts;|HALF_DAYS|.%s00000000|''"
            })
    void momentsOfAColumnHaveOneForm(String type, ChronoUnit unit, String end, String zone)
            throws IOException {
        Instant first = Instant.parse("2026-11-29T23:00:00Z");
        Path path =
                parquet(
                        "m.parquet",
                        CompressionCodecName.SNAPPY,
                        type + "required double v;",
                        (group, i) -> {
                            Instant at = first.plusMillis(500L * i);
                            group.append("v", Math.sin(i));
                            if (unit == ChronoUnit.HALF_DAYS) {
                                group.append("ts", julian(at));
                            } else {
                                group.append("ts", Instant.EPOCH.until(at, unit));
                            }
                        });
        DataOptions comma = OPTIONS.withText(TextForm.RECOGNIZED.withDecimal(","));
        for (DataOptions options : List.of(OPTIONS, comma)) {
            Timeline timeline = DataSource.of(path.toString(), options).series().timeline();
            String start = "2026-11-29T23:00:0";
            List<String> times =
                    List.of(start + "0" + end.formatted(0), start + "0" + end.formatted(5));
            assertEquals(times, timeline.times().subList(0, 2));
            assertEquals(
                    "every 500 ms, from %s to 2026-11-29T23:00:29%s"
                            .formatted(times.get(0), end.formatted(5)),
                    timeline.found());
            assertEquals(
                    List.of("2026-11-29T23:00:30" + end.formatted(0)),
                    NextTimes.of(timeline, timeline.segments().get(0), 1).times());
            Columns columns = Columns.NONE.withFeatures(List.of("ts", "v"));
            Samples samples = DataSource.of(path.toString(), options.withColumns(columns)).load();
            String digits = end.replaceAll("\\D", "").replaceAll("\\d", "S") + "S";
            assertEquals(
                    "uuuu-MM-dd'T'HH:mm:ss." + digits + zone,
                    samples.format().schema().featureColumns().get(0).reason());
            assertEquals(first.getEpochSecond() + 0.5, samples.value(1, 0), 1e-6);
        }
    }

    private static Binary julian(Instant at) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        long day = Math.floorDiv(at.getEpochSecond(), 86_400);
        bytes.putLong(Math.floorMod(at.getEpochSecond(), 86_400) * 1_000_000_000L + at.getNano());
        bytes.putInt((int) day + 2_440_588);
        return Binary.fromConstantByteArray(bytes.array());
    }

    @Test
    void pandasIndexWithoutANameComesFirst() throws IOException {
        Path path =
                parquet(
                        "i.parquet",
                        CompressionCodecName.SNAPPY,
                        "required double v; required int64 __index_level_0__;",
                        (group, i) ->
                                group.append("v", 0.5 * i).append("__index_level_0__", 7L + i));
        CsvTable table = CsvTable.read(path);
        assertEquals(List.of("", "v"), table.header());
        assertEquals(List.of("v"), table.schema(Schema.NONE).features());
    }

    /** What a model's CSV had as its decimal point counts for texts, and not for numbers. */
    @Test
    void numbersAreWhatTheyAreWhateverTheDecimalPoint() throws IOException {
        Path path =
                parquet(
                        "d.parquet",
                        CompressionCodecName.SNAPPY,
                        "required double v; required binary w (STRING);",
                        (group, i) -> group.append("v", 1.125 + i).append("w", i + ",5"));
        Path json = folder.resolve("d.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append("{\"v\":%s.125,\"w\":\"%s,5\"}\n".formatted(1 + i, i));
        }
        Files.writeString(json, text);
        DataOptions comma = OPTIONS.withText(TextForm.RECOGNIZED.withDecimal(","));
        for (Path each : List.of(path, json)) {
            List<List<Double>> rows = rows(DataSource.of(each.toString(), comma).load());
            assertEquals(List.of(List.of(1.125, 0.5), List.of(2.125, 1.5)), rows.subList(0, 2));
        }
    }

    private String refusal(Path path) {
        return String.valueOf(
                assertThrows(
                                IOException.class,
                                () -> DataSource.of(path.toString(), OPTIONS).load())
                        .getMessage());
    }

    @Test
    void whatIsNoWholeParquetFileIsRefusedInOneLine() throws IOException {
        Path path =
                parquet("t.parquet", CompressionCodecName.SNAPPY, TYPES, ParquetTableTest::fill);
        byte[] whole = Files.readAllBytes(path);
        Path bad = folder.resolve("bad.parquet");
        String damaged =
                bad + ": the contents must be those of a Parquet file, but are none, or damaged";
        List<byte[]> contents = new ArrayList<>();
        contents.add(new byte[0]);
        contents.add("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        contents.add(Arrays.copyOf(whole, whole.length - 9));
        contents.add(Arrays.copyOf(whole, whole.length / 2));
        contents.add(Arrays.copyOfRange(whole, whole.length / 2, whole.length));
        for (byte[] each : contents) {
            Files.write(bad, each);
            assertEquals(damaged, refusal(bad));
        }
    }

    @Test
    void damagedBytesAreRefusedOrReadButNeverThrowAnythingElse() throws IOException {
        Path path = parquet("t.parquet", CompressionCodecName.GZIP, TYPES, ParquetTableTest::fill);
        byte[] whole = Files.readAllBytes(path);
        Path bad = folder.resolve("bad.parquet");
        for (int at = 0; at < whole.length; at += 1 + whole.length / 100) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x55;
            Files.write(bad, bytes);
            try {
                DataSource.of(bad.toString(), OPTIONS).load();
            } catch (IOException | IllegalArgumentException e) {
                assertEquals(1, String.valueOf(e.getMessage()).lines().count());
            }
        }
    }

    @Test
    void groupsOfRowsThatDoNotFitIntoMemoryAreNotCalledDamaged() {
        assertEquals(
                ("a group of rows must fit into the %s MB of memory that Java may take, but does"
                                + " not")
                        .formatted(Runtime.getRuntime().maxMemory() / (1024 * 1024)),
                assertThrows(
                                IOException.class,
                                () ->
                                        ParquetRows.intact(
                                                () -> {
                                                    throw new OutOfMemoryError("no heap");
                                                }))
                        .getMessage());
    }

    @Test
    void filesThatAreCompressedAsAWholeAreRefused() throws IOException {
        Path path = folder.resolve("t.parquet.gz");
        try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(path))) {
            packed.write("PAR1".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(
                path
                        + ": Parquet files must not be compressed as a whole, but this one is"
                        + " called .gz",
                refusal(path));
    }

    @Test
    void filesWithoutAColumnThatCanBeReadAreRefused() throws IOException {
        Path path =
                parquet(
                        "n.parquet",
                        CompressionCodecName.SNAPPY,
                        "repeated int32 several; optional group place { optional double x; }",
                        (group, i) -> group.append("several", i));
        assertEquals(
                path
                        + ": there must be a column of numbers, words or times, but there is none;"
                        + " left out: several (nested), place (nested)",
                refusal(path));
    }

    @Test
    void columnsThatAreCompressedInAnotherWayAreRefused() throws IOException {
        Path path =
                parquet(
                        "t.parquet",
                        CompressionCodecName.BROTLI, // whose bytes nobody looks at
                        "required int32 n;",
                        (group, i) -> group.append("n", i));
        assertEquals(
                path
                        + ": columns must be compressed by one of [UNCOMPRESSED, SNAPPY, GZIP,"
                        + " LZ4_RAW, ZSTD], but one is by BROTLI",
                refusal(path));
    }

    @Test
    void whatDoesNotExistIsSaidToBeMissing() {
        String path = folder.resolve("none.parquet").toString();
        assertEquals(
                "data must be an existing file or folder, but there is no such file as " + path,
                assertThrows(IllegalArgumentException.class, () -> DataSource.of(path, OPTIONS))
                        .getMessage());
    }
}
