package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wave that stands still for a while. */
class AnomaliesSeriesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    @TempDir private static Path folder;

    private static Path series;
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

    @BeforeAll
    static void train() throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("time,load,label\n");
        for (int i = 0; i < 400; i++) {
            boolean still = i >= 300 && i < 316;
            double load = (still ? 2 : Math.sin(i * Math.PI / 8)) + random.nextGaussian() / 20;
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "%d,%.4f,%d%n",
                            1700000000 + 3600 * i,
                            load,
                            still ? 1 : 0));
        }
        series = Files.writeString(folder.resolve("series.csv"), rows.toString());
        detector = folder.resolve("detector");
        said = call(0, "train", "--data", series, "--series", "--out", detector);
    }

    @Test
    void whatIsLearntFromIsSaid() {
        assertTrue(said.contains("channels: load\n"), said);
        assertTrue(said.contains("held out in turn; windows of 16 points, one each 1\n"), said);
        assertTrue(said.contains("one alarm a week: threshold "), said);
    }

    @Test
    void theStretchIsFoundExplainedAndJudged() throws IOException {
        Path out = folder.resolve("found.csv");
        String found = call(0, "score", detector, "--in", series, "--out", out);
        assertTrue(found.contains("to 170"), found);
        List<String> lines = Files.readAllLines(out);
        assertEquals("row,time,load,score,p_value,anomaly", lines.get(0));
        assertTrue(lines.get(308).startsWith("308,1701105200,"), lines.get(308));
        assertTrue(lines.get(308).endsWith(",1"), lines.get(308));
        String why = call(0, "explain", detector, "--in", series, "--row", 308);
        assertTrue(why.contains("load"), why);
        String judged = call(0, "evaluate", detector, "--in", series);
        assertTrue(judged.contains("1 ranges of anomalies in 400 points; in brackets"), judged);
        assertTrue(judged.contains("at the threshold: 1 of 1 found"), judged);
        Path picture = folder.resolve("curves.png");
        String seeds =
                call(0, "evaluate", detector, "--in", series, "--seeds", 2, "--picture", picture);
        assertTrue(seeds.contains("400 points, means of 2 seeds; in brackets"), seeds);
        assertTrue(seeds.endsWith("charts: " + picture + "\n"), seeds);
        assertTrue(Files.size(picture) > 10_000);
    }

    @Test
    void otherChannelsAreNamed() throws IOException {
        Path more = folder.resolve("more.csv");
        List<String> lines = Files.readAllLines(series);
        Files.writeString(
                more,
                lines.stream()
                        .map(line -> line + (line.startsWith("time") ? ",speed" : ",7"))
                        .collect(Collectors.joining("\n")));
        assertEquals(
                "autoencoders: "
                        + more
                        + " must have no columns but the detector's, but has also speed\n",
                call(1, "score", detector, "--in", more, "--out", folder.resolve("no.csv")));
        InputStream usual = System.in;
        try (InputStream in = Files.newInputStream(more)) {
            System.setIn(in);
            assertEquals(
                    "autoencoders: standard input must have no columns but the detector's, but has"
                            + " also speed\n",
                    call(1, "score", detector, "--in", "-", "--follow", "--out", "-"));
        } finally {
            System.setIn(usual);
        }
        Path fewer = folder.resolve("fewer.csv");
        Files.writeString(fewer, String.join("\n", lines).replace("load", "charge"));
        assertEquals(
                "autoencoders: "
                        + fewer
                        + " must have the column \"load\", as the model's data had, but has none;"
                        + " unknown to the model: charge\n",
                call(1, "score", detector, "--in", fewer, "--out", folder.resolve("no.csv")));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(
                "autoencoders: --window must be with --series, but is 5 without\n",
                call(1, "train", "--data", series, "--window", 5, "--out", folder.resolve("none")));
        String both =
                call(
                        1,
                        "evaluate",
                        detector,
                        "--in",
                        series,
                        "--alarms-per-week",
                        1,
                        "--false-alarms",
                        0.1);
        assertTrue(
                both.endsWith(
                        "autoencoders: --alarms-per-week must be without other thresholds, but"
                                + " others are given\n"),
                both);
    }

    @Test
    void pageAndPictureShowTheWorstStretches() throws IOException {
        Path page = folder.resolve("series.html");
        Path picture = folder.resolve("series.png");
        Path out = folder.resolve("shown.csv");
        call(
                0,
                "score",
                detector,
                "--in",
                series,
                "--out",
                out,
                "--picture",
                picture,
                "--html",
                page);
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>Unusual stretches of " + series + "</h1>"), html);
        assertTrue(html.contains("load at 170"), html);
        assertTrue(html.contains(" of load</td>"), "statistics of windows");
        assertTrue(html.split("data:image/png", -1).length > 2, "all of it, and each stretch");
        assertTrue(ImageIO.read(picture.toFile()).getHeight() > 1000);
    }

    /** The last digits may differ, as windows are computed one by one. */
    @Test
    void aStreamIsAnsweredAsTheWholeFileIs() throws IOException {
        Path fresh = folder.resolve("fresh.csv");
        List<String> rows = Files.readAllLines(series);
        List<String> some = new ArrayList<>(rows.subList(0, 1));
        some.addAll(rows.subList(101, 401));
        Files.write(fresh, some);
        Path whole = folder.resolve("whole.csv");
        Path followed = folder.resolve("followed.csv");
        String found = call(0, "score", detector, "--in", fresh, "--out", whole);
        InputStream usual = System.in;
        try (InputStream in = Files.newInputStream(fresh)) {
            System.setIn(in);
            String said = call(0, "score", detector, "--in", "-", "--follow", "--out", followed);
            assertTrue(said.startsWith("alarm: 17"), said);
            String interval = found.split("\n", -1)[2];
            assertTrue(said.contains("over: " + interval.substring(0, 24)), said + found);
        } finally {
            System.setIn(usual);
        }
        List<String> expected = Files.readAllLines(whole);
        List<String> told = Files.readAllLines(followed);
        assertEquals(expected.size(), told.size());
        for (int i = 0; i < told.size(); i++) {
            String values = expected.get(i).replaceFirst("(,[^,]*){3}$", "");
            assertEquals(values, told.get(i).replaceFirst("(,[^,]*){3}$", ""));
            assertTrue(told.get(i).endsWith(expected.get(i).replaceFirst(".*,", "")));
        }
        assertEquals(
                "autoencoders: --late must be with --follow, but is 3 without\n",
                call(1, "score", detector, "--in", fresh, "--out", whole, "--late", 3));
    }
}
