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
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.serving.ServingArchive;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final Duration PATIENCE = Duration.ofMinutes(3);
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
    private static @Nullable Process djl;
    private static @Nullable AutoencoderServer ours;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        String home = System.getenv("DJL_SERVING_HOME");
        Assumptions.assumeTrue(home != null, "DJL_SERVING_HOME names no DJL Serving");
        SavedModel saved =
                TinyModels.save(
                        TinyModels.images(), Files.createDirectory(folder.resolve("saved")));
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        djl = start(Path.of(String.valueOf(home)), archives(saved));
        ours =
                AutoencoderServer.start(
                        "tiny",
                        saved,
                        List.of(Task.values()),
                        TinyModels.engine(),
                        null,
                        ServerSettings.LOCAL.withPort(0));
        HttpRequest models =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/models")).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready(models)) {
            assertTrue(djl.isAlive() && System.nanoTime() < end, DjlServingTest::log);
            Thread.sleep(500);
        }
    }

    // A folder, a .zip and a .tar.gz among them.
    private static List<String> archives(SavedModel saved) throws IOException {
        List<String> endings = List.of("", ".zip", ".tar.gz");
        List<String> arguments = new ArrayList<>();
        for (Task task : Task.values()) {
            String name = "tiny-" + task.name().toLowerCase(Locale.ROOT);
            String ending = endings.get(arguments.size() % endings.size());
            Path out = folder.resolve("archives").resolve(name + ending);
            new ServingArchive(task, TinyModels.engine(), 2, 16, 0).write(saved, out);
            arguments.add("-m");
            arguments.add(name + "=" + out.toUri());
        }
        return arguments;
    }

    private static Process start(Path home, List<String> models) throws IOException {
        String name = TinyModels.engine().toLowerCase(Locale.ROOT);
        String engine =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(jar -> Path.of(jar).getFileName().toString().startsWith(name))
                        .collect(Collectors.joining(File.pathSeparator));
        Path settings = folder.resolve("config.properties");
        String address = "http://127.0.0.1:" + port;
        Files.writeString(
                settings, "inference_address=%s\nmanagement_address=%1$s\n".formatted(address));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-DOPT_OUT_TRACKING=true",
                                "-cp",
                                home.resolve("lib") + "/*" + File.pathSeparator + engine,
                                "ai.djl.serving.ModelServer",
                                "-f",
                                settings.toString()));
        command.addAll(models);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("djl.log").toFile());
        builder.environment().put("MODEL_SERVER_HOME", home.toString());
        return builder.start();
    }

    private static boolean ready(HttpRequest models) throws InterruptedException {
        try {
            String said = CLIENT.send(models, BodyHandlers.ofString()).body();
            return said.split("READY", -1).length == Task.values().length + 1;
        } catch (IOException e) {
            return false; // not yet there
        }
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("djl.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void close() throws InterruptedException {
        if (ours != null) {
            ours.close();
        }
        if (djl != null) {
            djl.destroy();
            djl.waitFor(30, TimeUnit.SECONDS);
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
        assertNotNull(ours);
        for (Line line : lines) {
            HttpResponse<byte[]> theirs = send(line.to(port, "/predictions/tiny-"));
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
        assertNotNull(ours);
        Line line =
                new Line(
                        "",
                        "application/json",
                        "",
                        "{\"inputs\": [{\"name\": \"x\", \"shape\": [2, 3], \"datatype\":"
                                + " \"FP32\", \"data\": [1, -1, 0.5, 0, 0, 0]}],"
                                + " \"outputs\": [{\"name\": \"output\"}]}",
                        null);
        HttpResponse<byte[]> theirs = send(line.to(port, "/v2/models/tiny-decode/infer"));
        Assumptions.assumeTrue(theirs.statusCode() != 404, "its plugin for KServe is not there");
        HttpResponse<byte[]> own = send(line.to(ours.port(), "/v2/models/tiny-decode/infer"));
        requireSame(line, json(theirs.body()), json(own.body()));
    }
}
