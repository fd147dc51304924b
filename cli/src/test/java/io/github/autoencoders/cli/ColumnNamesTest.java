package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model of a table and one of a series, and the same values in files whose columns stand in
 * another order, are more, fewer, or called otherwise.
 */
class ColumnNamesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final String HEADER = "ts,temp,flow,note,Class";

    private static Path folder;
    private static List<String[]> cells; // of the header and of each row
    private static Path table;
    private static Path run;
    private static Path seriesRun;
    private static String said;

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder(HEADER + "\n");
        for (int i = 0; i < 120; i++) {
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "2024-01-01 %02d:%02d,%.4f,%.3f,ok,%d%n",
                            i / 60,
                            i % 60,
                            20 + random.nextGaussian(),
                            1000 + 50 * random.nextGaussian(),
                            i % 30 == 0 ? 1 : 0));
        }
        table = Files.writeString(folder.resolve("table.csv"), rows.toString());
        cells = Stream.of(rows.toString().split("\\R")).map(row -> row.split(",")).toList();
        run = folder.resolve("run");
        said = call(0, "train", "--data", table, "--epochs", 1, "--batch", 20, "--out", run);
        seriesRun = folder.resolve("series");
        call(
                0,
                "train",
                "--data",
                table,
                "--window",
                16,
                "--window-step",
                1,
                "--epochs",
                1,
                "--out",
                seriesRun);
    }

    private static String call(int exitCode, Object... arguments) {
        Stream<Object> engine = Stream.of("--engine", ENGINE);
        return Answer.expect(exitCode, Stream.concat(Stream.of(arguments), engine).toArray());
    }

    // The table with these of its columns.
    private static Path of(String name, int... columns) throws IOException {
        List<String> lines =
                cells.stream()
                        .map(
                                row ->
                                        IntStream.of(columns)
                                                .mapToObj(column -> row[column])
                                                .collect(Collectors.joining(",")))
                        .toList();
        return Files.write(folder.resolve(name), lines);
    }

    private static Path renamed(String from, String to) throws IOException {
        String text = Files.readString(table);
        return Files.writeString(folder.resolve("renamed.csv"), text.replaceFirst(from, to));
    }

    private static List<String> result(String command, Path in) throws IOException {
        Path out = folder.resolve("out.csv");
        call(0, command, run, "--in", in, "--out", out);
        return Files.readAllLines(out);
    }

    @Test
    void trainingSaysWhatWasTakenForWhat() {
        assertTrue(
                said.contains(
                        """
                        features: temp, flow
                        label, not learnt from: Class
                        left out: ts (dates), note (words, 1 different in 120 rows)
                        """),
                said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encode", "score", "reconstruct"})
    void theOrderOfColumnsMakesNoDifference(String command) throws IOException {
        List<String> expected = result(command, table);
        assertEquals(expected, result(command, of("reordered.csv", 4, 2, 3, 0, 1)));
        assertEquals(121, expected.size());
    }

    @Test
    void theOrderMakesNoDifferenceOnTheStandardInput() throws IOException {
        List<String> expected = result("score", table);
        InputStream before = System.in;
        try {
            byte[] bytes = Files.readAllBytes(of("reordered.csv", 4, 2, 1));
            System.setIn(new ByteArrayInputStream(bytes));
            assertEquals(expected, result("score", Path.of("-")));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatTheModelDoesNotKnowIsLeftOutAndSaid() throws IOException {
        Path more = renamed("note", "humidity");
        Path out = folder.resolve("more.csv");
        Answer answer = Answer.of("score", run, "--in", more, "--out", out, "--engine", ENGINE);
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals(more + ": left out, as the model does not know it: humidity\n", answer.err());
        assertEquals(result("score", table), Files.readAllLines(out));
    }

    @Test
    void aColumnThatIsMissingIsRefusedByName() throws IOException {
        Path fewer = of("fewer.csv", 1, 4);
        assertEquals(
                "autoencoders: "
                        + fewer
                        + " must have the column \"flow\", as the model's data had, but has none\n",
                call(1, "score", run, "--in", fewer, "--out", folder.resolve("none.csv")));
        Path other = renamed("flow", "Flow");
        assertEquals(
                "autoencoders: "
                        + other
                        + " must have the column \"flow\", as the model's data had, but has none;"
                        + " did you mean Flow?\n",
                call(1, "encode", run, "--in", other, "--out", folder.resolve("none.csv")));
    }

    @Test
    void aCellMeansTheSameWhateverIsBesideIt() throws IOException {
        List<String> all = result("score", table);
        Path one =
                Files.write(
                        folder.resolve("one.csv"),
                        Stream.of(cells.get(0), cells.get(7))
                                .map(row -> String.join(",", row).replace(",ok,", ",,"))
                                .toList());
        List<String> alone = result("score", one);
        assertEquals(2, alone.size());
        assertEquals(all.get(0), alone.get(0));
        String[] expected = all.get(7).split(",", -1);
        String[] found = alone.get(1).split(",", -1);
        assertEquals("1", found[0]); // the first row of its file
        assertEquals(Double.parseDouble(expected[1]), Double.parseDouble(found[1]), 1e-5);
        assertEquals(expected[2], found[2]);
    }

    @Test
    void channelsOfASeriesAreFoundByName() throws IOException {
        Path exchanged = of("exchanged.csv", 2, 0, 1);
        String[] points = new String[2];
        for (int i = 0; i < points.length; i++) {
            Path out = folder.resolve("points.csv");
            Path in = i == 0 ? table : exchanged;
            call(0, "detect", seriesRun, "--in", in, "--training", table, "--out", out);
            points[i] = Files.readString(out);
        }
        assertTrue(points[0].startsWith("ts,temp,flow,score,anomaly\n2024-01-01 00:00,"));
        assertEquals(points[0], points[1]);
    }
}
