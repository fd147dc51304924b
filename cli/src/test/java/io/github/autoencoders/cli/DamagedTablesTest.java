package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that were damaged on their way. Each column has numbers of a size of its own, so that one
 * that is taken for another shows. As many files as {@code -Dfuzz.files} says.
 */
class DamagedTablesTest {

    private static final int FILES = Integer.getInteger("fuzz.files", 200);
    private static final int EACH_TRAINED = Math.max(50, FILES / 40);
    private static final int ROWS = 40;
    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final String HEADER = "temp,flow,pressure,mode,label";

    /** The least and the greatest value of a column. */
    private record Limits(double least, double greatest) {

        boolean hold(double value) {
            return Double.isNaN(value) || (value >= least && value <= greatest);
        }
    }

    private static final Map<String, Limits> LIMITS =
            Map.of(
                    "temp", new Limits(100, 200),
                    "flow", new Limits(1000, 2000),
                    "pressure", new Limits(-10, 0));

    @TempDir private static Path folder;

    private static Path detector;
    private static Path run;
    private static Schema schema = Schema.NONE;

    /** A table, and how many of its cells were changed at most. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Damaged(byte[] bytes, int cells) {}

    private static List<String> lines() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int i = 0; i < ROWS; i++) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.2f,%.3f,%s,%d",
                            100 + 99 * random.nextDouble(),
                            1000 + 999 * random.nextDouble(),
                            -9.9 * random.nextDouble(),
                            List.of("on", "off", "idle").get(i % 3),
                            i % 20 == 0 ? 1 : 0));
        }
        return lines;
    }

    @BeforeAll
    static void train() throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, String.join("\n", lines()) + "\n");
        detector = folder.resolve("detector");
        Answer.expect(
                0, "anomalies", "train", "--data", table, "--out", detector, "--engine", ENGINE);
        run = folder.resolve("run");
        Answer.expect(
                0,
                "train",
                "vae-table",
                "--data",
                table,
                "--epochs",
                1,
                "--threads",
                1,
                "--out",
                run,
                "--engine",
                ENGINE);
        schema = DataSource.of(table.toString(), DataOptions.ofSeed(0)).load().format().schema();
    }

    @Test
    void damageGivesARightResultOrOneLine() throws IOException {
        int read = 0;
        int scored = 0;
        for (int i = 0; i < FILES; i++) {
            Random random = new Random(i);
            Damaged damaged = damaged(lines(), random);
            Path file = folder.resolve(random.nextInt(8) == 0 ? "damaged.tsv" : "damaged.csv");
            Files.write(file, damaged.bytes);
            String told = "file " + i + ":\n" + new String(damaged.bytes, StandardCharsets.UTF_8);
            read += rows(file, Schema.NONE, damaged.cells, told) >= 0 ? 1 : 0;
            scored += isScored(file, rows(file, schema, damaged.cells, told), told) ? 1 : 0;
            if (i % EACH_TRAINED == 0) {
                requireTrained(file, i, told);
            }
        }
        assertTrue(read > FILES / 10 && read < FILES, read + " were read");
        assertTrue(scored > FILES / 20 && scored < FILES, scored + " were scored");
    }

    // How many rows are read, each column its own; or -1, with one line.
    private static int rows(Path file, Schema known, int cells, String told) {
        try {
            Samples samples =
                    DataSource.of(file.toString(), DataOptions.ofSeed(0).withSchema(known)).load();
            List<String> columns = samples.format().schema().features();
            long others =
                    IntStream.range(0, samples.size())
                            .mapToLong(row -> others(columns, samples.sample(row)))
                            .sum();
            assertTrue(others <= cells, others + " values are of another column in " + told);
            return samples.size();
        } catch (IOException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            assertFalse(message.contains("\n") || message.contains("Exception"), message + told);
            return -1;
        }
    }

    private static long others(List<String> columns, float[] row) {
        return IntStream.range(0, columns.size())
                .filter(
                        j -> {
                            Limits limits = LIMITS.get(columns.get(j));
                            return limits != null && !limits.hold(row[j]);
                        })
                .count();
    }

    private static boolean isScored(Path file, int rows, String told) throws IOException {
        Path out = folder.resolve("found.csv");
        Files.deleteIfExists(out);
        Answer answer =
                Answer.of(
                        "anomalies",
                        "score",
                        detector,
                        "--in",
                        file,
                        "--out",
                        out,
                        "--engine",
                        ENGINE,
                        "--false-alarms",
                        0.1);
        requireOneLine(answer, told);
        if (answer.exitCode() == 0) {
            assertEquals(rows + 1, Files.readAllLines(out).size(), told);
        }
        return answer.exitCode() == 0;
    }

    private static void requireTrained(Path file, int number, String told) {
        requireOneLine(
                Answer.of(
                        "train",
                        "--from",
                        run,
                        "--data",
                        file,
                        "--epochs",
                        1,
                        "--threads",
                        1,
                        "--out",
                        folder.resolve("run" + number),
                        "--engine",
                        ENGINE),
                told);
    }

    private static void requireOneLine(Answer answer, String told) {
        assertFalse(answer.err().matches("(?s).*(Exception|\n\tat ).*"), answer.err() + told);
        if (answer.exitCode() != 0) {
            assertEquals(1, answer.err().lines().count(), answer.err() + told);
            assertTrue(answer.err().startsWith("autoencoders: "), answer.err() + told);
        }
    }

    private static Damaged damaged(List<String> lines, Random random) throws IOException {
        List<String> changed = new ArrayList<>(lines);
        int cells = 0;
        for (int count = random.nextInt(5) / 2; count > 0; count--) {
            cells += withCells(changed, random);
        }
        String ends = random.nextInt(4) == 0 ? "\r\n" : "\n";
        String text = written(String.join(ends, changed) + ends, random);
        byte[] bytes = encoded(text, random);
        for (int count = random.nextInt(5) / 3; count > 0 && bytes.length > 0; count--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            cells++;
        }
        if (random.nextInt(8) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            cells++;
        }
        return new Damaged(bytes, cells);
    }

    // Damage to cells and lines; returns how many cells may have another number.
    private static int withCells(List<String> lines, Random random) {
        int row = random.nextInt(lines.size());
        List<String> cells = new ArrayList<>(List.of(lines.get(row).split(",", -1)));
        int column = random.nextInt(cells.size());
        switch (random.nextInt(9)) {
            case 0 -> cells.set(column, "");
            case 1 -> cells.remove(column);
            case 2 -> cells.add(column, cells.get(random.nextInt(cells.size())));
            case 3 -> cells.set(column, '"' + cells.get(column));
            case 4 -> cells.set(column, cells.get(column) + '"');
            case 5 -> cells.set(column, random.nextBoolean() ? "NA" : "x\u0000\u00e9\ufeff");
            case 6 -> cells.set(column, "1e" + random.nextInt(60));
            case 7 -> {
                lines.add(row, lines.get(random.nextInt(lines.size())));
                return 0;
            }
            default -> {
                lines.set(row, lines.get(row).substring(0, random.nextInt(4)));
                return 1;
            }
        }
        lines.set(row, String.join(",", cells));
        return 1;
    }

    // Other separators, quotes and decimal commas, of all cells alike.
    private static String written(String text, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> text.replace(',', ';');
            case 1 -> text.replace(',', '\t');
            case 2 -> text.replace(',', ';').replace('.', ',');
            case 3 -> text.replace(",", "\",\"");
            case 4 ->
                    text.lines()
                            .map(line -> '"' + line.replace(",", "\",\"") + '"')
                            .collect(Collectors.joining("\n"));
            default -> text;
        };
    }

    private static byte[] encoded(String text, Random random) throws IOException {
        Charset charset =
                List.of(
                                StandardCharsets.UTF_16LE,
                                StandardCharsets.UTF_16BE,
                                StandardCharsets.ISO_8859_1,
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_8)
                        .get(random.nextInt(7));
        byte[] bytes = (random.nextInt(3) == 0 ? "\ufeff" + text : text).getBytes(charset);
        if (random.nextInt(16) > 0) {
            return bytes;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
