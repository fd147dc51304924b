package io.github.autoencoders.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good requests of all kinds, damaged in many ways: whatever comes, the server finds fault with the
 * client and never with itself, and says so in one line of JSON. {@code -Dfuzz.requests=10000}
 * sends more.
 */
class ServerFuzzTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 500);
    private static final String RAMP = JsonUtils.GSON.toJson(TinyModels.ramp(20));

    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "image/png",
                    "image/jpeg",
                    "tensor/npz",
                    "tensor/ndlist",
                    "application/octet-stream",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=X",
                    "multipart/form-data; boundary=\"\u00ff\"",
                    "multipart/form-data; boundary=\"",
                    "multipart/form-data",
                    "text/plain; charset=utf-7",
                    "/");
    private static final List<String> NUMBERS =
            List.of(
                    "1e999",
                    "-1e308",
                    "1e39",
                    "9223372036854775808",
                    "-9223372036854775808",
                    "4611686018427387904",
                    "0.1",
                    "-1",
                    "NaN",
                    "null",
                    "true",
                    "\"7\"",
                    "{}",
                    "[]",
                    "[[7]]");

    @TempDir private Path folder;

    /** A request; each letter of the body is a byte. */
    private record Request(String line, String headers, String type, String body) {

        Request(String line, String type, String body) {
            this(line, "", type, body);
        }

        Request with(String other) {
            return new Request(line, headers, type, other);
        }

        RawAnswer send(AutoencoderServer server) throws IOException {
            String head = line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Type: ";
            return RawAnswer.of(server, head + type, body.getBytes(ISO_8859_1));
        }
    }

    private static List<Request> goodOnes() throws IOException {
        List<Request> good = new ArrayList<>();
        for (String path :
                List.of(
                        "/",
                        "/app.js",
                        "/openapi.json",
                        "/ping",
                        "/models",
                        "/metrics",
                        "/v2",
                        "/v2/health/ready",
                        "/v2/models/tiny-encode",
                        "/v2/models/tiny-encode/versions/1/ready",
                        "/predictions/tiny-encode?describe=true",
                        "/predictions/tiny-sample?data=7",
                        "/invocations?model_name=tiny-decode&data=%5B1,0,1%5D")) {
            good.add(new Request("GET " + path, "application/json", ""));
            good.add(new Request("HEAD " + path, "application/json", ""));
        }
        good.add(new Request("OPTIONS /predictions/tiny-encode", "text/plain", ""));
        for (String task : List.of("encode", "reconstruct", "score")) {
            String at = "POST /predictions/tiny-" + task;
            good.add(new Request(at, "application/json", RAMP));
            good.add(new Request(at, "application/json", "[" + RAMP + ", " + RAMP + "]"));
            good.add(new Request(at, "", "image/png", text(png())));
            good.add(
                    new Request(
                            at, "", "application/octet-stream", text(array(NDList.Encoding.NPZ))));
            good.add(new Request(at, "", "tensor/ndlist", text(array(NDList.Encoding.ND_LIST))));
            good.add(
                    new Request(
                            at, "Content-Encoding: gzip\r\n", "application/json", text(gzip())));
            good.add(new Request(at, "multipart/form-data; boundary=X", form(RAMP)));
            good.add(kserve(task, RAMP));
            String image = "{\"b64\": \"" + Base64.getEncoder().encodeToString(png()) + "\"}";
            for (String instances : List.of(image, RAMP)) {
                good.add(
                        new Request(
                                "POST /v1/models/tiny-" + task + ":predict",
                                "application/json",
                                "{\"instances\": [" + instances + "]}"));
            }
        }
        good.add(new Request("PUT /predictions/tiny-decode", "application/json", "[1, 0, 1]"));
        good.add(new Request("POST /predictions/tiny-sample", "application/json", "[7, 8]"));
        good.add(new Request("POST /invocations?model_name=tiny-sample", "application/json", "7"));
        good.add(kserve("decode", "[1, 0, 1]"));
        return good;
    }

    private static Request kserve(String task, String data) {
        String body =
                "{\"id\": \"a\", \"inputs\": [{\"name\": \"input\", \"datatype\": \"FP32\","
                    + " \"shape\": [%s], \"data\": %s}], \"outputs\": [{\"name\": \"output\"}]}";
        return new Request(
                "POST /v2/models/tiny-" + task + "/infer",
                "application/json",
                body.formatted(data.split(",", -1).length, data));
    }

    private static String form(String part) {
        String head = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";
        return "--X\r\n" + head + part + "\r\n--X--\r\n";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ImagePixels.toImage(TinyModels.ramp(20), TinyModels.SHAPE), "png", png);
        return png.toByteArray();
    }

    private static byte[] array(NDList.Encoding encoding) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return new NDList(manager.create(TinyModels.ramp(20), TinyModels.SHAPE))
                    .encode(encoding);
        }
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(RAMP.getBytes(ISO_8859_1));
        }
        return packed.toByteArray();
    }

    private static Request damaged(Request request, Random random) {
        String body = request.body;
        return switch (random.nextInt(8)) {
            case 0 -> request;
            case 1 -> request.with(body.substring(0, random.nextInt(body.length() + 1)));
            case 2, 3 -> request.with(flipped(body, random));
            case 4 -> request.with(withNumber(body, random));
            case 5 -> request.with(nested(body, random));
            case 6 ->
                    new Request(
                            request.line,
                            request.headers,
                            TYPES.get(random.nextInt(TYPES.size())),
                            body);
            default -> withPath(request, random);
        };
    }

    private static String flipped(String body, Random random) {
        byte[] flipped = body.getBytes(ISO_8859_1);
        for (int i = 0; i < 1 + random.nextInt(4) && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return text(flipped);
    }

    private static String withNumber(String body, Random random) {
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        List<String> parts = new ArrayList<>(List.of(body.split("(?<=\\D)(?=\\d)", -1)));
        int which = random.nextInt(parts.size());
        parts.set(which, parts.get(which).replaceFirst("^[-\\d.]+", number));
        return String.join("", parts);
    }

    private static String nested(String body, Random random) {
        int depth = random.nextInt(2000);
        String open = random.nextBoolean() ? "[" : "{\"instances\": [";
        String close = open.equals("[") ? "]" : "]}";
        return open.repeat(depth) + body + close.repeat(depth);
    }

    private static Request withPath(Request request, Random random) {
        List<String> ends =
                List.of(
                        "?label=%ff",
                        "?label=cat",
                        "?data=%5B1",
                        "&a=%zz",
                        "/versions/9",
                        "%00",
                        "/../../x",
                        ";a=b",
                        "?" + "a".repeat(9000));
        String end = ends.get(random.nextInt(ends.size()));
        return new Request(request.line + end, request.headers, request.type, request.body);
    }

    @Test
    void noRequestIsTheServersFault() throws Exception {
        var saved = TinyModels.save(TinyModels.images(), folder);
        requireFaultless(saved, goodOnes());
    }

    @Test
    void noSoundIsTheServersFault() throws Exception {
        requireFaultless(TinyModels.save(TinyModels.sounds(), folder), goodSounds());
    }

    private static List<Request> goodSounds() throws IOException {
        float[][] noise = new float[2][300];
        for (int i = 0; i < 300; i++) {
            noise[0][i] = noise[1][299 - i] = (i * 7919 % 301 - 150) / 300f;
        }
        String wave = text(WaveFile.bytes(Sound.of(noise, 11025), 300));
        ByteArrayOutputStream aiff = new ByteArrayOutputStream();
        AudioFormat format = new AudioFormat(22050, 8, 1, true, true);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(new byte[500]), format, 500),
                AudioFileFormat.Type.AIFF,
                aiff);
        List<Request> good = new ArrayList<>();
        for (String task : List.of("encode", "reconstruct", "score")) {
            String at = "POST /predictions/tiny-" + task;
            good.add(new Request(at, "audio/wav", wave));
            good.add(new Request(at, "application/octet-stream", wave));
            good.add(new Request(at, "audio/aiff", text(aiff.toByteArray())));
            good.add(new Request(at, "multipart/form-data; boundary=X", form(wave)));
        }
        good.add(
                new Request(
                        "POST /predictions/tiny-sample",
                        "Accept: audio/wav\r\n",
                        "application/json",
                        "7"));
        return good;
    }

    private static void requireFaultless(SavedModel saved, List<Request> good) throws Exception {
        ServerSettings settings =
                ServerSettings.LOCAL.withPort(0).withBytes(1 << 20, 64 << 20).withWorkers(1);
        Map<Integer, Integer> counts = new TreeMap<>();
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
                var server =
                        AutoencoderServer.start("tiny", model, List.of(Task.values()), settings)) {
            for (Request request : good) {
                assertEquals(200, request.send(server).status(), request::toString);
            }
            Random random = new Random(1);
            for (int i = 0; i < REQUESTS; i++) {
                Request request = damaged(good.get(random.nextInt(good.size())), random);
                RawAnswer answer = request.send(server);
                counts.merge(answer.status(), 1, Integer::sum);
                requireSaid(i + " " + request, request.line.startsWith("HEAD"), answer);
            }
        }
        if (REQUESTS > 500) {
            System.out.println(counts);
        }
    }

    private static void requireSaid(String what, boolean head, RawAnswer answer) {
        assertTrue(answer.status() < 500, () -> what + " " + answer);
        if (answer.status() >= 400 && !head) {
            assertEquals(1, answer.body().lines().count(), what);
            JsonObject error = JsonUtils.GSON.fromJson(answer.body(), JsonObject.class);
            Set<String> keys = error.keySet();
            assertTrue(
                    keys.equals(Set.of("error")) || keys.equals(Set.of("code", "type", "message")),
                    () -> what + " " + answer);
            assertTrue(answer.message().lines().count() == 1, () -> what + " " + answer);
        }
    }
}
