package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.LibraryVersion;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as clients of other servers send them, and such as nobody should send. */
class ForeignRequestsTest {

    private static final float[] RAMP = TinyModels.ramp(20);
    private static final String ROW = JsonUtils.GSON.toJson(RAMP);
    private static final String AXES =
            "[[0, 12, 24, 36, 48], [60, 72, 84, 96, 108], [120, 132, 144, 156, 168],"
                    + " [180, 192, 204, 216, 228]]";
    private static final String ENCODE = "/predictions/tiny-encode";
    private static final String INFER = "/v2/models/tiny-encode/infer";

    @TempDir private static Path folder;
    private static TrainedAutoencoder model;
    private static TrainedAutoencoder infinite;
    private static AutoencoderServer server;
    private static AutoencoderServer broken;
    private static float[] code;

    @BeforeAll
    static void start() throws Exception {
        Path usual = Files.createDirectory(folder.resolve("a"));
        Path huge = Files.createDirectory(folder.resolve("b"));
        Placement place = Placement.of(TinyModels.engine());
        model = TrainedAutoencoder.of(TinyModels.save(TinyModels.images(), usual), place);
        infinite = TrainedAutoencoder.of(TinyModels.save(TinyModels.images(), huge, 1e30f), place);
        server = serve(model);
        broken = serve(infinite);
        code = model.encode(new float[][] {RAMP})[0];
    }

    @AfterAll
    static void close() {
        server.close();
        broken.close();
        model.close();
        infinite.close();
    }

    private static AutoencoderServer serve(TrainedAutoencoder served) throws IOException {
        ServerSettings settings =
                ServerSettings.LOCAL.withPort(0).withBytes(1 << 20, 64 << 20).withWorkers(1);
        return AutoencoderServer.start("tiny", served, List.of(Task.values()), settings);
    }

    private static <T> T answered(RawAnswer answer, Class<T> type) {
        assertEquals(200, answer.status(), answer::body);
        return JsonUtils.GSON.fromJson(answer.body(), type);
    }

    @Test
    void oneImageMayLieInAxes() throws Exception {
        for (String body : List.of(ROW, AXES, "[" + AXES + "]")) {
            RawAnswer answer = RawAnswer.ofJson(server, ENCODE, body);
            assertArrayEquals(code, answered(answer, float[].class), 1e-4f, body);
        }
        RawAnswer several = RawAnswer.ofJson(server, ENCODE, "[[" + AXES + "], [" + AXES + "]]");
        float[][] codes = answered(several, float[][].class);
        assertArrayEquals(code, codes[1], 1e-4f);
    }

    private record Predictions(List<float[]> predictions) {}

