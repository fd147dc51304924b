package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the server says of rows and of points is what the command writes of the same file. */
class ServedDetectorTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final double RATE = 0.05;

    @TempDir private static Path folder;

    private static Path rows;
    private static Path points;
    private static Detector detector;
    private static SeriesDetector series;
    private static AutoencoderServer ofRows;
    private static AutoencoderServer ofPoints;

    @BeforeAll
    static void start() throws IOException {
        Random random = new Random(1);
        StringBuilder table = new StringBuilder("temp,mode,flow\n");
        StringBuilder wave = new StringBuilder("time,load\n");
        for (int i = 0; i < 200; i++) {
            double x = random.nextGaussian();
            String mode = List.of("on", "off").get(i % 2);
            double flow = i == 150 ? -x - 4 : x + random.nextGaussian() / 20;
            double load = i >= 150 && i < 160 ? 2 : Math.sin(i * Math.PI / 8) + x / 20;
            table.append(String.format(Locale.ROOT, "%.4f,%s,%.4f%n", x, mode, flow));
            wave.append(String.format(Locale.ROOT, "%d,%.4f%n", 1700000000 + 3600 * i, load));
        }
        rows = Files.writeString(folder.resolve("rows.csv"), table);
        points = Files.writeString(folder.resolve("points.csv"), wave);
        train(rows, "detector");
        train(points, "hourly", "--series");
        Placement place = Placement.of(ENGINE);
        detector = Detector.open(folder.resolve("detector"), place);
        series = SeriesDetector.open(folder.resolve("hourly"), place);
        ServerSettings settings = ServerSettings.LOCAL.withPort(0).withWorkers(1);
        ofRows =
                AutoencoderServer.start(
                        "rows",
                        detector.scorer(detector.calibration().falseAlarms(RATE)),
                        settings);
        ofPoints =
                AutoencoderServer.start(
                        "points", series.scorer(series.points().falseAlarms(RATE)), settings);
    }

    private static void train(Path data, String name, String... more) {
        List<Object> line = new ArrayList<>(List.of("anomalies", "train", "--data", data));
        line.addAll(List.of(more));
        line.addAll(List.of("--engine", ENGINE, "--out", folder.resolve(name)));
        Answer.expect(0, line.toArray());
    }

    @AfterAll
    static void close() {
        ofRows.close();
        ofPoints.close();
        detector.close();
        series.close();
    }

    private static HttpResponse<String> post(
            AutoencoderServer server, String path, String type, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String inputs(AutoencoderServer server, String model) throws Exception {
        URI about = URI.create("http://localhost:" + server.port() + "/v2/models/" + model);
        String told =
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(about).build(), BodyHandlers.ofString())
                        .body();
        return JsonParser.parseString(told).getAsJsonObject().get("inputs").toString();
    }

    private static JsonArray asked(AutoencoderServer server, String path, String type, String body)
            throws Exception {
        HttpResponse<String> response = post(server, path, type, body);
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body()).getAsJsonArray();
    }

    private static List<String> scored(String name, Path file) throws IOException {
        Path out = folder.resolve(name + "-scores.csv");
        Answer.expect(
                0,
                "anomalies",
                "score",
                folder.resolve(name),
                "--in",
                file,
                "--false-alarms",
                RATE,
                "--engine",
                ENGINE,
                "--out",
                out);
        return Files.readAllLines(out);
    }

    private static String line(JsonElement judged, String... columns) {
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
            JsonElement cell = judged.getAsJsonObject().get(column);
            String text = cell.isJsonNull() ? "" : cell.getAsString();
            cells.add(text.equals("true") ? "1" : text.equals("false") ? "0" : text);
        }
        return String.join(",", cells);
    }

    @Test
    void rowsOfEveryFormGetTheNumbersOfTheCommand() throws Exception {
        List<String> expected = scored("detector", rows);
        String csv = Files.readString(rows);
        StringBuilder objects = new StringBuilder();
        StringBuilder lists = new StringBuilder();
        for (String line : csv.lines().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            objects.append(objects.isEmpty() ? "[" : ",");
            objects.append(
                    "{\"mode\": \"%s\", \"temp\": %s, \"flow\": %s}"
                            .formatted(cells[1], cells[0], cells[2]));
            lists.append(lists.isEmpty() ? "[" : ",");
            lists.append("[%s, \"%s\", %s]".formatted(cells[0], cells[1], cells[2]));
        }
        for (Map.Entry<String, String> body :
                List.of(
                        Map.entry("text/csv", csv),
                        Map.entry("application/json", objects + "]"),
                        Map.entry("application/json", lists + "]"))) {
            JsonArray judged =
                    asked(ofRows, "/predictions/rows-score", body.getKey(), body.getValue());
            assertEquals(200, judged.size());
            for (int i = 0; i < 200; i++) {
                String said = line(judged.get(i), "row", "score", "p_value", "anomaly");
                assertTrue(expected.get(i + 1).startsWith(said + ","), expected.get(i + 1) + said);
            }
            JsonObject odd = judged.get(150).getAsJsonObject();
            assertTrue(odd.get("anomaly").getAsBoolean());
            assertTrue(odd.get("reasons").getAsString().contains(" rather than "), odd::toString);
            assertEquals("", judged.get(0).getAsJsonObject().get("reasons").getAsString());
        }
    }

    @Test
    void pointsGetTheNumbersOfTheCommand() throws Exception {
        List<String> expected = scored("hourly", points);
        JsonArray judged = asked(ofPoints, "/invocations", "text/csv", Files.readString(points));
        boolean explained = false;
        for (int i = 0; i < 200; i++) {
            String[] cells = expected.get(i + 1).split(",", -1);
            assertEquals(
                    String.join(",", cells[0], cells[1], cells[3], cells[4], cells[5]),
                    line(judged.get(i), "row", "time", "score", "p_value", "anomaly"));
            explained |= line(judged.get(i), "reasons").contains(" of load");
        }
        assertTrue(explained);
        // Without times, and of a few windows only.
        JsonArray some =
                asked(
                        ofPoints,
                        "/predictions/points-score",
                        "application/json",
                        Files.readString(points)
                                .lines()
                                .skip(1)
                                .limit(60)
                                .map(line -> line.replaceAll(".*,", ""))
                                .toList()
                                .toString());
        assertEquals(60, some.size());
    }

    @Test
    void whatIsToldOfKServesTensorsIsWhatTheyTake() throws Exception {
        assertEquals(
                "[{\"name\":\"temp\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                        + "{\"name\":\"mode\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                        + "{\"name\":\"flow\",\"datatype\":\"FP64\",\"shape\":[-1]}]",
                inputs(ofRows, "rows-score"));
        assertEquals(
                "[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[-1,1]}]",
                inputs(ofPoints, "points-score"));
    }

    @Test
    void tensorsOfKServeAreAnsweredByTensors() throws Exception {
        HttpResponse<String> response =
                post(
                        ofRows,
                        "/v2/models/rows-score/infer",
                        "application/json",
                        "{\"inputs\": [{\"name\": \"temp\", \"shape\": [2], \"datatype\": \"FP64\","
                                + " \"data\": [0.5, 1]}, {\"name\": \"mode\", \"shape\": [2],"
                                + " \"datatype\": \"BYTES\", \"data\": [\"on\", \"off\"]},"
                                + " {\"name\": \"flow\", \"shape\": [2], \"datatype\": \"FP64\","
                                + " \"data\": [0.5, 1]}]}");
        JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
        JsonArray plain =
                asked(
                        ofRows,
                        "/predictions/rows-score",
                        "application/json",
                        "[[0.5, \"on\", 0.5], [1, \"off\", 1]]");
        JsonObject scores = answer.getAsJsonArray("outputs").get(1).getAsJsonObject();
        assertEquals("score", scores.get("name").getAsString());
        assertEquals(
                plain.get(1).getAsJsonObject().get("score"), scores.getAsJsonArray("data").get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"temp\": 1, \"mode\": \"on\"} | 422 | request must have the column"
                        + " \"flow\", as the model's data had, but has none",
                "{\"temp\": \"hot\", \"mode\": \"on\", \"flow\": 1} | 422 | request: value in row"
                        + " 1, column \"temp\" must be a finite number, but is \"hot\"",
                "{\"temp\": 1, \"mode\": \"on\", \"flow\": 1, \"wind\": 2} | 422 | request must"
                        + " have no columns but the detector's, but has also wind",
                "{\"temp\": 1, \"temp\": 2} | 400 | request: row 1 must have each key once, but has"
                        + " \"temp\" twice",
                "[1, 2] | 422 | row 1 must have 3 values (temp, mode, flow), but has 2",
            })
    void whatDoesNotFitIsNamed(String body, int code, String message) throws Exception {
        HttpResponse<String> response =
                post(ofRows, "/predictions/rows-score", "application/json", body);
        assertEquals(code, response.statusCode(), response.body());
        assertEquals(
                message,
                JsonUtils.GSON
                        .fromJson(response.body(), JsonObject.class)
                        .get("message")
                        .getAsString());
    }

    @Test
    void aSeriesShorterThanAWindowIsRefused() throws Exception {
        HttpResponse<String> response =
                post(ofPoints, "/predictions/points-score", "application/json", "[1, 2, 3]");
        assertEquals(422, response.statusCode());
        assertTrue(
                response.body().contains("window must be from 1 to the 3 rows of request"),
                response.body());
    }

    /** The lines of the page, as they stand there, but for the port. */
    @Test
    void theCurlsOfThePageAreAnsweredByTheProgram() throws Exception {
        List<String> lines =
                Pattern.compile(
                                "^ {4}(curl .*localhost:8080/predictions/detector-score)$",
                                Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("..", "docs", "anomalies.md")))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertEquals(2, lines.size());
        Files.writeString(
                folder.resolve("new.csv"), "temperature,pressure,flow,level\n20,3,7,4\n20,1,7,4\n");
        Path page = folder.resolve("page.csv");
        Random random = new Random(2);
        StringBuilder table = new StringBuilder("temperature,pressure,flow,level\n");
        for (int i = 0; i < 60; i++) {
            double x = random.nextGaussian();
            table.append(
                    String.format(
                            Locale.ROOT, "%.3f,%.3f,%.3f,%.3f%n", 20 + x, 3 + x, 7 - x, 4 + x));
        }
        Files.writeString(page, table);
        train(page, "page");
        PipedReader said = new PipedReader();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(new PipedWriter(said)));
        String[] command = {
            "serve",
            "" + folder.resolve("page"),
            "--name",
            "detector",
            "--port",
            "0",
            "--engine",
            ENGINE
        };
        var threads = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Integer> exit =
                    CompletableFuture.supplyAsync(() -> program.execute(command), threads);
            BufferedReader text = new BufferedReader(said);
            Matcher address =
                    Pattern.compile("http://[^:]+:(\\d+)/predictions/detector-score")
                            .matcher(text.readLine());
            assertTrue(address.matches());
            text.readLine();
            assertTrue(text.readLine().startsWith("ready; try: curl -H 'Content-Type: text/csv'"));
            for (String line : lines) {
                String answer = shell(line.replace(":8080", ":" + address.group(1)));
                assertTrue(answer.contains("\"anomaly\":true"), answer);
            }
            threads.shutdownNow(); // as Ctrl-C does, whose exit code no thread has
            assertEquals(1, exit.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private static String shell(String line) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), line);
        return said;
    }

    @Test
    void optionsOfModelsAndOfDetectorsAreToldApart() {
        assertEquals(
                "autoencoders: --task must be for a model, but %s is a detector\n"
                        .formatted(folder.resolve("detector")),
                Answer.expect(1, "serve", folder.resolve("detector"), "--task", "score"));
        assertEquals(
                "autoencoders: a threshold must be for a detector, but vae-sprites-2 is none\n",
                Answer.expect(1, "serve", "vae-sprites-2", "--false-alarms", "0.1"));
    }
}
