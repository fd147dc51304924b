package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a model that was trained with labels: rows near (0, 8) or (8, 0). */
class ConditionalCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path table;
    private static Path run;

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 60; i++) {
            double wide = i % 2 == 0 ? 8 : 0;
            rows.append(wide + random.nextGaussian() / 4)
                    .append(',')
                    .append(8 - wide + random.nextGaussian() / 4)
                    .append(i % 2 == 0 ? ",wide\n" : ",high\n");
        }
        table = Files.writeString(folder.resolve("table.csv"), rows);
        run = folder.resolve("run");
        Answer.expect(
                0,
                "train",
                "--data",
                table,
                "--conditional",
                "--code",
                1,
                "--epochs",
                60,
                "--learning-rate",
                0.01,
                "--out",
                run,
                "--engine",
                ENGINE);
        assertTrue(Files.readString(run.resolve("recipe.json")).contains("\"conditional\": true"));
    }

    private static List<String> rows(Object... arguments) throws Exception {
        Path out = folder.resolve(arguments[0] + ".csv");
        Object[] rest = {"--engine", ENGINE, "--out", out};
        Answer.expect(0, Stream.concat(Stream.of(arguments), Stream.of(rest)).toArray());
        return Files.readAllLines(out);
    }

    private static void assertNearItsLabel(String row) {
        String[] cells = row.split(",", -1);
        double wide = cells[2].equals("wide") ? 8 : 0;
        assertEquals(wide, Double.parseDouble(cells[0]), 2, row);
        assertEquals(8 - wide, Double.parseDouble(cells[1]), 2, row);
    }

    @Test
    void samplesComeOfAllLabelsOrOfOne() throws Exception {
        List<String> all = rows("sample", run);
        assertEquals("a,b,label", all.get(0));
        assertEquals(1 + 2 * 10, all.size());
        assertTrue(all.get(1).endsWith(",high") && all.get(20).endsWith(",wide"));
        all.subList(1, 21).forEach(ConditionalCommandsTest::assertNearItsLabel);
        List<String> wide = rows("sample", run, "--label", "wide", "--count", 3);
        assertEquals(4, wide.size());
        for (int i = 1; i < 4; i++) { // of the same seeds
            double x1 = Double.parseDouble(all.get(10 + i).split(",", -1)[0]);
            assertEquals(x1, Double.parseDouble(wide.get(i).split(",", -1)[0]), 1e-4);
        }
        assertEquals(
                "autoencoders: --label must be one of high, wide, but is \"tall\"\n",
                Answer.expect(
                        1, "sample", run, "--label", "tall", "--out", folder.resolve("no.csv")));
    }

    @Test
    void codesKeepTheirLabelsOnTheirWayBack() throws Exception {
        Path codes = folder.resolve("codes.csv");
        Answer.expect(0, "encode", run, "--in", table, "--out", codes, "--engine", ENGINE);
        assertEquals("row,z1,label", Files.readAllLines(codes).get(0));
        List<String> decoded = rows("decode", run, "--in", codes);
        List<String> whole = rows("reconstruct", run, "--in", table);
        assertEquals(61, decoded.size());
        for (int i = 1; i < decoded.size(); i++) {
            String[] apart = decoded.get(i).split(",", -1);
            String[] joined = whole.get(i).split(",", -1);
            assertEquals(Float.parseFloat(joined[1]), Float.parseFloat(apart[1]), 1e-4);
            assertEquals(Float.parseFloat(joined[2]), Float.parseFloat(apart[2]), 1e-4);
        }
        // Exchanged labels give the other samples.
        Path exchanged = folder.resolve("exchanged.csv");
        Files.writeString(exchanged, "z1,label\n0,wide\n0,high\n");
        List<String> others = rows("decode", run, "--in", exchanged);
        assertNearItsLabel(others.get(1) + ",wide");
        assertNearItsLabel(others.get(2) + ",high");
    }

    @Test
    void evaluationIsOfSamplesGivenTheirLabels() throws Exception {
        double own = logLikelihood(table);
        List<String> lines = Files.readAllLines(table);
        lines.replaceAll(
                row ->
                        row.endsWith(",wide")
                                ? row.replace(",wide", ",high")
                                : row.replace(",high", ",wide"));
        double exchanged = logLikelihood(Files.write(folder.resolve("wrong.csv"), lines));
        assertTrue(own > exchanged + 4, own + " and " + exchanged);
    }

    private static double logLikelihood(Path data) throws Exception {
        Path out = folder.resolve("evaluation.json");
        Answer.expect(
                0,
                "evaluate",
                run,
                "--data",
                data,
                "--samples",
                200,
                "--out",
                out,
                "--engine",
                ENGINE);
        String json = Files.readString(out);
        return Double.parseDouble(json.replaceAll("(?s).*\"logLikelihood\": ([-0-9.eE]+).*", "$1"));
    }

    @Test
    void roundedCodesAreDecodedWithTheLabelsOfTheirSamples() throws Exception {
        List<String> decoded = rows("compress", run, "--in", table, "--bits", 12);
        List<String> whole = rows("reconstruct", run, "--in", table);
        assertEquals(whole.size(), decoded.size());
        for (int i = 1; i < whole.size(); i++) {
            String[] apart = decoded.get(i).split(",", -1);
            String[] joined = whole.get(i).split(",", -1);
            assertEquals(Float.parseFloat(joined[1]), Float.parseFloat(apart[0]), 1e-2);
            assertEquals(Float.parseFloat(joined[2]), Float.parseFloat(apart[1]), 1e-2);
        }
    }

    @Test
    void codesAreAddedButNotLabels() {
        Path out = folder.resolve("sum.png");
        Answer.expect(
                0,
                "arithmetic",
                run,
                "--in",
                table,
                "--from",
                0,
                "--minus",
                2,
                "--plus",
                4,
                "--out",
                out,
                "--engine",
                ENGINE);
        assertTrue(Files.exists(out));
        assertEquals(
                "autoencoders: RUN must have labels in its codes to add them, but it is told the"
                        + " labels high, wide: decode codes with another label, or add codes of"
                        + " samples\n",
                Answer.expect(
                        1,
                        "arithmetic",
                        run,
                        "--in",
                        table,
                        "--minus",
                        "wide",
                        "--plus",
                        "high",
                        "--out",
                        out,
                        "--engine",
                        ENGINE));
    }

    @Test
    void otherCommandsTakeTheLabelsOfTheData() throws Exception {
        List<String> between =
                rows("interpolate", run, "--in", table, "--from", 0, "--to", 2, "--steps", 3);
        between.subList(1, between.size()).forEach(row -> assertNearItsLabel(row + ",wide"));
        assertEquals(1 + 60 * 5, rows("neighbours", run, "--in", table, "--query", table).size());
        assertTrue(Answer.expect(0, "probe", run, "--engine", ENGINE).contains("purity"));
    }

    @Test
    void versusGivesTheLabelsInTurnOrOne() {
        Path out = folder.resolve("versus.png");
        String all =
                Answer.expect(
                        0, "versus", run, run, "--out", out, "--count", 20, "--engine", ENGINE);
        assertTrue(all.contains("of 20 codes"), all);
        Answer.expect(
                0,
                "versus",
                run,
                run,
                "--label",
                "wide",
                "--out",
                out,
                "--count",
                20,
                "--engine",
                ENGINE);
        assertEquals(
                "autoencoders: --label must be one of high, wide, but is \"tall\"\n",
                Answer.expect(
                        1,
                        "compare-models",
                        run,
                        run,
                        "--label",
                        "tall",
                        "--out",
                        out,
                        "--engine",
                        ENGINE));
    }

    @Test
    void dataWithoutLabelsAreRefused() throws Exception {
        Path unlabelled = Files.writeString(folder.resolve("unlabelled.csv"), "a,b\n1,2\n3,4\n");
        String problem = " must have labels for a conditional model, but has none\n";
        Path out = folder.resolve("no.csv");
        for (String command : List.of("encode", "reconstruct", "score")) {
            assertEquals(
                    "autoencoders: " + unlabelled + problem,
                    Answer.expect(1, command, run, "--in", unlabelled, "--out", out));
        }
        Path none = folder.resolve("none");
        assertEquals(
                "autoencoders: " + unlabelled + problem,
                Answer.expect(1, "train", "--data", unlabelled, "--conditional", "--out", none));
        assertTrue(Files.notExists(none));
    }
}
