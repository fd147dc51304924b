package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.examples.ServingClient;
import io.github.autoencoders.serving.ErrorBody;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server as its clients see it, the good and the bad. */
class AutoencoderServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final float TOLERANCE = 1e-3f; // of pixels from 0 to 255, in float32
    private static final List<Task> TASKS = List.of(Task.values());
    private static final String RAMP = JsonUtils.GSON.toJson(TinyModels.ramp(20));

    @TempDir private static Path folder;
    private static TrainedAutoencoder model;
    private static AutoencoderServer server;

    @BeforeAll
    static void start() throws IOException {
        SavedModel saved = TinyModels.save(TinyModels.images(), folder);
        model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
        server = serve(TASKS, settings(""));
    }

    @AfterAll
    static void close() {
        server.close();
        model.close();
    }

    private static ServerSettings settings(String token) {
        return settings(token, Duration.ofSeconds(30));
    }

    private static ServerSettings settings(String token, Duration timeLimit) {
        return ServerSettings.LOCAL
                .withPort(0)
                .withToken(token)
                .withOrigin("https://example.org")
                .withBytes(1 << 20, 64 << 20)
                .withTimeLimit(timeLimit);
    }

    private static AutoencoderServer serve(List<Task> tasks, ServerSettings settings)
            throws IOException {
        return AutoencoderServer.start("tiny", model, tasks, settings);
    }

    private static URI address(AutoencoderServer at, String path) {
        return URI.create("http://127.0.0.1:" + at.port() + path);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(server, path));
    }

    private static HttpRequest json(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    // Java's client keeps connections for longer than the server does, and may use one that is just
    // being closed.
    private static HttpClient fresh() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static float[] numbers(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        return JsonUtils.GSON.fromJson(response.body(), float[].class);
    }

    @Test
    void itSaysWhereItIsAndHowItIsAsked() throws Exception {
        String address = "http://127.0.0.1:" + server.port();
        assertEquals(address, server.address());
        List<String> predictions =
                TASKS.stream().map(task -> address + "/predictions/tiny-" + task.key()).toList();
        assertEquals(Set.copyOf(predictions), Set.copyOf(server.predictions()));
        String seven = "-H 'Content-Type: application/json' -d '7' '%s/predictions/tiny-sample'";
        assertEquals("curl " + seven.formatted(address), server.example("$TOKEN"));
        try (AutoencoderServer closed = serve(TASKS, settings("secret"))) {
            assertEquals(
                    "curl -H \"Authorization: Bearer $TOKEN\" " + seven.formatted(closed.address()),
                    closed.example("$TOKEN"));
        }
    }

    @Test
    void filesOfOnnxAnswerAsTheirModel() throws Exception {
        String code = "[[0.5, -1, 2], [2, 1, 0]]";
        try (ExportedModel exported = ExportedModel.of(model, TASKS, 1);
                AutoencoderServer other =
                        AutoencoderServer.start("tiny", exported, TASKS, settings(""))) {
            for (Task task : TASKS) {
                String body =
                        switch (task.input()) {
                            case SAMPLE -> RAMP;
                            case SEED -> "7";
                            default -> code;
                        };
                String path = "/predictions/tiny-" + task.key();
                HttpRequest there =
                        HttpRequest.newBuilder(address(other, path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build();
                HttpResponse<String> theirs = send(there);
                HttpResponse<String> ours = send(json(path, body));
                assertEquals(200, theirs.statusCode(), theirs::body);
                assertArrayEquals(flat(ours), flat(theirs), TOLERANCE, task::key);
            }
        }
    }

    private static float[] flat(HttpResponse<String> response) {
        String[] numbers = response.body().replaceAll("[\\[\\]\\s]", "").split(",", -1);
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(numbers[i]);
        }
        return values;
    }

    @Test
    void modelsAnswerAsTheirTranslators() throws Exception {
        {
            float[] expected = model.encode(new float[][] {TinyModels.ramp(20)})[0];
            HttpRequest plain = json("/predictions/tiny-encode", RAMP);
            HttpRequest named = json("/invocations?model_name=tiny-encode", RAMP);
            assertArrayEquals(expected, numbers(send(plain)), TOLERANCE);
            assertArrayEquals(expected, numbers(send(named)), TOLERANCE);
            String tensor = "{\"inputs\": [{\"shape\": [20], \"data\": " + RAMP + "}]}";
            HttpResponse<String> kserve = send(json("/v2/models/tiny-encode/infer", tensor));
            JsonObject answer = JsonUtils.GSON.fromJson(kserve.body(), JsonObject.class);
            assertEquals("tiny-encode", answer.get("model_name").getAsString());
            JsonObject output = answer.getAsJsonArray("outputs").get(0).getAsJsonObject();
            assertArrayEquals(
                    expected,
                    JsonUtils.GSON.fromJson(output.get("data"), float[].class),
                    TOLERANCE);
        }
    }

    @Test
    void imagesGoInAndOutInForms() throws Exception {
        HttpRequest sample =
                request("/predictions/tiny-sample")
                        .header("Accept", "image/png")
                        .POST(BodyPublishers.ofString("7"))
                        .build();
        HttpResponse<byte[]> png = CLIENT.send(sample, BodyHandlers.ofByteArray());
        assertEquals("image/png", png.headers().firstValue("Content-Type").orElse("none"));
        assertEquals(5, ImageIO.read(new ByteArrayInputStream(png.body())).getWidth());
        HttpRequest form =
                request("/predictions/tiny-encode")
                        .header("Content-Type", "multipart/form-data; boundary=X")
                        .POST(
                                BodyPublishers.concat(
                                        BodyPublishers.ofString(
                                                "--X\r\n"
                                                    + "Content-Disposition: form-data; name=\"a\";"
                                                    + " filename=\"a.png\"\r\n\r\n"),
                                        BodyPublishers.ofByteArray(png.body()),
                                        BodyPublishers.ofString("\r\n--X--\r\n")))
                        .build();
        assertEquals(3, numbers(send(form)).length);
        HttpRequest numbers =
                request("/predictions/tiny-sample")
                        .header("Content-Type", "multipart/form-data; boundary=X")
                        .POST(
                                BodyPublishers.ofString(
                                        "--X\r\n"
                                                + "Content-Disposition: form-data; name=\"a\""
                                                + "\r\n\r\n7\r\n--X--\r\n"))
                        .build();
        assertEquals(20, numbers(send(numbers)).length);
    }

    /** An address that is not there, a name that cannot be one, and one that is another's. */
    @ParameterizedTest
    @ValueSource(strings = {"no-such-host.invalid", "256.1.1.1", "192.0.2.1"})
    void hostsOfOthersAreRefused(String host) {
        ServerSettings elsewhere = settings("").withHost(host);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderServer.start("tiny", model, List.of(), elsewhere));
        assertEquals("host must be an address of this computer, but is " + host, e.getMessage());
    }

    @Test
    void namesThatNoAddressCanHaveAreRefused() {
        for (String name : List.of("", "a/b")) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    AutoencoderServer.start(
                                            name, model, List.of(), ServerSettings.LOCAL));
            assertEquals(
                    "name must be one part of an address, but is \"" + name + '"', e.getMessage());
        }
    }

    @Test
    void theServerTellsOfItsModels() throws Exception {
        String models = send(request("/models").build()).body();
        assertTrue(models.contains("\"modelName\":\"tiny-encode\""), models);
        assertFalse(models.contains(folder.toString()), models);
        assertEquals(200, send(request("/ping").build()).statusCode());
        assertEquals(200, send(request("/v2/models/tiny-score/ready").build()).statusCode());
        String about = send(request("/v2/models/tiny-encode").build()).body();
        assertTrue(about.contains("\"shape\":[-1,1,4,5]"), about);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/predictions/tiny-encode | application/json | [1, | 400",
                "/predictions/tiny-encode | application/json | [NaN] | 400",
                "/predictions/tiny-encode | application/json | '' | 400",
                "/predictions/tiny-encode | application/json | [1] | 422",
                "/predictions/tiny-encode | application/x-www-form-urlencoded | [1] | 415",
                "/predictions/tiny-encode | text/html | x | 415",
                "/predictions/tiny-encode | image/png | x | 400",
                "/predictions/tiny-decode | image/png | x | 415",
                "/predictions/tiny-encode | multipart/form-data | x | 400",
                "/predictions/tiny-encode | multipart/form-data; boundary=X | x | 400",
                "/predictions/nobody | application/json | [1] | 404",
                "/predictions/tiny-encode/1/2 | application/json | [1] | 404",
                "/predictions | application/json | [1] | 404",
                "/invocations | application/json | [1] | 400",
                "/invocations?model_name=nobody | application/json | [1] | 404",
                "/nothing | application/json | [1] | 404",
                "/models | application/json | [1] | 405",
                "/models?url=file:///etc | application/json | [1] | 405",
                "/predictions/tiny-encode?a=%zz | application/json | [1] | 400",
                "/predictions/tiny-encode?a=%ff | application/json | [1] | 400",
                "/predictions/tiny-sample | application/json | [] | 400",
                "/predictions/tiny-decode | application/json | [] | 422",
                "/predictions/tiny-encode | image/gif | GIF89a | 415",
                "/ | application/json | [1] | 405",
                "/app.js | application/json | [1] | 405",
            })
    void badRequestsGetAReason(String path, String type, String body, int code) throws Exception {
        HttpRequest request;
        try {
            request =
                    request(path)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString(body))
                            .build();
        } catch (IllegalArgumentException e) { // a client of Java's cannot even ask that
            assertEquals(code, status(raw("POST " + path + " HTTP/1.1", "Content-Length: 0")));
            return;
        }
        HttpResponse<String> response = send(request);
        ErrorBody error = JsonUtils.GSON.fromJson(response.body(), ErrorBody.class);
        assertEquals(code, response.statusCode(), response::body);
        assertEquals(code, error.code());
        assertFalse(error.message().isBlank());
        requireHealthy();
    }

    /** As the <a href="https://github.com/kserve/open-inference-protocol">protocol</a> says it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /v2/models/tiny-encode/infer | {} | 400 | request must hold a list of"
                        + " numbers in JSON, but an object must have inputs, as in KServe's"
                        + " protocol, or instances, as in TensorFlow Serving's",
                "POST | /v2/models/tiny-encode/infer"
                        + " | {\"inputs\": [{\"shape\": [1], \"data\": [1]}]} | 422"
                        + " | array must have shape [1, 4, 5] or [N, 1, 4, 5], but has shape [1]",
                "POST | /v2/models/nobody/infer | {} | 404 | model must be one of tiny-encode,"
                        + " tiny-decode, tiny-reconstruct, tiny-sample, tiny-score, but is nobody",
                "POST | /v2/models/tiny-encode | {} | 405 | method must be one of GET, HEAD, but is"
                        + " POST",
                "PUT | /v2/models/tiny-encode/infer | {} | 405 | method must be one of POST, but is"
                        + " PUT",
                "GET | /v2/nothing | '' | 404 | address must be one of those in /openapi.json, but"
                        + " is none",
            })
    void kservesErrorsHaveKservesForm(
            String method, String path, String body, int code, String message) throws Exception {
        HttpRequest asked = request(path).method(method, BodyPublishers.ofString(body)).build();
        HttpResponse<String> response = send(asked);
        assertEquals(code, response.statusCode(), response::body);
        assertEquals(Map.of("error", message), JsonUtils.GSON.fromJson(response.body(), Map.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /predictions/tiny-encode | GET, HEAD, POST, PUT, OPTIONS",
                "DELETE | /invocations | GET, HEAD, POST, PUT",
                "POST | /models | GET, HEAD",
                "POST | /ping | GET, HEAD",
                "POST | / | GET, HEAD",
                "DELETE | /v2/models/tiny-encode | GET, HEAD",
                "GET | /v2/models/tiny-encode/infer | POST",
            })
    void whoUsesAWrongMethodIsToldTheRightOnes(String method, String path, String allowed)
            throws Exception {
        HttpResponse<String> response =
                send(request(path).method(method, BodyPublishers.noBody()).build());
        assertEquals(405, response.statusCode());
        assertEquals(allowed, response.headers().firstValue("Allow").orElse("none"));
        assertTrue(
                response.body().contains("method must be one of " + allowed + ", but is " + method),
                response::body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page.css",
                "/style.css",
                "/openapi.json",
                "/ping",
                "/models",
                "/v2/models/tiny-encode",
                "/predictions/tiny-encode?describe=true"
            })
    void whatAnswersGetAnswersHead(String path) throws Exception {
        HttpResponse<String> got = send(request(path).build());
        HttpResponse<String> head =
                send(request(path).method("HEAD", BodyPublishers.noBody()).build());
        assertEquals(200, got.statusCode());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        for (String header : List.of("Content-Type", "Content-Length")) {
            assertEquals(got.headers().firstValue(header), head.headers().firstValue(header));
        }
    }

    @Test
    void whatJettyRefusesIsSaidAsAllElse() throws Exception {
        for (String line :
                List.of(
                        "GET /" + "x".repeat(9000) + " HTTP/1.1",
                        "nonsense",
                        "GET /%zz HTTP/1.1")) {
            String said = raw(line);
            String body = said.substring(said.indexOf("\r\n\r\n") + 4);
            ErrorBody error = JsonUtils.GSON.fromJson(body, ErrorBody.class);
            assertEquals(status(said), error.code(), said);
            assertTrue(said.contains("application/json"), said);
        }
    }

    private static void requireHealthy() throws Exception {
        assertEquals(3, numbers(send(json("/predictions/tiny-encode", RAMP))).length);
    }

    // The answer to lines and nothing behind them, until the server closes or has said its all.
    private static String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            OutputStream out = socket.getOutputStream();
            String head =
                    String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedUnread() throws Exception {
        String said = raw("POST /predictions/tiny-encode HTTP/1.1", "Content-Length: 100000000");
        assertEquals(413, status(said), said);
        assertTrue(said.contains("body must have at most 1048576 bytes, but has more"), said);
        requireHealthy();
    }

    @Test
    void bodiesThatDoNotSayTheirSizeAreRefusedWhereTheyBecomeTooLarge() throws Exception {
        byte[] part = new byte[1 << 16];
        HttpRequest request =
                request("/predictions/tiny-encode")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArrays(Collections.nCopies(20, part)))
                        .build();
        try {
            assertEquals(413, send(request).statusCode());
        } catch (IOException e) { // closed while the client was still sending
            assertNotNull(e);
        }
        requireHealthy();
    }

    @Test
    void slowClientsAreToldAndKeepNobodyWaiting() throws Exception {
        ServerSettings impatient = settings("", Duration.ofSeconds(3));
        try (AutoencoderServer busy = serve(List.of(Task.ENCODE), impatient)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), busy.port());
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(
                                ("POST /predictions/tiny-encode HTTP/1.1\r\nHost: localhost\r\n"
                                                + "Content-Length: 20\r\n\r\n[")
                                        .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            HttpRequest quick =
                    HttpRequest.newBuilder(address(busy, "/predictions/tiny-encode"))
                            .POST(BodyPublishers.ofString(RAMP))
                            .build();
            assertEquals(3, numbers(send(quick)).length);
            for (Socket socket : slow) {
                try (socket) {
                    byte[] said = socket.getInputStream().readAllBytes();
                    assertEquals(408, status(new String(said, StandardCharsets.UTF_8)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/predictions/../../../../etc/passwd",
                "//etc/passwd",
                "/app.js/../../openapi.json%00",
                "/./web/../../module-info.class"
            })
    void noPathLeadsElsewhere(String path) throws Exception {
        String said = raw("GET " + path + " HTTP/1.1");
        assertTrue(List.of(400, 404).contains(status(said)), said);
    }

    @Test
    void withoutTheTokenNothingIsTold() throws Exception {
        try (AutoencoderServer guarded = serve(List.of(Task.ENCODE), settings("secret"))) {
            for (String path : List.of("/models", "/metrics", "/predictions/tiny-encode")) {
                for (String header : List.of("Bearer wrong", "Bearer secrets", "secret", "")) {
                    HttpRequest.Builder request = HttpRequest.newBuilder(address(guarded, path));
                    if (!header.isEmpty()) {
                        request.header("Authorization", header);
                    }
                    HttpResponse<String> response = send(request.build());
                    assertEquals(401, response.statusCode(), path);
                    String scheme = response.headers().firstValue("WWW-Authenticate").orElse("");
                    assertEquals("Bearer", scheme);
                }
            }
            HttpRequest.Builder right =
                    HttpRequest.newBuilder(address(guarded, "/models"))
                            .header("Authorization", "Bearer secret");
            assertEquals(200, send(right.build()).statusCode());
            for (String path : List.of("/ping", "/", "/app.js")) {
                HttpRequest open = HttpRequest.newBuilder(address(guarded, path)).build();
                assertEquals(200, send(open).statusCode());
            }
        }
    }

    @Test
    void aFullQueueIsSaidAtOnce() throws Exception {
        ServerSettings narrow =
                ServerSettings.LOCAL
                        .withPort(0)
                        .withBytes(1 << 20, 64 << 20)
                        .withQueueSize(1)
                        .withWorkers(1)
                        .withBatchSize(1);
        String inputs = "[" + "[1, 1, 1],".repeat(255) + "[1, 1, 1]]";
        try (AutoencoderServer full = serve(List.of(Task.DECODE), narrow)) {
            HttpRequest request =
                    HttpRequest.newBuilder(address(full, "/invocations")) // there is one model
                            .POST(BodyPublishers.ofString(inputs))
                            .build();
            HttpClient client = fresh();
            List<CompletableFuture<HttpResponse<String>>> coming = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                coming.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            int refused = 0;
            for (var each : coming) {
                HttpResponse<String> response = each.get(60, TimeUnit.SECONDS);
                if (response.statusCode() == 503) {
                    refused++;
                    assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
                    assertEquals(
                            "queue of tiny-decode must hold at most 1 requests, but is full; try"
                                    + " again in 1 s",
                            JsonUtils.GSON.fromJson(response.body(), ErrorBody.class).message());
                } else {
                    assertEquals(200, response.statusCode(), response::body);
                }
            }
            assertTrue(refused > 0 && refused < 200, refused + " were refused");
        }
    }

    /** A body that half came in takes its room; what finds none is told so, and gets it later. */
    @Test
    void theBodiesOfAllRequestsTogetherHaveABound() throws Exception {
        ServerSettings narrow =
                ServerSettings.LOCAL.withPort(0).withBytes(1 << 20, 1 << 20).withWorkers(1);
        String large = " ".repeat(600_000) + RAMP;
        try (AutoencoderServer full = serve(List.of(Task.ENCODE), narrow)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address(full, "/predictions/tiny-encode"));
            try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), full.port())) {
                String head = "POST /predictions/tiny-encode HTTP/1.1\r\nHost: localhost\r\n";
                slow.getOutputStream()
                        .write(
                                (head + "Content-Length: 1000000\r\n\r\n" + large)
                                        .getBytes(StandardCharsets.US_ASCII));
                awaitBytes(full, "body", 600_000 + RAMP.length());
                HttpResponse<String> refused =
                        send(request.POST(BodyPublishers.ofString(large)).build());
                assertEquals(503, refused.statusCode());
                assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
                assertEquals(
                        "bodies of all requests must have at most 1048576 bytes together, but have"
                                + " more; try again in 1 s",
                        JsonUtils.GSON.fromJson(refused.body(), ErrorBody.class).message());
                HttpRequest small = request.POST(BodyPublishers.ofString(RAMP)).build();
                assertEquals(3, numbers(send(small)).length);
            }
            awaitBytes(full, "body", 0);
            for (int i = 0; i < 5; i++) { // one after the other
                HttpRequest again = request.POST(BodyPublishers.ofString(large)).build();
                assertEquals(3, numbers(send(again)).length);
            }
            awaitBytes(full, "body", 0);
        }
    }

    /** Who asks for much and takes none of it leaves the rest of the room to others. */
    @Test
    void theAnswersThatNobodyTakesHaveABound() throws Exception {
        ServerSettings narrow =
                ServerSettings.LOCAL.withPort(0).withBytes(1 << 15, 1 << 15).withWorkers(1);
        String codes = "[" + "[1, 1, 1],".repeat(255) + "[1, 1, 1]]";
        try (AutoencoderServer full = serve(List.of(Task.DECODE), narrow)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address(full, "/predictions/tiny-decode"));
            HttpRequest large = request.POST(BodyPublishers.ofString(codes)).build();
            int length = send(large).body().length();
            assertTrue(length > 1 << 15, length + " bytes"); // alone it has room all the same
            try (Socket slow = new Socket()) {
                slow.setReceiveBufferSize(1 << 10);
                slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.port()));
                String head = "POST /predictions/tiny-decode HTTP/1.1\r\nHost: localhost\r\n";
                String asked = head + "Content-Length: " + codes.length() + "\r\n\r\n" + codes;
                slow.getOutputStream() // so often that the system has no room for the answers
                        .write(asked.repeat(150).getBytes(StandardCharsets.US_ASCII));
                HttpResponse<String> refused = awaitCode(503, large);
                assertEquals(
                        "answers that go out must have at most 32768 bytes together, but have more;"
                                + " try again in 1 s",
                        JsonUtils.GSON.fromJson(refused.body(), ErrorBody.class).message());
                HttpRequest small = request.POST(BodyPublishers.ofString("[1, 1, 1]")).build();
                assertEquals(200, send(small).statusCode());
            }
            awaitCode(200, large);
            awaitBytes(full, "answer", 0);
        }
    }

    private static HttpResponse<String> awaitCode(int code, HttpRequest request) throws Exception {
        HttpResponse<String> response = send(request);
        for (int i = 0; i < 300 && response.statusCode() != code; i++) {
            response = send(request);
        }
        assertEquals(code, response.statusCode(), response::body);
        return response;
    }

    /** Else the client's next request would meet a connection that is being closed. */
    @ParameterizedTest
    @CsvSource({"/nothing, 10, true", "/nothing, 0, false", "/models, 10, true"})
    void whoseBodyIsNotReadIsToldToConnectAnew(String path, int length, boolean closed)
            throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(
                            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n"
                                    .formatted(path, length)
                                    .getBytes(StandardCharsets.US_ASCII));
            String said =
                    new String(socket.getInputStream().readNBytes(250), StandardCharsets.UTF_8);
            assertEquals(closed, said.contains("Connection: close"), said);
        }
    }

    /** What the engine says is for the log, not for strangers. */
    @Test
    void aFailingEngineIsLoggedAndNotTold() throws Exception {
        ServerMetrics metrics = new ServerMetrics();
        Workers workers = new Workers(1);
        ServerSettings settings = settings("");
        ServedSource source = new ServedSource.Trained(model);
        ServedModel closed =
                new ServedModel(
                        "tiny-encode",
                        Answering.of(source, Task.ENCODE),
                        workers,
                        settings,
                        metrics);
        closed.close();
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (AutoencoderServer failing =
                AutoencoderServer.start(
                        Map.of("tiny-encode", closed),
                        workers,
                        settings,
                        metrics,
                        new Example("", "/models"))) {
            HttpRequest request =
                    HttpRequest.newBuilder(address(failing, "/invocations"))
                            .POST(BodyPublishers.ofString(RAMP))
                            .build();
            for (int i = 0; i < 2; i++) { // its worker lives on
                HttpResponse<String> response = send(request);
                assertEquals(500, response.statusCode());
                assertEquals(
                        "the server failed; its log says how",
                        JsonUtils.GSON.fromJson(response.body(), ErrorBody.class).message());
            }
        } finally {
            System.setErr(before);
        }
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        for (String line : lines) {
            assertTrue(line.contains("invocations: a request failed: "), line);
        }
    }

    /** Each thread that calls PyTorch gets threads of its own there, so that they must be few. */
    @Test
    void aFewWorkersServeAllTasks() throws Exception {
        long before = workers();
        try (AutoencoderServer other = serve(TASKS, patient())) {
            for (Task task : TASKS) {
                String path = "/predictions/tiny-" + task.name().toLowerCase(Locale.ROOT);
                HttpRequest request =
                        HttpRequest.newBuilder(address(other, path + "?describe=true")).build();
                assertEquals(200, send(request).statusCode());
            }
            assertEquals(before + patient().workers(), workers());
        }
        assertEquals(before, workers());
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("worker-"))
                .count();
    }

    private static void awaitBytes(AutoencoderServer at, String what, int bytes) throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(address(at, "/metrics")).build();
        String wanted = "autoencoders_%s_bytes %s\n".formatted(what, (double) bytes);
        String said = "";
        for (int i = 0; i < 100 && !said.contains(wanted); i++) {
            Thread.sleep(50);
            said = send(metrics).body();
        }
        assertTrue(said.contains(wanted), wanted + said);
    }

    private static ServerSettings patient() {
        return ServerSettings.LOCAL
                .withPort(0)
                .withBytes(1 << 20, 64 << 20)
                .withWorkers(1)
                .withBatchSize(8)
                .withBatchDelay(Duration.ofMillis(700));
    }

    @Test
    void requestsThatMeetAreAnsweredTogetherAndBadOnesApart() throws Exception {
        try (AutoencoderServer batching = serve(List.of(Task.DECODE), patient())) {
            List<CompletableFuture<HttpResponse<String>>> coming = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(address(batching, "/predictions/tiny-decode"))
                                .POST(BodyPublishers.ofString(i == 3 ? "[1" : "[1, 0, " + i + "]"))
                                .build();
                coming.add(CLIENT.sendAsync(request, BodyHandlers.ofString()));
            }
            for (int i = 0; i < 8; i++) {
                assertEquals(i == 3 ? 400 : 200, coming.get(i).get().statusCode());
            }
            HttpRequest metrics = HttpRequest.newBuilder(address(batching, "/metrics")).build();
            String said = send(metrics).body();
            assertTrue(said.contains("autoencoders_batch_size_sum{model=\"tiny-decode\"} 8"), said);
            assertFalse(
                    said.contains("autoencoders_batch_size_count{model=\"tiny-decode\"} 8"), said);
            assertTrue(
                    said.contains(
                            "autoencoders_requests_total{code=\"400\",model=\"tiny-decode\"} 1"),
                    said);
            assertTrue(said.contains("jvm_memory_used_bytes"), said);
        }
    }

    /** The worker is held up, however long the machine takes for the rest. */
    @Test
    void whatWasTakenIsAnsweredBeforeTheEnd() throws Exception {
        AutoencoderServer ending = serve(List.of(Task.DECODE), patient());
        URI address = address(ending, "/predictions/tiny-decode");
        String body = "[1, 0, 1]";
        HttpRequest request =
                HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build();
        Lock held = EngineChoice.callerLock("MXNet"); // nobody calls any engine beside that one
        CompletableFuture<HttpResponse<String>> coming;
        CompletableFuture<Void> end;
        held.lock();
        try {
            coming = CLIENT.sendAsync(request, BodyHandlers.ofString());
            awaitBytes(ending, "body", body.length());
            end = CompletableFuture.runAsync(ending::close);
            awaitRefusal(address);
            assertFalse(coming.isDone());
            assertFalse(end.isDone());
        } finally {
            held.unlock();
        }
        end.get(1, TimeUnit.MINUTES);
        assertEquals(20, numbers(coming.get(1, TimeUnit.MINUTES)).length);
        assertThrows(ConnectException.class, () -> send(request));
    }

    private static void awaitRefusal(URI address) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                assertTrue(socket.isConnected());
            } catch (ConnectException e) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("a server that ends must take no more connections");
    }

    @Test
    void answersThatAreTooLateAreGivenUp() throws Exception {
        ServerSettings late =
                ServerSettings.LOCAL
                        .withPort(0)
                        .withBytes(1 << 20, 64 << 20)
                        .withTimeLimit(Duration.ofMillis(200))
                        .withWorkers(1)
                        .withBatchSize(8)
                        .withBatchDelay(Duration.ofSeconds(1));
        try (AutoencoderServer slow = serve(List.of(Task.DECODE), late)) {
            HttpRequest request =
                    HttpRequest.newBuilder(address(slow, "/predictions/tiny-decode"))
                            .POST(BodyPublishers.ofString("[1, 0, 1]"))
                            .build();
            assertEquals(503, send(request).statusCode());
            awaitBytes(slow, "body", 0);
        }
    }

    @Test
    void pagesOfTheNamedOriginMayAsk() throws Exception {
        HttpRequest.Builder ours = request("/models").header("Origin", "https://example.org");
        HttpRequest.Builder others = request("/models").header("Origin", "https://example.com");
        String header = "Access-Control-Allow-Origin";
        assertEquals(
                "https://example.org", send(ours.build()).headers().firstValue(header).orElse(""));
        assertEquals("", send(others.build()).headers().firstValue(header).orElse(""));
    }

    /** At all addresses that take a body, of all types, and in pieces of no said length too. */
    @Test
    void randomBodiesAreAnswered() throws Exception {
        int count = Math.max(2_000, Integer.getInteger("fuzz.requests", 0));
        Random random = new Random(1);
        HttpClient client = fresh();
        Semaphore atOnce = new Semaphore(32);
        List<CompletableFuture<Integer>> codes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpRequest request = randomRequest(random);
            atOnce.acquire();
            codes.add(
                    client.sendAsync(request, BodyHandlers.discarding())
                            .whenComplete((response, e) -> atOnce.release())
                            .thenApply(HttpResponse::statusCode));
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        for (CompletableFuture<Integer> code : codes) {
            counts.merge(code.get(), 1, Integer::sum);
        }
        assertEquals(count, codes.size());
        assertEquals(Set.of(200, 400, 415, 422), counts.keySet(), counts::toString);
        requireHealthy();
        awaitBytes(server, "body", 0);
    }

    private static HttpRequest randomRequest(Random random) {
        String task = TASKS.get(random.nextInt(5)).name().toLowerCase(Locale.ROOT);
        List<String> paths =
                List.of(
                        "/predictions/tiny-" + task,
                        "/predictions/tiny-" + task + "?label=x",
                        "/invocations?model_name=tiny-" + task,
                        "/v2/models/tiny-" + task + "/infer");
        List<String> types =
                List.of(
                        "application/json",
                        "image/png",
                        "image/jpeg",
                        "image/tiff",
                        "tensor/npz",
                        "tensor/ndlist",
                        "application/octet-stream",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=X");
        String tensor = "{\"inputs\": [{\"shape\": [20], \"data\": " + RAMP + "}]}";
        List<String> good =
                List.of(RAMP, tensor, "7", "[]", "[1, 0, 1]", "--X\r\n\r\n" + RAMP + "\r\n--X--");
        byte[] body = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        } else if (random.nextBoolean()) {
            body = new byte[random.nextInt(200)];
            random.nextBytes(body);
        }
        String path = paths.get(random.nextInt(paths.size()));
        return request(path)
                .header("Content-Type", types.get(random.nextInt(types.size())))
                .method(
                        path.startsWith("/v2/") || random.nextBoolean() ? "POST" : "PUT",
                        // Of an empty piece Java's client makes the end of the body, before the
                        // end.
                        body.length == 0 || random.nextBoolean()
                                ? BodyPublishers.ofByteArray(body)
                                : BodyPublishers.ofByteArrays(List.of(body)))
                .build();
    }

    @Test
    void theExampleRuns(@TempDir Path work) throws Exception {
        String at = "http://127.0.0.1:" + server.port();
        Path image = work.resolve("sample.png");
        ServingClient.main(new String[] {at, "tiny", image.toString()});
        assertEquals(5, ImageIO.read(image.toFile()).getWidth());
    }

    /** Each line of docs/serving.md that begins with curl, on the model of these tests. */
    @Test
    void theLinesOfThePageRun(@TempDir Path work) throws Exception {
        List<String> lines =
                Files.readAllLines(Path.of("..", "docs", "serving.md")).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("curl "))
                        .map(line -> line.replaceFirst(" +# .*", ""))
                        .map(line -> line.replace("localhost:8080", "127.0.0.1:" + server.port()))
                        .map(line -> line.replace("vae-sprites", "tiny"))
                        .map(line -> line.replaceAll("\\[[-0-9., ]+\\]", "[1, 0, -1]"))
                        .toList();
        Assumptions.assumeFalse(
                lines.isEmpty(), "docs/serving.md has no line that begins with curl");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl here");
        for (String line : lines) {
            Process process =
                    new ProcessBuilder("sh", "-c", line.replaceFirst("curl", "curl -sS --fail"))
                            .directory(work.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), line + "\n" + said);
        }
    }
}
