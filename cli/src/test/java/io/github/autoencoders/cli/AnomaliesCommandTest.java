package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two columns that are nearly one; in new rows, the last breaks that. */
class AnomaliesCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    @TempDir private static Path folder;

    private static Path table;
    private static Path detector;
    private static String said;

    private static String call(int exitCode, String command, Object... arguments) {
        Object[] all = new Object[arguments.length + 4];
        all[0] = "anomalies";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--engine";
        all[all.length - 1] = ENGINE;
        return Answer.expect(exitCode, all);
    }

    private static Path table(String name, String header, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder(header + "\n");
        for (int i = 1; i <= 60; i++) {
            double x = random.nextGaussian();
            boolean broken = seed > 1 && i == 60;
            double y = broken ? -x + 5 : x + random.nextGaussian() / 20;
            rows.append(String.format(Locale.ROOT, "%.4f,%.4f,%d%n", x, y, broken ? 1 : 0));
        }
        return Files.writeString(folder.resolve(name), rows.toString());
    }

    @BeforeAll
    static void train() throws IOException {
        table = table("table.csv", "one,other,broken", 1);
        detector = folder.resolve("detector");
        said = call(0, "train", "--data", table, "--label", "broken", "--out", detector);
    }

    /** There is no such engine, which would be told first if it were loaded first. */
    @Test
    void whatIsMissingIsToldBeforeAnEngineIsLoaded() {
        Path gone = folder.resolve("gone");
        String noDetector =
                "autoencoders: DETECTOR must be a folder with detector.json, but there is no ";
        String noData =
                " must be an existing file or folder, but there is no such file as " + gone + "\n";
        for (String command : List.of("score", "explain", "evaluate")) {
            List<Object> line = new ArrayList<>(List.of("anomalies", command, gone, "--in", table));
            line.addAll(List.of("--engine", "gone"));
            line.addAll(command.equals("score") ? List.of("--out", "-") : List.of());
            line.addAll(command.equals("explain") ? List.of("--row", 1) : List.of());
            assertEquals(noDetector + gone + "\n", Answer.expect(1, line.toArray()));
            line.set(2, detector);
            line.set(4, gone);
            assertEquals("autoencoders: --in" + noData, Answer.expect(1, line.toArray()), command);
        }
        assertEquals(
                "autoencoders: --data" + noData,
                Answer.expect(
                        1,
                        "anomalies",
                        "train",
                        "--data",
                        gone,
                        "--engine",
                        "gone",
                        "--out",
                        folder.resolve("none")));
    }

    @Test
    void whatIsLearntFromIsSaid() {
        assertTrue(said.contains("features: one, other\n"), said);
        assertTrue(said.contains("label, not learnt from: broken\n"), said);
        assertTrue(said.contains("60 of them held out in turn; p-values from 0.016 on\n"), said);
    }

    @Test
    void theBrokenRowIsFoundAndExplained() throws IOException {
        Path out = folder.resolve("found.csv");
        Path fresh = table("fresh.csv", "one,other,broken", 2);
        call(0, "score", detector, "--in", fresh, "--out", out);
        List<String> lines = Files.readAllLines(out);
        assertEquals("row,score,p_value,anomaly,reasons", lines.get(0));
        assertTrue(
                lines.get(60).matches("60,[0-9.]+,0\\.016\\d+,1,.* rather than .*"), lines.get(60));
        String why = call(0, "explain", detector, "--in", fresh, "--row", 60);
        assertTrue(why.startsWith("row 60 of " + fresh + "\nscore "), why);
        String judged = call(0, "evaluate", detector, "--in", fresh);
        assertTrue(judged.startsWith("1 anomalies of 60 rows"), judged);
        assertTrue(judged.contains("detector               1.000"), judged);
        assertTrue(judged.contains("isolation forest"), judged);
        assertEquals(
                "autoencoders: --training must be what the detector learnt from, for --seeds 3, but"
                        + " is not given, and "
                        + fresh
                        + " is not\n",
                call(1, "evaluate", detector, "--in", fresh, "--seeds", 3));
        assertEquals(
                "autoencoders: --training must be with --seeds above 1, but is "
                        + table
                        + " without\n",
                call(1, "evaluate", detector, "--in", fresh, "--training", table));
        Path picture = folder.resolve("curves.png");
        String seeds =
                call(
                        0,
                        "evaluate",
                        detector,
                        "--in",
                        fresh,
                        "--label",
                        "broken",
                        "--training",
                        table,
                        "--seeds",
                        2,
                        "--picture",
                        picture);
        assertTrue(seeds.startsWith("1 anomalies of 60 rows, means of 2 seeds; in"), seeds);
        assertTrue(seeds.endsWith("charts: " + picture + "\n"), seeds);
        assertTrue(Files.size(picture) > 10_000);
    }

    @Test
    void pageAndPictureShowTheWorstRowsAndWhy() throws IOException {
        Path fresh = table("shown.csv", "one,other,broken", 2);
        Path page = folder.resolve("rows.html");
        Path picture = folder.resolve("rows.png");
        Path out = folder.resolve("shown-scores.csv");
        String said =
                call(
                        0,
                        "score",
                        detector,
                        "--in",
                        fresh,
                        "--out",
                        out,
                        "--picture",
                        picture,
                        "--html",
                        page);
        assertTrue(said.endsWith("pictures: " + picture + ", " + page + "\n"), said);
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>Unusual rows of " + fresh + "</h1>"), html);
        assertTrue(html.contains("<section class=\"card\" id=\"a1\">\n  <h2>row 60</h2>"), html);
        assertTrue(html.matches("(?s).*<span class=\"bar\" style=\"width:[5-9][0-9]%\">.*"), html);
        assertFalse(html.contains("://"), "a link to elsewhere");
        assertEquals(1000, ImageIO.read(picture.toFile()).getWidth());
        assertEquals(
                "autoencoders: --html must end in .html, but is x.txt\n",
                call(1, "score", detector, "--in", fresh, "--out", out, "--html", "x.txt"));
        assertEquals(
                "autoencoders: --follow must be without --picture and --html, but is with one\n",
                call(
                        1,
                        "score",
                        detector,
                        "--in",
                        fresh,
                        "--out",
                        out,
                        "--follow",
                        "--html",
                        page));
        assertEquals(
                "autoencoders: --late must be for detectors of series, but the detector is none\n",
                call(1, "score", detector, "--in", fresh, "--out", out, "--follow", "--late", 2));
    }

    @Test
    void whatItLearntFromIsSaidToBeThat() {
        Answer answer =
                Answer.of(
                        "anomalies",
                        "explain",
                        detector,
                        "--in",
                        table,
                        "--row",
                        1,
                        "--engine",
                        ENGINE);
        assertEquals(
                table
                        + " is what the detector learnt from: its p-values are too great rather"
                        + " than too small\n",
                answer.err());
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path out = folder.resolve("none.csv");
        assertEquals(
                "autoencoders: --false-alarms must be at least 1/61, as 60 rows were held out, and"
                        + " below 1, but is 0.01\n",
                call(1, "score", detector, "--in", table, "--out", out, "--false-alarms", 0.01)
                        .replaceFirst("(?s).*\n(?=autoencoders)", ""));
        assertEquals(
                "autoencoders: DETECTOR must be a folder with detector.json, but is "
                        + folder
                        + "\n",
                call(1, "score", folder, "--in", table, "--out", out));
        Path more = table("more.csv", "one,other,third", 3);
        assertEquals(
                "autoencoders: "
                        + more
                        + " must have no columns but the detector's, but has also third\n",
                call(1, "score", detector, "--in", more, "--out", out));
        assertEquals(
                "autoencoders: --label must be a column of " + more + ", but is \"nix\"\n",
                call(1, "evaluate", detector, "--in", more, "--label", "nix"));
        assertEquals(
                "autoencoders: --row must be at most 60, but is 61\n",
                call(1, "explain", detector, "--in", more, "--label", "third", "--row", 61));
    }

    @Test
    void rowsThatComeAreAnsweredAsTheWholeFileIs() throws IOException {
        Path fresh = table("coming.csv", "one,other,broken", 4);
        Path whole = folder.resolve("whole.csv");
        call(0, "score", detector, "--in", fresh, "--out", whole);
        InputStream usual = System.in;
        String told;
        try (InputStream in = Files.newInputStream(fresh)) {
            System.setIn(in);
            told = call(0, "score", detector, "--in", "-", "--follow", "--out", "-");
        } finally {
            System.setIn(usual);
        }
        List<String> expected = Files.readAllLines(whole);
        List<String> rows = told.lines().toList();
        assertEquals(expected.size(), rows.size());
        assertEquals(expected.get(0), rows.get(0));
        for (int i = 1; i < rows.size(); i++) {
            String[] one = expected.get(i).split(",", 5);
            String[] other = rows.get(i).split(",", 5);
            assertEquals(one[0], other[0]);
            assertEquals(Double.parseDouble(one[1]), Double.parseDouble(other[1]), 1e-4);
            assertEquals(List.of(one[3], one[4]), List.of(other[3], other[4]));
        }
    }
}
