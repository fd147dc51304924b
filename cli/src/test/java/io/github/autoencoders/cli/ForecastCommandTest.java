package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sine whose next points are forecast. */
class ForecastCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path series;
    private static Path run;

    private static String succeed(Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws IOException {
        folder = shared;
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("hour,load\n");
        LocalDateTime hour = LocalDateTime.of(2024, 1, 1, 0, 0);
        for (int i = 0; i < 700; i++) {
            double value = 50 + 10 * Math.sin(2 * Math.PI * i / 24) + random.nextGaussian();
            text.append("%s,%s%n".formatted(hour.plusHours(i).toString().replace('T', ' '), value));
        }
        series = Files.writeString(folder.resolve("load.csv"), text);
        run = folder.resolve("run");
        String out =
                succeed(
                        "train",
                        "--data",
                        series,
                        "--horizon",
                        8,
                        "--epochs",
                        8,
                        "--batch",
                        16,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        assertTrue(
                out.contains(
                        "windows of %s go in, the 8 points behind each are to come out"
                                .formatted(series)),
                out);
    }

    @Test
    void whatComesNextIsWrittenWithItsTimesAndIntervals() throws IOException {
        Path out = folder.resolve("next.csv");
        Path picture = folder.resolve("next.png");
        String said =
                succeed(
                        "forecast",
                        run,
                        "--in",
                        series,
                        "--out",
                        out,
                        "--picture",
                        picture,
                        "--engine",
                        ENGINE);
        assertEquals(
                "8 points behind %s, from 2024-01-30 04:00 to 2024-01-30 11:00, in %s%npicture: %s%n"
                        .formatted(series, out, picture),
                said);
        List<String> lines = Files.readAllLines(out);
        assertEquals("hour,load,load lower,load upper", lines.get(0));
        assertEquals(9, lines.size());
        for (int i = 1; i < 9; i++) {
            String[] row = lines.get(i).split(",", -1);
            double expected = 50 + 10 * Math.sin(2 * Math.PI * (699 + i) / 24);
            assertEquals(expected, Double.parseDouble(row[1]), 3);
            assertTrue(Double.parseDouble(row[2]) < Double.parseDouble(row[1]));
            assertTrue(Double.parseDouble(row[3]) > Double.parseDouble(row[1]));
        }
        assertNotNull(ImageIO.read(picture.toFile()));
    }

    @Test
    void aBacktestSaysHowGoodForecastsWere() throws IOException {
        Path json = folder.resolve("backtest.json");
        String said = succeed("forecast", run, "--backtest", "--json", json, "--engine", ENGINE);
        assertTrue(said.contains("forecasts of 8 points; period 24"), said);
        assertTrue(said.contains("seasonal-naive: as a period before"), said);
        assertTrue(said.contains("of the values are in the intervals of 90 %"), said);
        assertTrue(Files.readString(json).contains("\"mase\""));
        String all = succeed("forecast", run, "--backtest", "--in", series, "--engine", ENGINE);
        assertTrue(all.startsWith("669 forecasts of 8 points"), all);
    }

    @Test
    void otherCommandsTakeItsWindows() throws IOException {
        Path codes = folder.resolve("codes.csv");
        Answer encoded =
                Answer.of(
                        "encode",
                        run,
                        "--in",
                        series + " => next 8",
                        "--out",
                        codes,
                        "--engine",
                        ENGINE);
        assertEquals(0, encoded.exitCode(), encoded.err());
        assertEquals(670, Files.readAllLines(codes).size());
        Answer evaluated =
                Answer.of("evaluate", run, "--data", series + " => next 8", "--engine", ENGINE);
        assertTrue(evaluated.out().contains("669 samples of " + series), evaluated.out());
    }

    @Test
    void whatCannotBeForecastIsRefused() {
        assertRefused(
                "--out must be given, or --picture or --backtest, but none is",
                "forecast",
                run,
                "--in",
                series,
                "--engine",
                ENGINE);
        assertRefused(
                "window and horizon must together be at most the 700 rows of %s, but are 24 and 690"
                        .formatted(series),
                "train",
                "--data",
                series,
                "--horizon",
                690,
                "--window",
                24,
                "--out",
                folder.resolve("none"),
                "--engine",
                ENGINE);
        assertRefused(
                "--horizon must be given with --data, but is 8",
                "train",
                "--horizon",
                8,
                "--out",
                folder.resolve("none"),
                "--engine",
                ENGINE);
        assertRefused(
                "--horizon must be at least 1, but is 0",
                "train",
                "--data",
                series,
                "--horizon",
                0,
                "--out",
                folder.resolve("none"),
                "--engine",
                ENGINE);
    }
}
