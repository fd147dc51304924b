package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.CodedDetector;
import io.github.autoencoders.detection.Detection;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of one bar each, and one of noise; judged by what a model makes of them. */
class AnomaliesOfCodesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    @TempDir private static Path folder;

    private static Path photos;
    private static Path fresh;
    private static Path detector;
    private static String said;

    private static String call(int exitCode, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[all.length - 2] = "--engine";
        all[all.length - 1] = ENGINE;
        return Answer.expect(exitCode, all);
    }

    private static Path images(String name, int count, long seed, boolean odd) throws IOException {
        Path images = Files.createDirectory(folder.resolve(name));
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            boolean noise = odd && i == 3;
            int bar = random.nextInt(12);
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    int grey = x >= bar && x < bar + 4 ? 220 : 20;
                    int value = noise ? random.nextInt(256) : grey + random.nextInt(20);
                    image.getRaster().setSample(x, y, 0, value);
                }
            }
            Png.write(image, images.resolve("bar-" + i / 10 + i % 10 + ".png"));
        }
        return images;
    }

    @BeforeAll
    static void train() throws IOException {
        photos = images("photos", 80, 1, false);
        fresh = images("fresh", 20, 2, true);
        Path run = folder.resolve("run");
        call(0, "train", "--data", photos, "--epochs", 3, "--threads", 1, "--out", run);
        detector = folder.resolve("detector");
        said = call(0, "anomalies", "train", "--data", photos, "--model", run, "--out", detector);
    }

    @Test
    void whatIsTakenForWhatIsSaid() {
        assertTrue(
                said.matches(
                        "(?s)samples of shape \\(1, 16, 16\\), judged by codes of \\d+ values and"
                                + " 17 errors of their reconstructions\n.*80 rows of .*"),
                said);
    }

    private static Calibration.Threshold least(CodedDetector coded) {
        Calibration calibration = coded.detector().calibration();
        return calibration.falseAlarms(calibration.leastPValue());
    }

    @Test
    void theNoiseIsFoundByTheNameOfItsFileAndTheNumbersAreThoseOfJava() throws IOException {
        Path out = folder.resolve("found.csv");
        String found = call(0, "anomalies", "score", detector, "--in", fresh, "--out", out);
        List<String> lines = Files.readAllLines(out);
        assertEquals("row,file,score,p_value,anomaly,reasons", lines.get(0));
        assertTrue(lines.get(4).matches("4,bar-03\\.png,[0-9.]+,0\\.012\\d*,1,.*"), lines.get(4));
        assertTrue(found.contains("20 samples of " + fresh + " are above it\n"), found);
        assertTrue(found.contains("\nfile "), found);
        assertTrue(found.lines().anyMatch(line -> line.startsWith("bar-03.png ")), found);
        try (CodedDetector coded = CodedDetector.open(detector, Placement.of(ENGINE))) {
            Samples rows = coded.rows(DataSource.of("" + fresh, coded.options()).load());
            Detection same = Detection.of(coded.detector(), rows, least(coded));
            assertEquals(
                    lines.get(4),
                    String.join(
                            ",",
                            same.rows().toList().get(3).stream()
                                    .map(
                                            cell ->
                                                    cell.toString().contains(",")
                                                            ? "\"" + cell + "\""
                                                            : "" + cell)
                                    .toList()));
        }
        Path page = folder.resolve("found.html");
        call(0, "anomalies", "score", detector, "--in", fresh, "--out", out, "--html", page);
        assertTrue(Files.readString(page).contains("bar-03.png"));
        String why = call(0, "anomalies", "explain", detector, "--in", fresh, "--row", 4);
        assertTrue(why.contains("error"), why);
    }

    /** The bytes of each file, and the pixels of all in one request. */
    @Test
    void theServerGivesTheNumbersOfTheCommand() throws Exception {
        Path out = folder.resolve("served.csv");
        call(0, "anomalies", "score", detector, "--in", fresh, "--out", out);
        List<String> lines = Files.readAllLines(out);
        ServerSettings settings = ServerSettings.LOCAL.withPort(0).withWorkers(1);
        try (CodedDetector coded = CodedDetector.open(detector, Placement.of(ENGINE));
                AutoencoderServer server =
                        AutoencoderServer.start("bars", coded.scorer(least(coded)), settings)) {
            for (int i = 0; i < 4; i++) {
                byte[] png = Files.readAllBytes(fresh.resolve("bar-0" + i + ".png"));
                JsonObject judged = post(server, "image/png", png).getAsJsonObject();
                assertNear(lines.get(i + 1), judged);
                assertEquals(i == 3, judged.get("anomaly").getAsBoolean());
                assertEquals(i == 3, !judged.get("reasons").getAsString().isEmpty());
            }
            Samples samples = DataSource.of("" + fresh, coded.options()).load();
            String pixels = JsonUtils.GSON.toJson(samples.toArrays());
            JsonArray all =
                    post(server, "application/json", pixels.getBytes(StandardCharsets.UTF_8))
                            .getAsJsonArray();
            assertEquals(20, all.size());
            for (int i = 0; i < 20; i++) {
                assertNear(lines.get(i + 1), all.get(i).getAsJsonObject());
            }
        }
    }

    // A row of the table may be computed beside others, in another order of sums.
    private static void assertNear(String line, JsonObject judged) {
        String[] cells = line.split(",", -1);
        assertEquals(Double.parseDouble(cells[2]), judged.get("score").getAsDouble(), 1e-3, line);
        assertEquals(Double.parseDouble(cells[3]), judged.get("p_value").getAsDouble(), 1e-6, line);
    }

    private static JsonElement post(AutoencoderServer server, String type, byte[] body)
            throws Exception {
        String address = "http://localhost:%s/predictions/bars-score".formatted(server.port());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body());
    }

    @Test
    void whatCannotBeIsSaid() {
        assertEquals(
                "autoencoders: --model must be without --series and --one-unit, but is with one\n",
                call(
                        1,
                        "anomalies",
                        "train",
                        "--data",
                        photos,
                        "--model",
                        folder.resolve("run"),
                        "--series",
                        "--out",
                        folder.resolve("none")));
        assertEquals(
                "autoencoders: --follow must be for detectors of rows or series, but the detector"
                        + " is one of codes\n",
                call(
                        1,
                        "anomalies",
                        "score",
                        detector,
                        "--in",
                        "-",
                        "--follow",
                        "--out",
                        folder.resolve("none.csv")));
    }
}
