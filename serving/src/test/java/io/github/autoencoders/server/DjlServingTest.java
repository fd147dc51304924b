package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests of {@code requests.json} get the same from DJL Serving as from our server. It is run
 * where the environment's {@code DJL_SERVING_HOME} names the folder of an installed one, whose
 * {@code lib} has its jars; the engine comes from these tests.
 */
class DjlServingTest {

    private static final double TOLERANCE = 1e-5; // times the number, where that is above 1
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A line of the file: a text as body, or bytes. */
    private record Line(
            String path,
            String type,
            String accept,
            @Nullable String body,
            @Nullable String base64) {

        HttpRequest to(int port, String before) {
            URI address = URI.create("http://127.0.0.1:" + port + before + path);
            HttpRequest.Builder request = HttpRequest.newBuilder(address);
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            if (!accept.isEmpty()) {
                request.header("Accept", accept);
            }
            byte[] bytes =
                    base64 == null
                            ? String.valueOf(body).getBytes(StandardCharsets.UTF_8)
                            : Base64.getDecoder().decode(base64);
            return request.POST(BodyPublishers.ofByteArray(bytes)).build();
        }

        String shortened() {
            String text = JsonUtils.GSON.toJson(this);
            return text.substring(0, Math.min(200, text.length()));
        }
    }

    @TempDir private static Path folder;
    private static DjlServing djl;
    private static AutoencoderServer ours;

    @BeforeAll
    static void start() throws Exception {
        Path home = DjlServing.home();
        Assumptions.assumeTrue(home != null, "DJL_SERVING_HOME names no DJL Serving");
        SavedModel saved =
                TinyModels.save(
                        TinyModels.images(), Files.createDirectory(folder.resolve("saved")));
        List<Task> tasks = List.of(Task.values());
        ours =
                AutoencoderServer.start(
                        "tiny",
                        TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine())),
                        tasks,
                        ServerSettings.LOCAL.withPort(0));
        djl = DjlServing.start(Objects.requireNonNull(home), "tiny", saved, tasks, 16, folder);
    }

    @AfterAll
    static void close() {
        if (ours != null) {
            ours.close();
        }
        if (djl != null) {
            djl.close();
        }
    }

    @Test
    void bothServersGiveTheSame() throws Exception {
        Line[] lines;
        try (var in = DjlServingTest.class.getResourceAsStream("requests.json")) {
            assertNotNull(in);
            lines =
                    JsonUtils.GSON.fromJson(
                            new InputStreamReader(in, StandardCharsets.UTF_8), Line[].class);
        }
        assertTrue(lines.length > 60);
        for (Line line : lines) {
            HttpResponse<byte[]> theirs = send(line.to(djl.port(), "/predictions/tiny-"));
            HttpResponse<byte[]> own = send(line.to(ours.port(), "/predictions/tiny-"));
            assertEquals(theirs.statusCode(), own.statusCode(), line::shortened);
            if (theirs.statusCode() != 404) {
                requireSame(line, theirs, own);
            }
        }
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    private static void requireSame(
            Line line, HttpResponse<byte[]> theirs, HttpResponse<byte[]> own) throws IOException {
        String type = theirs.headers().firstValue("Content-Type").orElse("");
        assertEquals(type, own.headers().firstValue("Content-Type").orElse(""), line::shortened);
        switch (type) {
            case "application/json" -> requireSame(line, json(theirs.body()), json(own.body()));
            case "image/png" -> {
                byte[] expected = RgbImage.read(theirs.body()).planes();
                byte[] there = RgbImage.read(own.body()).planes();
                assertEquals(expected.length, there.length);
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i] & 0xFF, there[i] & 0xFF, 1); // rounded
                }
            }
            default -> {
                try (NDManager manager = NDManager.newBaseManager()) {
                    NDArray expected = NDList.decode(manager, theirs.body()).head();
                    NDArray there = NDList.decode(manager, own.body()).head();
                    assertEquals(expected.getShape(), there.getShape(), line::shortened);
                    float[] numbers = expected.toFloatArray();
                    float[] found = there.toFloatArray();
                    for (int i = 0; i < numbers.length; i++) {
                        requireNear(line, numbers[i], found[i]);
                    }
                }
            }
        }
    }

    private static JsonElement json(byte[] body) {
        return JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
    }

    private static void requireSame(Line line, JsonElement expected, JsonElement there) {
        if (expected.isJsonArray()) {
            assertEquals(
                    expected.getAsJsonArray().size(),
                    there.getAsJsonArray().size(),
                    line::shortened);
            for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
                requireSame(line, expected.getAsJsonArray().get(i), there.getAsJsonArray().get(i));
            }
        } else if (expected.isJsonObject()) {
            assertEquals(expected.getAsJsonObject().keySet(), there.getAsJsonObject().keySet());
            for (String key : expected.getAsJsonObject().keySet()) {
                requireSame(
                        line,
                        expected.getAsJsonObject().get(key),
                        there.getAsJsonObject().get(key));
            }
        } else if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
            requireNear(line, expected.getAsDouble(), there.getAsDouble());
        } else {
            assertEquals(expected, there, line::shortened);
        }
    }

    private static void requireNear(Line line, double expected, double there) {
        assertEquals(expected, there, TOLERANCE * Math.max(1, Math.abs(expected)), line::shortened);
    }

    @Test
    void kserveRequestsGetTheSameTensor() throws Exception {
        Line line =
                new Line(
                        "",
                        "application/json",
                        "",
                        "{\"inputs\": [{\"name\": \"x\", \"shape\": [2, 3], \"datatype\":"
                                + " \"FP32\", \"data\": [1, -1, 0.5, 0, 0, 0]}],"
                                + " \"outputs\": [{\"name\": \"output\"}]}",
                        null);
        HttpResponse<byte[]> theirs = send(line.to(djl.port(), "/v2/models/tiny-decode/infer"));
        Assumptions.assumeTrue(theirs.statusCode() != 404, "its plugin for KServe is not there");
        HttpResponse<byte[]> own = send(line.to(ours.port(), "/v2/models/tiny-decode/infer"));
        requireSame(line, json(theirs.body()), json(own.body()));
    }
}