    @Test
    void tensorFlowsInstancesGetPredictions() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ImagePixels.toImage(RAMP, TinyModels.SHAPE), "png", png);
        String image = Base64.getEncoder().encodeToString(png.toByteArray());
        for (String instance : List.of(ROW, AXES, "{\"b64\": \"" + image + "\"}")) {
            String body = "{\"signature_name\": \"x\", \"instances\": [%s, %s]}";
            for (String path : List.of(ENCODE, "/v1/models/tiny-encode:predict")) {
                RawAnswer answer =
                        RawAnswer.ofJson(server, path, body.formatted(instance, instance));
                List<float[]> codes = answered(answer, Predictions.class).predictions();
                assertEquals(2, codes.size());
                assertArrayEquals(code, codes.get(1), 1e-4f);
            }
        }
        RawAnswer seeds =
                RawAnswer.ofJson(server, "/predictions/tiny-sample", "{\"instances\": [7, 8]}");
        assertEquals(2, answered(seeds, Predictions.class).predictions().size());
    }

    @Test
    void aVersionMayStandInKservesAddresses() throws Exception {
        String tensor = "{\"inputs\": [{\"shape\": [20], \"data\": " + ROW + "}]}";
        String path = "/v2/models/tiny-encode/versions/1";
        JsonObject answer =
                answered(RawAnswer.ofJson(server, path + "/infer", tensor), JsonObject.class);
        assertEquals("tiny-encode", answer.get("model_name").getAsString());
        for (String end : List.of("", "/ready")) {
            String head = "GET %s HTTP/1.1\r\nHost: localhost".formatted(path + end);
            assertEquals(200, RawAnswer.of(server, head, new byte[0]).status());
        }
    }

    @Test
    void theServerTellsItsVersionAsKserveAsks() throws Exception {
        RawAnswer answer = RawAnswer.of(server, "GET /v2 HTTP/1.1\r\nHost: localhost", new byte[0]);
        assertEquals(
                Map.of(
                        "name",
                        "autoencoders",
                        "version",
                        LibraryVersion.current(),
                        "extensions",
                        List.of()),
                answered(answer, Map.class));
    }

    private static RawAnswer packed(String encoding, byte[] body) throws IOException {
        String head =
                "POST /predictions/tiny-encode HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: ";
        return RawAnswer.of(server, head + encoding, body);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void aBodyMayBePackedAndNoMoreIsUnpackedThanOthersMaySend() throws Exception {
        byte[] row = ROW.getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(code, answered(packed("gzip", gzip(row)), float[].class), 1e-4f);
        RawAnswer bomb = packed("gzip", gzip(new byte[10 << 20]));
        assertEquals(413, bomb.status());
        assertEquals("body must have at most 1048576 bytes, but has more", bomb.message());
        assertEquals(400, packed("gzip", row).status());
        assertEquals(
                "body must be in gzip, but is not: Not in GZIP format",
                packed("gzip", row).message());
        assertEquals(415, packed("br", row).status());
        assertEquals("content encoding must be gzip, but is br", packed("br", row).message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'shape': [20], 'datatype': 'NONSENSE', 'data': [] | 400 | datatype must be one of"
                        + " [BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16,"
                        + " BF16, FP32, FP64], but is NONSENSE",
                "'shape': [1], 'datatype': 'UINT8', 'data': [300] | 400 | data must hold numbers of"
                        + " datatype UINT8, but holds 300.0",
                "'shape': [1], 'datatype': 'INT64', 'data': [0.5] | 400 | data must hold numbers of"
                        + " datatype INT64, but holds 0.5",
                "'shape': [2, 2], 'data': [[1, 2], [3]] | 400 | lists at depth 2 must all have one"
                        + " size, but have 2 and 1",
                "'shape': [4], 'data': [[1, 2], [3, 4]] | 400 | data must be one list, or lists of"
                        + " shape [4], but is of shape [2, 2]",
                "'shape': [3], 'data': [1, 2] | 400 | data must hold the numbers of shape [3], but"
                        + " holds 2",
                "'shape': [-1], 'data': [] | 400 | shape must not be negative, but is [-1]",
                "'shape': [4611686018427387904, 4], 'data': [] | 400 | shape must be of fewer than"
                        + " 2^63 numbers, but is [4611686018427387904, 4]",
                "'shape': [1.5], 'data': [] | 400 | request must hold a list of numbers in JSON,"
                        + " but it has something else at line 1 column 27 path"
                        + " $.inputs[0].shape[0]",
                "'shape': [1], 'data': ['x'] | 400 | data must hold numbers of datatype FP64, but"
                        + " has something else at line 1 path $.inputs[0].data[0]",
                "'shape': [1], 'datatype': 'INT8', 'data': [true] | 400 | data must hold numbers of"
                        + " datatype INT8, but has something else at line 1 path"
                        + " $.inputs[0].data[0]",
                "'shape': [2], 'datatype': 'BOOL', 'data': [true, 2] | 400 | data must hold numbers"
                        + " of datatype BOOL, but holds 2.0",
                "'shape': [1], 'datatype': 'BOOL', 'data': ['x'] | 400 | data must hold numbers of"
                        + " datatype BOOL, but holds NaN",
                "'shape': [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"
                        + " 'data': [1] | 400 | shape must have at most 32 sizes, but has more",
                "'shape': [20] | 400 | a tensor must have shape and data in JSON",
                "'shape': [1], 'data': [1] }, {'shape': [1] | 400 | inputs must hold one tensor,"
                        + " but hold more",
            })
    void aTensorThatContradictsItselfIsRefused(String tensor, int status, String message)
            throws Exception {
        String body = "{\"inputs\": [{" + tensor.replace('\'', '"') + "}]}";
        RawAnswer answer = RawAnswer.ofJson(server, INFER, body);
        assertEquals(message, answer.message());
        assertEquals(status, answer.status());
    }

    @Test
    void truthValuesAreNumbersOfTheirOwnType() throws Exception {
        String path = "/v2/models/tiny-decode/infer";
        String tensor = "{\"inputs\": [{\"shape\": [3], \"datatype\": \"%s\", \"data\": %s}]}";
        RawAnswer truths =
                RawAnswer.ofJson(server, path, tensor.formatted("BOOL", "[true, false, 1]"));
        RawAnswer numbers = RawAnswer.ofJson(server, path, tensor.formatted("INT8", "[1, 0, 1]"));
        assertEquals(200, truths.status(), truths::body);
        assertEquals(numbers.body(), truths.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'outputs': [{'name': 'x'}]} | 400 | outputs must name output, but name x",
                "{'inputs': [[1, 2]]} | 400 | inputs must hold one tensor, as in KServe's protocol",
                "{'instances': [{'x': 1}]} | 400 | an instance must be a list of numbers or {'b64':"
                        + " an image in base64}, but has the key 'x'",
                "{'instances': [{'b64': '*'}]} | 400 | image must be a PNG or a JPEG, but is"
                        + " neither, by its first bytes",
                "{'instances': [{'b64': 'a'}]} | 400 | b64 must be in base64, but is not: Last"
                        + " unit does not have enough valid bits",
            })
    void anObjectOfAnotherKindIsToldWhatToSend(String body, int status, String message)
            throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, ENCODE, body.replace('\'', '"'));
        assertEquals(message, answer.message().replace('"', '\''));
        assertEquals(status, answer.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[1, 2], [3]]] | 400 | lists at depth 3 must all have one size, but have 2 and 1",
                "[[[[1]]]] | 422 | array must have shape [1, 4, 5] or [N, 1, 4, 5], but has shape"
                        + " [1, 1, 1, 1]",
                "{'instances': [1, 2]} | 422 | input 0: sample must hold 20 values, but holds 1",
            })
    void listsOfAnotherShapeAreRefused(String body, int status, String message) throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, ENCODE, body.replace('\'', '"'));
        assertEquals(message, answer.message());
        assertEquals(status, answer.status());
    }

    /** In what no client of Java's can even say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /predictions/tiny-encode?label=%ff | application/json",
                "POST /predictions/tiny-encode?label=%c3%28 | application/json",
                "POST /predictions/tiny-encode?label=%zz | application/json",
                "POST /invocations?model_name=%ff | application/json",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=\u00ff",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=\"a\u0001b\"",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=\"\"",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=\"",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=\"a",
                "POST /predictions/tiny-encode | multipart/form-data; boundary=a; boundary=\"",
                "POST /predictions/%ff | application/json",
                "POST /v2/models/%ff/infer | application/json",
            })
    void whatCannotBeReadIsTheClientsFault(String line, String type) throws Exception {
        String head = line + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type;
        RawAnswer answer = RawAnswer.of(server, head, ROW.getBytes(StandardCharsets.UTF_8));
        assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
        assertFalse(answer.message().isBlank(), answer::body);
    }

    @Test
    void whatTheModelMakesInfiniteDoesNotFitIt() throws Exception {
        RawAnswer answer = RawAnswer.ofJson(broken, "/predictions/tiny-score", ROW);
        assertEquals(422, answer.status(), answer::body);
        assertTrue(
                answer.message()
                        .startsWith("output must hold finite numbers, but the model gives "),
                answer::body);
    }
}
