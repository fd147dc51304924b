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

/** A table of numbers and words, some cells of both missing, through the commands. */
class WordsCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path table;
    private static Path run;
    private static String text;

    private static String call(int exitCode, Object... arguments) {
        Stream<Object> engine = Stream.of("--engine", ENGINE);
        return Answer.expect(exitCode, Stream.concat(Stream.of(arguments), engine).toArray());
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("temp,machine,note,ok\n");
        for (int i = 0; i < 200; i++) {
            int machine = 1 + i % 3;
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,n%d,%s%n",
                            i % 11 == 0 ? "" : 20 * machine + random.nextGaussian(),
                            i % 13 == 0 ? "NA" : "M" + machine,
                            i,
                            machine == 2 ? "TRUE" : "false"));
        }
        table = Files.writeString(folder.resolve("table.csv"), rows);
        run = folder.resolve("run");
        text = call(0, "train", "--data", table, "--epochs", 60, "--batch", 10, "--out", run);
    }

    private static List<String> result(String command, Path in) throws Exception {
        Path out = folder.resolve("out.csv");
        call(0, command, run, "--in", in, "--out", out);
        return Files.readAllLines(out);
    }

    @Test
    void wordsAreSaidBeforeTraining() {
        String said =
                """
                features: temp (numbers), machine (3 words), ok (2 words)
                left out: note (words, 200 different in 200 rows)
                """;
        assertTrue(text.contains(said), text);
        assertTrue(text.contains("nats per sample"), text);
        assertTrue(call(0, "inspect", table).contains(said));
    }

    @Test
    void aModelOfWordsIsPublishedAndVerified() {
        Path repository = folder.resolve("repository");
        String said = call(0, "publish", run, "--to", repository, "--license", "MIT");
        assertTrue(said.contains(" 0.0.1 of "), said);
        assertTrue(call(0, "verify", run).contains("200 samples of "), said);
    }

    @Test
    void missingWordsAreFilledAndTheOthersStay() throws Exception {
        List<String> before = Files.readAllLines(table);
        List<String> after = result("fill", table);
        assertEquals(before.get(0), after.get(0));
        int right = 0;
        for (int i = 0; i < 200; i++) {
            String[] old = before.get(i + 1).split(",", -1);
            String[] cells = after.get(i + 1).split(",", -1);
            assertEquals(old[2] + "," + old[3], cells[2] + "," + cells[3]);
            right += cells[1].equals("M" + (1 + i % 3)) ? 1 : 0;
        }
        assertTrue(right >= 198, right + " machines are right");
    }

    @Test
    void reconstructionsAndSamplesAreWords() throws Exception {
        List<String> made = result("reconstruct", table);
        assertEquals("row,temp,machine,ok", made.get(0));
        assertTrue(made.get(2).matches("2,[\\d.]+,M2,TRUE"), made.get(2));
        Path drawn = folder.resolve("drawn.csv");
        call(0, "sample", run, "--count", 5, "--out", drawn);
        List<String> lines = Files.readAllLines(drawn);
        assertEquals("temp,machine,ok", lines.get(0));
        assertTrue(
                lines.stream()
                        .skip(1)
                        .allMatch(row -> row.matches("[-\\d.E]+,M[123],(TRUE|false)")),
                lines.toString());
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreSaidOnce() throws Exception {
        Path in =
                Files.writeString(
                        folder.resolve("new.csv"),
                        "ok,machine,temp\ntrue,M7,40\nTrue,M7,40\nperhaps,M2,40\nTRUE,M2,40\n");
        String out = folder.resolve("scores.csv").toString();
        Answer answer = Answer.of("score", run, "--in", in, "--out", out, "--engine", ENGINE);
        assertEquals(0, answer.exitCode(), answer.err());
        String prefix = in + ": a word unknown to the model: ";
        String expected =
                prefix
                        + "machine: \"M7\" in 2 rows; did you mean M1?\n"
                        + prefix
                        + "ok: \"perhaps\" in 1 row\n";
        assertEquals(expected, answer.err());
        List<Double> scores =
                Files.readAllLines(Path.of(out)).stream()
                        .skip(1)
                        .map(row -> Double.valueOf(row.substring(row.indexOf(',') + 1)))
                        .toList();
        assertEquals(scores.get(0), scores.get(1), 1e-4);
        assertTrue(scores.get(0) > scores.get(3) + 1, scores.toString());
    }
}
