package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code openapi.json} says is true: each path gives each status that it lists under it, and
 * no other.
 */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head");
    private static final String TENSOR = "{\"inputs\": [{\"shape\": [3], \"data\": [1, 2, 3]}]}";

    private static final String RAMP = "[0" + ", 12".repeat(19) + "]";

    @TempDir private static Path folder;
    private static JsonObject description;
    private static AutoencoderServer usual;
    private static AutoencoderServer late;
    private static AutoencoderServer broken;
    private static TrainedAutoencoder model;
    private static TrainedAutoencoder infinite;

    @BeforeAll
    static void start() throws IOException {
        description = read();
        SavedModel saved =
                TinyModels.save(TinyModels.images(), Files.createDirectory(folder.resolve("a")));
        SavedModel huge =
                TinyModels.save(
                        TinyModels.images(), Files.createDirectory(folder.resolve("b")), 1e30f);
        model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
        infinite = TrainedAutoencoder.of(huge, Placement.of(TinyModels.engine()));
        usual = serve(model, Duration.ofSeconds(1), Duration.ZERO);
        late = serve(model, Duration.ofMillis(100), Duration.ofMillis(400));
        broken = serve(infinite, Duration.ofSeconds(30), Duration.ZERO);
    }

    private static AutoencoderServer serve(TrainedAutoencoder model, Duration limit, Duration delay)
            throws IOException {
        return AutoencoderServer.start(
                "tiny",
                model,
                List.of(Task.ENCODE, Task.DECODE),
                ServerSettings.LOCAL
                        .withPort(0)
                        .withToken("secret")
                        .withBytes(1 << 20, 1 << 20)
                        .withTimeLimit(limit)
                        .withWorkers(1)
                        .withBatchSize(8)
                        .withBatchDelay(delay));
    }

    @AfterAll
    static void close() {
        Stream.of(usual, late, broken).forEach(AutoencoderServer::close);
        Stream.of(model, infinite).forEach(TrainedAutoencoder::close);
    }

    private static JsonObject read() throws IOException {
        try (var in = PageFiles.class.getResourceAsStream("web/openapi.json")) {
            assertNotNull(in);
            return JsonUtils.GSON.fromJson(
                    new InputStreamReader(in, StandardCharsets.UTF_8), JsonObject.class);
        }
    }

    /** A request as it goes over the wire. */
    private record Call(AutoencoderServer server, String method, String path, String rest) {

        Call(String method, String path) {
            this(usual, method, path, "Authorization: Bearer secret\r\n\r\n");
        }

        Call of(String type, String body) {
            return of("Authorization: Bearer secret\r\nContent-Type: " + type, body.length(), body);
        }

        Call of(String headers, int length, String body) {
            String more = "%s\r\nContent-Length: %s\r\n\r\n%s".formatted(headers, length, body);
            return new Call(server, method, path, more);
        }

        Call to(AutoencoderServer other) {
            return new Call(other, method, path, rest);
        }

        Call without() {
            return new Call(server, method, path, "\r\n");
        }

        int status() throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                String head = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
                socket.getOutputStream()
                        .write(
                                (head.formatted(method, path) + rest)
                                        .getBytes(StandardCharsets.US_ASCII));
                byte[] said = socket.getInputStream().readAllBytes();
                return Integer.parseInt(new String(said, StandardCharsets.UTF_8).split(" ", 3)[1]);
            }
        }
    }

    // Of an address that tells something.
    private static List<Call> telling(String path, boolean guarded) {
        List<Call> calls = new ArrayList<>(List.of(new Call("GET", path), new Call("PUT", path)));
        if (guarded) {
            calls.add(new Call("GET", path).without());
        }
        return calls;
    }

    // Of one that asks a model; {model} is decode or encode.
    private static List<Call> asking(String path) {
        Call good = new Call("POST", path.replace("{model}", "tiny-decode"));
        Call encode = new Call("POST", path.replace("{model}", "tiny-encode"));
        String json = "application/json";
        String token = "Authorization: Bearer secret";
        String infinite = TENSOR.replace("[1, 2, 3]", "[1e30, 1e30, -1e30]");
        return List.of(
                good.of(json, TENSOR),
                good.of(json, "["),
                good.without(),
                new Call("POST", path.replace("{model}", "nobody")).of(json, TENSOR),
                new Call("DELETE", path.replace("{model}", "tiny-decode")),
                encode.of(token + "\r\nAccept: image/png", RAMP.length(), RAMP),
                good.of(token, 20, "["),
                good.of(token, 2 << 20, ""),
                good.of("text/html", "x"),
                good.of(json, TENSOR.replace("3", "2").replace("1, 2, 2", "1, 2")),
                good.of(json, infinite).to(broken),
                good.of(json, TENSOR).to(late));
    }

    private static Map<String, List<Call>> calls() {
        Map<String, List<Call>> calls = new TreeMap<>();
        for (String open :
                List.of("/ping", "/v2/health/live", "/v2/health/ready", "/openapi.json", "/")) {
            calls.put(open, telling(open, false));
        }
        calls.put("/models", telling("/models", true));
        calls.put("/metrics", telling("/metrics", true));
        calls.put("/v2", telling("/v2", true));
        for (String end : List.of("", "/ready")) {
            List<Call> both = telling("/v2/models/tiny-encode" + end, true);
            both.add(new Call("GET", "/v2/models/nobody" + end));
            calls.put("/v2/models/{name}" + end, both);
        }
        calls.put("/predictions/{name}", asking("/predictions/{model}"));
        calls.put("/v1/models/{name}:predict", asking("/v1/models/{model}:predict"));
        calls.put("/invocations", asking("/invocations?model_name={model}"));
        calls.put("/v2/models/{name}/infer", asking("/v2/models/{model}/infer"));
        return calls;
    }

    @Test
    void eachStatusThatIsListedIsGivenAndNoOther() throws Exception {
        Map<String, Set<Integer>> given = new TreeMap<>();
        for (Map.Entry<String, List<Call>> path : calls().entrySet()) {
            Set<Integer> codes = new TreeSet<>();
            for (Call call : path.getValue()) {
                codes.add(call.status());
            }
            given.put(path.getKey(), codes);
        }
        Map<String, Set<Integer>> listed = new TreeMap<>();
        for (String path : description.getAsJsonObject("paths").keySet()) {
            listed.put(path, new TreeSet<>());
            for (JsonObject operation : operations(path)) {
                for (String code : operation.getAsJsonObject("responses").keySet()) {
                    if (!code.equals("default")) {
                        listed.get(path).add(Integer.valueOf(code));
                    }
                }
            }
        }
        assertEquals(listed, given);
    }

    private static List<JsonObject> operations(String path) {
        JsonObject item = description.getAsJsonObject("paths").getAsJsonObject(path);
        return item.keySet().stream().filter(METHODS::contains).map(item::getAsJsonObject).toList();
    }

    @Test
    @Tag("no-engine")
    void theDocumentHasTheFormOfOpenApi() {
        assertTrue(description.get("openapi").getAsString().startsWith("3.1."));
        assertFalse(description.getAsJsonObject("info").get("title").getAsString().isEmpty());
        assertFalse(description.getAsJsonObject("info").get("version").getAsString().isEmpty());
        Set<String> names = new HashSet<>();
        for (String path : description.getAsJsonObject("paths").keySet()) {
            assertTrue(path.startsWith("/"), path);
            assertFalse(operations(path).isEmpty(), path);
            for (JsonObject operation : operations(path)) {
                String name = operation.get("operationId").getAsString();
                assertTrue(names.add(name), name);
                assertTrue(operation.getAsJsonObject("responses").has("default"), name);
            }
            Matcher parameter = Pattern.compile("\\{(\\w+)}").matcher(path);
            while (parameter.find()) {
                String declared = description.getAsJsonObject("paths").get(path).toString();
                String name = "\"name\":\"" + parameter.group(1) + "\",\"in\":\"path\"";
                assertTrue(declared.contains(name + ",\"required\":true"), path);
            }
        }
        requireWhole(description);
    }

    // Each reference leads to something, and each answer has a description.
    private static void requireWhole(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(OpenApiTest::requireWhole);
        } else if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            if (object.has("$ref")) {
                JsonElement at = description;
                String reference = object.get("$ref").getAsString();
                for (String step : reference.substring(2).split("/", -1)) {
                    at = at.getAsJsonObject().get(step);
                    assertNotNull(at, reference);
                }
            }
            if (object.has("responses")) {
                for (JsonElement each : object.getAsJsonObject("responses").asMap().values()) {
                    JsonObject response = each.getAsJsonObject();
                    assertTrue(response.has("$ref") || response.has("description"), each::toString);
                }
            }
            object.asMap().values().forEach(OpenApiTest::requireWhole);
        }
    }
}
