package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of rank 2 and noise of a tenth, in columns of very different units, of which a quarter of
 * the cells are missing; what they would be is known to the test alone.
 */
class TableWithGapsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int ROWS = 400;
    private static final int COLUMNS = 8;
    private static final double NOISE = 0.1; // times a column's unit, in which its deviation is 1

    private static Path folder;
    private static Path table;
    private static Path run;
    private static String text;
    private static final double[][] WHOLE = new double[ROWS][COLUMNS]; // in units of the column
    private static final boolean[][] MISSING = new boolean[ROWS][COLUMNS];

    private static String call(int exitCode, Object... arguments) {
        Stream<Object> engine = Stream.of("--engine", ENGINE);
        return Answer.expect(exitCode, Stream.concat(Stream.of(arguments), engine).toArray());
    }

    // Column j is 5 + its value, times its unit.
    private static double unit(int column) {
        return Math.pow(10, column - 4.0);
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("name,c0,c1,c2,c3,c4,c5,c6,c7\n");
        for (int i = 0; i < ROWS; i++) {
            double first = random.nextGaussian();
            double second = random.nextGaussian();
            rows.append("row").append(i);
            for (int j = 0; j < COLUMNS; j++) {
                double angle = Math.PI * j / COLUMNS;
                WHOLE[i][j] =
                        Math.cos(angle) * first
                                + Math.sin(angle) * second
                                + NOISE * random.nextGaussian();
                MISSING[i][j] = random.nextDouble() < 0.25;
                String gap = List.of("", "NA", "NaN").get((i + j) % 3);
                double raw = unit(j) * (5 + WHOLE[i][j]);
                rows.append(',');
                rows.append(MISSING[i][j] ? gap : String.format(Locale.ROOT, "%.6e", raw));
            }
            rows.append('\n');
        }
        table = Files.writeString(folder.resolve("table.csv"), rows);
        run = folder.resolve("run");
        text = call(0, "train", "--data", table, "--epochs", 60, "--batch", 20, "--out", run);
    }

    /** The columns' means would be wrong by 1, and nothing predicts the noise. */
    @Test
    void missingCellsAreFilledInFarBetterThanByMeans() throws Exception {
        Path out = folder.resolve("filled.csv");
        String said = call(0, "fill", run, "--in", table, "--out", out);
        List<String> before = Files.readAllLines(table);
        List<String> after = Files.readAllLines(out);
        assertEquals(before.get(0), after.get(0));
        assertEquals(before.size(), after.size());
        double squares = 0;
        int missing = 0;
        for (int i = 0; i < ROWS; i++) {
            String[] old = before.get(i + 1).split(",", -1);
            String[] cells = after.get(i + 1).split(",", -1);
            assertEquals("row" + i, cells[0]);
            for (int j = 0; j < COLUMNS; j++) {
                if (MISSING[i][j]) {
                    double value = Double.parseDouble(cells[j + 1]) / unit(j) - 5;
                    squares += Math.pow(value - WHOLE[i][j], 2);
                    missing++;
                } else {
                    assertEquals(old[j + 1], cells[j + 1]);
                }
            }
        }
        double error = Math.sqrt(squares / missing);
        assertTrue(error < 0.5, "RMSE " + error);
        assertTrue(error > 0.9 * NOISE, "nothing predicts noise, but the RMSE is " + error);
        assertEquals("%s missing cells of 400 rows filled in %s\n".formatted(missing, out), said);
    }

    @Test
    void theErrorOfHeldOutCellsIsSaidAfterEachEpoch() {
        String[] lines =
                text.lines()
                        .filter(line -> line.startsWith("  ") && line.contains("validation"))
                        .toArray(String[]::new);
        assertEquals(60, lines.length, text);
        double[] errors =
                Stream.of(lines)
                        .mapToDouble(
                                line ->
                                        Double.parseDouble(
                                                line.replaceAll(".*  RMSE ([0-9.]+).*", "$1")))
                        .toArray();
        // Of the 40 rows held out, and with codes drawn from the posterior.
        assertTrue(errors[59] < 0.7 * errors[0], errors[0] + " to " + errors[59]);
        assertTrue(
                text.matches(
                        "(?s).*values held out: RMSE 0\\.\\d{4} in standard deviations of the"
                                + " columns\n.*"),
                text);
    }

    @Test
    void otherCommandsTakeGapsToo() throws Exception {
        for (String command : List.of("encode", "reconstruct", "score")) {
            Path out = folder.resolve(command + ".csv");
            call(0, command, run, "--in", table, "--out", out);
            List<String> rows = Files.readAllLines(out);
            assertEquals(ROWS + 1, rows.size());
            assertTrue(rows.stream().noneMatch(row -> row.contains("NaN")), command);
        }
        call(0, "reconstruct", run, "--in", table, "--out", folder.resolve("ten.png"));
        String compressed = call(0, "compress", run, "--in", table);
        assertTrue(compressed.matches("(?s).* not rounded +\\d+\\.\\d\\d +-\n"), compressed);
        String evaluated = call(0, "evaluate", run, "--data", table, "--limit", 100);
        assertTrue(evaluated.matches("(?s).*log p\\(x\\) +-?\\d+\\.\\d\\d nats.*"), evaluated);
        // One row of which one cell is known.
        Path one =
                Files.writeString(
                        folder.resolve("one.csv"), "name,c0,c1,c2,c3,c4,c5,c6,c7\nx,,,,,6,,,\n");
        Path filled = folder.resolve("one-filled.csv");
        call(0, "fill", run, "--in", one, "--out", filled);
        assertTrue(Files.readString(filled).matches("(?s).*\nx,([-0-9.E]+,){4}6(,[-0-9.E]+){3}\n"));
    }

    @Test
    void whatCannotBeDoneIsRefused() throws Exception {
        Path out = folder.resolve("no.csv");
        assertEquals(
                "autoencoders: --top must not be given for a table, but is 3\n",
                call(1, "fill", run, "--in", table, "--top", 3, "--out", out));
        String refused = call(1, "versus", run, run, "--out", folder.resolve("no.png"));
        assertTrue(
                refused.matches(
                        "autoencoders: .*table\\.csv must have all values, but \"c\\d\" of row \\d+"
                                + " is missing\n"),
                refused);
        Path whole = Files.writeString(folder.resolve("whole.csv"), "a,b\n1,2\n3,4\n5,7\n");
        Path other = folder.resolve("other");
        call(0, "train", "--data", whole, "--epochs", 1, "--out", other);
        Path gaps = Files.writeString(folder.resolve("gaps.csv"), "a,b\n1,2\n3,\n5,7\n");
        assertEquals(
                "autoencoders: " + gaps + " must have all values, but \"b\" of row 2 is missing\n",
                call(1, "encode", other, "--in", gaps, "--out", out));
    }
}
