package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a noisy sine, by which a flat stretch of another is found. */
class SeriesCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int POINTS = 600;
    private static final int FIRST = 300; // of the anomaly
    private static final int LAST = 339;

    private static Path folder;
    private static Path normal;
    private static Path anomalous;
    private static Path run;

    private static Answer succeed(Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer;
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    private static Path series(String name, long seed, boolean planted) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("timestamp,value,label\n");
        for (int i = 0; i < POINTS; i++) {
            boolean flat = planted && i >= FIRST && i <= LAST;
            double value = flat ? 60 : 10 * Math.sin(2 * Math.PI * i / 20) + random.nextGaussian();
            text.append("day %s,%s,%s\n".formatted(i, 50 + value, flat ? 1 : 0));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        normal = series("normal.csv", 1, false);
        anomalous = series("anomalous.csv", 2, true);
        run = folder.resolve("run");
        Answer answer =
                succeed(
                        "train",
                        "--data",
                        normal,
                        "--window",
                        20,
                        "--window-step",
                        1,
                        "--epochs",
                        6,
                        "--batch",
                        16,
                        "--patience",
                        3,
                        "--learning-rate",
                        0.003,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        // 581 windows: 58 held out, and the 19 before them that share points with them.
        assertTrue(answer.out().contains("504 samples of " + normal), answer.out());
        assertTrue(answer.out().contains("58 to validate with"), answer.out());
    }

    /** Within a few steps the error falls by a third, and more. */
    @Test
    void recurrentRecipeLearnsASeries() throws IOException {
        Path recurrent = folder.resolve("recurrent");
        String options =
                "--window 20 --window-step 2 --epochs 4 --batch 16 --learning-rate 0.01 --engine "
                        + ENGINE;
        List<Object> train = new ArrayList<>(List.of("train", "gru-series", "--data", normal));
        train.addAll(List.of("--out", recurrent));
        train.addAll(List.of(options.split(" ")));
        succeed(train.toArray());
        List<String> history = Files.readAllLines(recurrent.resolve("history.csv"));
        int column = List.of(history.get(0).split(",", -1)).indexOf("validation_total");
        double first = Double.parseDouble(history.get(1).split(",", -1)[column]);
        double last = Double.parseDouble(history.get(history.size() - 1).split(",", -1)[column]);
        assertTrue(last < 0.7 * first, history.toString());
    }

    @Test
    void plantedAnomalyIsFoundAndNothingElse() throws Exception {
        Path out = folder.resolve("points.csv");
        Path picture = folder.resolve("points.png");
        Answer answer =
                succeed(
                        "detect",
                        run,
                        "--in",
                        anomalous,
                        "--out",
                        out,
                        "--picture",
                        picture,
                        "--engine",
                        ENGINE);
        List<String> rows = Files.readAllLines(out);
        assertEquals("timestamp,value,score,anomaly", rows.get(0));
        assertEquals(POINTS + 1, rows.size());
        int[] found =
                IntStream.range(0, POINTS).filter(i -> rows.get(i + 1).endsWith(",1")).toArray();
        assertTrue(found.length >= 20, answer.out());
        // A window that lies half in the anomaly may be bad: up to a half of one to each side.
        assertTrue(found[0] >= FIRST - 10 && found[found.length - 1] <= LAST + 10, answer.out());
        assertEquals(found.length - 1, found[found.length - 1] - found[0], answer.out());
        assertTrue(
                answer.out()
                        .contains(
                                "day %s to day %s: %s points, peak "
                                        .formatted(
                                                found[0], found[found.length - 1], found.length)),
                answer.out());
        assertTrue(
                answer.out().contains(found.length + " of 600 points of " + anomalous),
                answer.out());
        assertNotNull(ImageIO.read(picture.toFile()));
    }

    /** Two machines, turn by turn, one with a gap of an hour behind point 299 and then flat. */
    @Test
    void machinesAndGapsAreAnsweredInTheOrderOfTheFile() throws Exception {
        List<String> points = Files.readAllLines(normal);
        List<String> flat = Files.readAllLines(anomalous);
        StringBuilder text = new StringBuilder("value,timestamp,machine,note\n");
        for (int i = 0; i < POINTS; i++) {
            String[] one = points.get(i + 1).split(",", -1);
            String[] other = flat.get(i + 1).split(",", -1);
            LocalDateTime time = LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(i);
            text.append("%s,%s,a,x\n".formatted(one[1], time));
            LocalDateTime later = i < FIRST ? time : time.plusHours(1);
            text.append("%s,%s,b,x\n".formatted(other[1], later));
        }
        Path machines = Files.writeString(folder.resolve("machines.csv"), text);
        Path out = folder.resolve("machines-out.csv");
        Path picture = folder.resolve("machines.png");
        Answer answer =
                succeed(
                        "detect",
                        run,
                        "--in",
                        machines,
                        "--out",
                        out,
                        "--picture",
                        picture,
                        "--engine",
                        ENGINE);
        List<String> rows = Files.readAllLines(out);
        assertEquals("timestamp,machine,value,score,anomaly", rows.get(0));
        assertEquals("2024-01-01T00:00,a", rows.get(1).substring(0, 18));
        assertEquals("2024-01-01T00:00,b", rows.get(2).substring(0, 18));
        assertEquals(2 * POINTS + 1, rows.size());
        for (int i = 0; i < POINTS; i++) {
            assertTrue(rows.get(2 * i + 1).endsWith(",0"), rows.get(2 * i + 1));
            boolean anomaly = rows.get(2 * i + 2).endsWith(",1");
            assertTrue(!anomaly || (i >= FIRST && i <= LAST + 10), rows.get(2 * i + 2));
            assertTrue(anomaly || i < FIRST || i > LAST - 10, rows.get(2 * i + 2));
        }
        assertTrue(answer.out().contains("\nb, 2024-01-01T06:00 to 2024-01-01T06:"), answer.out());
        assertNotNull(ImageIO.read(picture.toFile()));
        Answer inspected = succeed("inspect", machines, "--window", 20);
        assertEquals(
                List.of(
                        "1,143 windows of 20 points of 1 channel in " + machines,
                        "channels: value",
                        "time: timestamp (every 1 min, 1 gap of 1 h 1 min before row 602, from"
                                + " 2024-01-01T00:00 to 2024-01-01T10:59)",
                        "group: machine (2 series: a, b)",
                        "left out: note (words)"),
                inspected.out().lines().toList());
    }

    @Test
    void seriesThatTheProgramDrawsIsLearntInWindows() throws Exception {
        Path drawn = folder.resolve("drawn");
        Answer answer =
                succeed(
                        "train",
                        "--data",
                        "daily-series",
                        "--epochs",
                        1,
                        "--limit",
                        64,
                        "--out",
                        drawn,
                        "--engine",
                        ENGINE);
        assertTrue(answer.out().contains("64 samples of daily-series"), answer.out());
        String recipe = Files.readString(drawn.resolve("recipe.json"));
        assertTrue(recipe.contains("\"window\": 64"), recipe); // of vae-series
    }

    @Test
    void seriesThatTheProgramDrawsAreTakenByName() {
        Answer answer =
                succeed(
                        "detect",
                        run,
                        "--in",
                        "daily-series-anomalous",
                        "--training",
                        "daily-series",
                        "--out",
                        folder.resolve("daily.csv"),
                        "--engine",
                        ENGINE);
        assertTrue(
                answer.out().contains(" of 5,760 points of daily-series-anomalous"), answer.out());
        assertRefused(
                "--in must be daily-series, daily-series-anomalous or a CSV file, but is"
                        + " \""
                        + folder
                        + '"',
                "detect",
                run,
                "--in",
                folder,
                "--out",
                folder.resolve("none.csv"),
                "--engine",
                ENGINE);
    }

    @Test
    void normalSeriesHasNoAnomalyByItsOwnThreshold() {
        Answer answer =
                succeed(
                        "detect",
                        run,
                        "--in",
                        normal,
                        "--out",
                        folder.resolve("none.csv"),
                        "--engine",
                        ENGINE);
        assertTrue(answer.out().contains("\n0 of 600 points of " + normal), answer.out());
    }

    @Test
    void windowsAreScoredAndJudgedByTheirLabels() throws Exception {
        Path out = folder.resolve("scores.csv");
        Path picture = folder.resolve("scores.png");
        Answer answer =
                succeed(
                        "score",
                        run,
                        "--in",
                        anomalous,
                        "--out",
                        out,
                        "--picture",
                        picture,
                        "--engine",
                        ENGINE);
        List<String> rows = Files.readAllLines(out);
        assertEquals("row,score,label", rows.get(0));
        assertEquals(POINTS - 20 + 2, rows.size());
        assertTrue(answer.out().contains("581 scores of " + anomalous), answer.out());
        // The windows with a point of 300 to 339 are those from point 281 to 339 on.
        String expected = " 59 anomalies (label 1: the rarer) of 581\n";
        assertTrue(answer.out().contains(expected), answer.out());
        String area = answer.out().replaceFirst("(?s).*AUROC: ([0-9.]+),.*", "$1");
        assertTrue(Double.parseDouble(area) > 0.9, answer.out());
        assertNotNull(ImageIO.read(picture.toFile()));
    }

    @Test
    void inputThatIsNoFittingSeriesIsRefusedBeforeAnythingIsWritten() throws Exception {
        Path out = folder.resolve("refused.csv");
        Path words = Files.writeString(folder.resolve("words.csv"), "timestamp,value\n1,a\n2,b\n");
        Path holes = Files.writeString(folder.resolve("holes.csv"), "value\n1\nNaN\n");
        Path shorter = Files.writeString(folder.resolve("short.csv"), "value\n1\n2\n3\n");
        for (String command : List.of("score", "detect")) {
            assertRefused(
                    words
                            + ": value in row 1, column \"value\" must be a finite number, but is"
                            + " \"a\"",
                    command,
                    run,
                    "--in",
                    words,
                    "--out",
                    out,
                    "--engine",
                    ENGINE);
            assertRefused(
                    holes
                            + ": value in row 2, column \"value\" must be a finite number, but is"
                            + " NaN",
                    command,
                    run,
                    "--in",
                    holes,
                    "--out",
                    out,
                    "--engine",
                    ENGINE);
            assertRefused(
                    "window must be from 1 to the 3 rows of " + shorter + ", but is 20",
                    command,
                    run,
                    "--in",
                    shorter,
                    "--out",
                    out,
                    "--engine",
                    ENGINE);
            assertRefused(
                    "--out must end in .csv, but is x.txt",
                    command,
                    run,
                    "--in",
                    normal,
                    "--out",
                    "x.txt",
                    "--engine",
                    ENGINE);
            assertRefused(
                    "--picture must end in .png, but is x.jpg",
                    command,
                    run,
                    "--in",
                    normal,
                    "--out",
                    out,
                    "--picture",
                    "x.jpg");
        }
        assertRefused(
                "--anomaly must be of the labels [0, 1] of " + anomalous + ", but is \"7\"",
                "score",
                run,
                "--in",
                anomalous,
                "--out",
                out,
                "--anomaly",
                7,
                "--engine",
                ENGINE);
        assertRefused(
                "--quantile must be above 0 and at most 1, but is 1.5",
                "detect",
                run,
                "--in",
                anomalous,
                "--out",
                out,
                "--quantile",
                1.5);
        assertRefused(
                "--training must be the CSV file of a normal series, but there is no nowhere.csv",
                "detect",
                run,
                "--in",
                anomalous,
                "--training",
                "nowhere.csv",
                "--out",
                out,
                "--engine",
                ENGINE);
        assertFalse(Files.exists(out));
    }
}
