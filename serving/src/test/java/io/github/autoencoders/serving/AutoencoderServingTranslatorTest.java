package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.util.JsonUtils;
import ai.djl.util.PairList;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests get the same numbers as the array translators give, on any engine. */
class AutoencoderServingTranslatorTest {

    private static final float TOLERANCE = 1e-3f; // of pixels from 0 to 255, in float32

    @TempDir private Path folder;
    private SavedModel saved;

    @BeforeEach
    void saveModel() throws Exception {
        saved = TinyModels.save(TinyModels.images(), folder);
    }

    private List<Output> answers(String task, List<Input> requests) throws Exception {
        return answers(task, requests, 1);
    }

    // In so many batches.
    private List<Output> answers(String task, List<Input> requests, int batches) throws Exception {
        AutoencoderServingTranslator translator = new AutoencoderServingTranslator();
        translator.setArguments(Map.of("task", task));
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(saved.folder())
                        .optArgument("task", task)
                        .optTranslator(translator)
                        .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            List<Output> answers = new ArrayList<>();
            int size = requests.size() / batches;
            for (int from = 0; from < requests.size(); from += size) {
                answers.addAll(predictor.batchPredict(requests.subList(from, from + size)));
            }
            return answers;
        }
    }

    private Output answer(String task, Input request) throws Exception {
        return answers(task, List.of(request)).get(0);
    }

    private static Input request(String type, byte[] body) {
        Input input = new Input();
        if (!type.isEmpty()) {
            input.addProperty("Content-Type", type);
        }
        input.add("data", body);
        return input;
    }

    private static Input json(String body) {
        return request("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Input with(Input input, String name, String value) {
        input.addProperty(name, value);
        return input;
    }

    private static float[] numbers(Output output) {
        assertEquals(200, output.getCode(), () -> output.getData().getAsString());
        assertEquals("application/json", output.getProperty("Content-Type", "none"));
        return JsonUtils.GSON.fromJson(output.getData().getAsString(), float[].class);
    }

    private static void assertRefused(int code, String message, Output output) {
        ErrorBody error = JsonUtils.GSON.fromJson(output.getData().getAsString(), ErrorBody.class);
        assertEquals(code + ": " + message, output.getCode() + ": " + error.message());
        assertEquals(code, error.code());
        assertEquals(error.type(), output.getMessage());
    }

    private float[] expected(Task task, float[] input) throws Exception {
        float[][] rows = {input};
        try (var model = TrainedAutoencoder.of(saved, Placement.ofDefault())) {
            return model.run(
                            task,
                            task == Task.DECODE
                                    ? Samples.ofCodes(rows)
                                    : Samples.of(rows, model.format()))[0];
        }
    }

    private static String text(float[] values) {
        return JsonUtils.GSON.toJson(values);
    }

    private static final float[] RAMP = TinyModels.ramp(20);

    /** As a server that knows of no translator but what stands beside the model. */
    @Test
    void requestsAreAModelsTypesLikeAnyOther() throws Exception {
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optArgument("task", "encode")
                        .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Output output = predictor.batchPredict(List.of(json(text(RAMP)))).get(0);
            assertArrayEquals(numbers(answer("encode", json(text(RAMP)))), numbers(output), 1e-6f);
        }
    }

    @Test
    void encodeAnswersWithTheCode() throws Exception {
        float[] code = expected(Task.ENCODE, RAMP);
        assertArrayEquals(code, numbers(answer("encode", json(text(RAMP)))), TOLERANCE);
    }

    @Test
    void decodeAnswersWithTheSample() throws Exception {
        float[] sample = expected(Task.DECODE, new float[] {1, -1, 0.5f});
        assertArrayEquals(sample, numbers(answer("decode", json("[1, -1, 0.5]"))), TOLERANCE);
    }

    @Test
    void scoreAnswersWithAListOfOne() throws Exception {
        float[] score = expected(Task.SCORE, RAMP);
        float[] answer = numbers(answer("score", json(text(RAMP))));
        assertArrayEquals(score, answer, TOLERANCE);
    }

    @Test
    void sampleAnswersWithTheSampleOfItsSeed() throws Exception {
        float[] sample = expected(Task.DECODE, Task.standardNormal(7, 3));
        assertArrayEquals(sample, numbers(answer("sample", json("7"))), TOLERANCE);
        float[][] both =
                JsonUtils.GSON.fromJson(
                        answer("sample", json("[7, -3]")).getData().getAsString(), float[][].class);
        assertEquals(2, both.length);
        assertArrayEquals(sample, both[0], TOLERANCE);
    }

    @Test
    void listsOfListsAreAnsweredInOrder() throws Exception {
        float[] falling =
                IntStream.range(0, 20)
                        .collect(() -> new float[20], (a, i) -> a[i] = RAMP[19 - i], (a, b) -> {});
        String body = "[" + text(RAMP) + "," + text(falling) + "]";
        float[][] codes =
                JsonUtils.GSON.fromJson(
                        answer("encode", json(body)).getData().getAsString(), float[][].class);
        assertArrayEquals(expected(Task.ENCODE, RAMP), codes[0], TOLERANCE);
        assertArrayEquals(expected(Task.ENCODE, falling), codes[1], TOLERANCE);
        assertEquals(2, codes.length);
    }

    private static byte[] png(int width, int height) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        Shape shape = new Shape(1, height, width);
        float[] pixels = Arrays.copyOf(RAMP, width * height);
        ImageIO.write(ImagePixels.toImage(pixels, shape), "png", png);
        return png.toByteArray();
    }

    @Test
    void imagesGoInByAnyWay() throws Exception {
        float[] reconstruction = expected(Task.RECONSTRUCT, RAMP);
        byte[] png = png(5, 4);
        Input form = new Input();
        form.addProperty("Content-Type", "multipart/form-data; boundary=x");
        form.add("picture", png);
        for (Input request : List.of(request("image/png", png), request("", png), form)) {
            assertArrayEquals(reconstruction, numbers(answer("reconstruct", request)), TOLERANCE);
        }
    }

    /** Of a quarter of a million values each, eight are computed at once. */
    @Test
    void largeImagesAreAnsweredInOrderHoweverManyThereAre(@TempDir Path other) throws Exception {
        Shape shape = new Shape(1, 512, 512);
        saved =
                TinyModels.save(
                        TinyModels.config(shape, Scaling.UnitInterval.BYTES, List.of()),
                        other,
                        0.05f);
        float[][] images = new float[10][1 << 18];
        List<Input> requests = new ArrayList<>();
        for (int i = 0; i < images.length; i++) {
            Arrays.fill(images[i], 2 * i);
            if (i % 5 == 0) {
                requests.add(new Input());
                requests.get(i / 5).addProperty("Content-Type", "multipart/form-data; boundary=x");
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(ImagePixels.toImage(images[i], shape), "png", png);
            requests.get(i / 5).add("picture" + i, png.toByteArray());
        }
        List<float[]> codes = new ArrayList<>();
        for (Output answer : answers("encode", requests)) {
            String body = answer.getData().getAsString();
            codes.addAll(List.of(JsonUtils.GSON.fromJson(body, float[][].class)));
        }
        assertEquals(images.length, codes.size());
        try (var model = TrainedAutoencoder.of(saved, Placement.ofDefault())) {
            float[][] expected = model.run(Task.ENCODE, Samples.of(images, model.format()));
            for (int i = 0; i < images.length; i++) {
                assertArrayEquals(expected[i], codes.get(i), TOLERANCE);
            }
        }
    }

    // Java has readers of more kinds than those that are taken.
    @Test
    void imagesMustBePngOrJpeg() throws Exception {
        BufferedImage image = ImagePixels.toImage(RAMP, TinyModels.SHAPE);
        for (String kind : List.of("gif", "bmp", "tiff", "png", "jpg")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertTrue(ImageIO.write(image, kind, bytes));
            boolean taken = List.of("png", "jpg").contains(kind);
            for (String type : List.of("image/" + kind, "image/png", "application/octet-stream")) {
                Output output = answer("encode", request(type, bytes.toByteArray()));
                if (taken) {
                    assertEquals(3, numbers(output).length);
                } else {
                    assertRefused(
                            415,
                            "image must be a PNG or a JPEG, but is a "
                                    + kind.toUpperCase(Locale.ROOT),
                            output);
                }
            }
        }
        byte[] wbmp = new byte[] {0, 0, 5, 4, 0, 0, 0, 0};
        assertRefused(
                415,
                "image must be a PNG or a JPEG, but is image/vnd.wap.wbmp",
                answer("encode", request("image/vnd.wap.wbmp", wbmp)));
        assertRefused(
                400,
                "image must be a PNG or a JPEG, but is neither, by its first bytes",
                answer("encode", request("image/jpeg", wbmp)));
    }

    @Test
    void requestsWithoutInputsAreRefused() throws Exception {
        String none = "request must have at least one input, but has none";
        assertRefused(400, none, answer("sample", json("[]")));
        String tensor = "{\"inputs\": [{\"shape\": [0, 20], \"data\": []}]}";
        assertRefused(400, none, answer("encode", json(tensor)));
        String numpy = "'descr': '<f4', 'fortran_order': False, 'shape': (0, 20)";
        assertRefused(400, none, answer("encode", request("tensor/npz", numpy(numpy))));
        assertRefused(422, "sample must hold 20 values, but holds 0", answer("encode", json("[]")));
    }

    /** What an answer fails by is for the log, not for strangers. */
    @Test
    void aFaultOfTheServersIsLoggedAndNotTold() throws Exception {
        Input faulty =
                new Input() {
                    @Override
                    public PairList<String, BytesSupplier> getContent() {
                        throw new IllegalStateException("/secret/path");
                    }
                };
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        Output output;
        try {
            output = answer("encode", faulty);
        } finally {
            System.setErr(before);
        }
        assertRefused(500, "the server failed; its log says how", output);
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        String line = "encode: a request failed: java.lang.IllegalStateException: /secret/path";
        assertTrue(lines.get(0).endsWith(line), lines::toString);
    }

    @Test
    void imagesOfAnotherSizeAreScaled() throws Exception {
        assertEquals(3, numbers(answer("encode", request("image/png", png(50, 3)))).length);
    }

    @Test
    void anImageComesOutWhereAcceptAsksForOne() throws Exception {
        Output output = answer("decode", with(json("[1, -1, 0.5]"), "Accept", "image/*,*/*;q=0.8"));
        assertEquals("image/png", output.getProperty("Content-Type", "none"));
        var image = ImageIO.read(new ByteArrayInputStream(output.getData().getAsBytes()));
        float[] sample = expected(Task.DECODE, new float[] {1, -1, 0.5f});
        assertArrayEquals(sample, ImagePixels.of(image, TinyModels.SHAPE), 0.5f); // rounded
        assertRefused(
                406,
                "accept must not be an image alone: only one sample of a model of images is"
                        + " answered by one",
                answer("encode", with(json(text(RAMP)), "Accept", "image/png")));
    }

    @Test
    void arraysOfDjlAndNumpyGetTheLike() throws Exception {
        float[] code = expected(Task.ENCODE, RAMP);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray batch = manager.create(RAMP, new Shape(1, 1, 4, 5)).repeat(0, 2);
            for (NDList.Encoding encoding : List.of(NDList.Encoding.ND_LIST, NDList.Encoding.NPZ)) {
                byte[] body = new NDList(batch).encode(encoding);
                Output output = answer("encode", request("application/octet-stream", body));
                NDArray codes = NDList.decode(manager, output.getData().getAsBytes()).head();
                assertEquals(new Shape(2, 3), codes.getShape());
                assertArrayEquals(code, codes.get(1).toFloatArray(), TOLERANCE);
                boolean numpy = encoding == NDList.Encoding.NPZ;
                assertEquals(
                        numpy ? "tensor/npz" : "tensor/ndlist",
                        output.getProperty("Content-Type", "none"));
            }
            byte[] one = new NDList(manager.create(RAMP, TinyModels.SHAPE)).encode();
            Output single = answer("encode", with(request("", one), "Accept", "application/json"));
            assertArrayEquals(code, numbers(single), TOLERANCE);
        }
    }

    @Test
    void kserveRequestsGetATensor() throws Exception {
        String body =
                "{\"id\": \"a\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 20], \"datatype\":"
                        + " \"FP32\", \"data\": ["
                        + text(RAMP)
                        + "]}], \"outputs\": []}";
        Output output = answer("encode", with(json(body), "model_name", "m"));
        JsonObject answer =
                JsonUtils.GSON.fromJson(output.getData().getAsString(), JsonObject.class);
        JsonObject tensor = answer.getAsJsonArray("outputs").get(0).getAsJsonObject();
        assertEquals("a", answer.get("id").getAsString());
        assertEquals("m", answer.get("model_name").getAsString());
        assertEquals("[1,3]", tensor.get("shape").toString());
        assertArrayEquals(
                expected(Task.ENCODE, RAMP),
                JsonUtils.GSON.fromJson(tensor.get("data"), float[].class),
                TOLERANCE);
    }

    /** Bad requests by what is said of them. */
    private static Map<Input, String> badRequests() throws Exception {
        return Map.ofEntries(
                Map.entry(
                        json("[1, 2"),
                        "400: request must hold a list of numbers in JSON, but it ends early"),
                Map.entry(
                        json("\"x\""),
                        "400: request must hold a list of numbers in JSON, but it has something"
                                + " else at line 1 path $"),
                Map.entry(
                        json("[1] []"),
                        "400: request must hold a list of numbers in JSON, but it is malformed at"
                                + " line 1 column 6 path $"),
                Map.entry(
                        json("[NaN]"),
                        "400: request must hold a list of numbers in JSON, but it is malformed at"
                                + " line 1 column 2 path $[0]"),
                Map.entry(json(""), "400: request must have a body, but has none"),
                Map.entry(
                        json("{}"),
                        "400: request must hold a list of numbers in JSON, but an object must have"
                                + " inputs, as in KServe's protocol, or instances, as in"
                                + " TensorFlow Serving's"),
                Map.entry(json("[1, 2]"), "422: sample must hold 20 values, but holds 2"),
                Map.entry(
                        json(text(RAMP).replace("[0.0,", "[null,")),
                        "422: sample must hold finite numbers, but value 0 is NaN"),
                Map.entry(
                        json(text(RAMP).replace("[0.0,", "[1e39,")),
                        "422: sample must hold finite numbers, but value 0 is 1.0E39"),
                Map.entry(
                        json("[" + text(RAMP) + ", [1]]"),
                        "422: input 1: sample must hold 20 values, but holds 1"),
                Map.entry(
                        request("text/html", new byte[] {1}),
                        "415: content type must be application/json, image/png, image/jpeg,"
                            + " audio/wav, tensor/ndlist, tensor/npz, application/octet-stream or"
                            + " multipart/form-data, but is text/html"),
                Map.entry(
                        request("image/png", new byte[] {1, 2, 3}),
                        "400: image must be a PNG or a JPEG, but is neither, by its first bytes"),
                Map.entry(
                        request("image/png", hugePng()),
                        "400: content must be a readable image, but is not: it must have at most"
                                + " 12582912 pixels (AUTOENCODERS_MAX_PIXELS), but has 60000 x"
                                + " 60000"),
                Map.entry(
                        request("tensor/npz", new byte[] {'P', 'K', 3, 4}),
                        "400: content must be an array of DJL's or NumPy's, but it holds no array"),
                Map.entry(
                        request(
                                "tensor/npz",
                                numpy(
                                        "'descr': '<f4', 'fortran_order': False, 'shape':"
                                                + " (1000000000, 4)")),
                        "400: content must be an array of DJL's or NumPy's, but it must hold the"
                            + " numbers of shape [1000000000, 4], but holds 0 bytes of type f4"),
                Map.entry(
                        with(json(text(RAMP)), "label", "cat"),
                        "422: label must not be given for a model without conditions, but is"
                                + " \"cat\""));
    }

    // Of a picture of one row of bytes that claims to be large.
    private static byte[] hugePng() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
        chunk(
                png,
                "IHDR",
                new byte[] {0, 0, (byte) 0xEA, 0x60, 0, 0, (byte) 0xEA, 0x60, 8, 0, 0, 0, 0});
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            deflater.write(new byte[60001]);
        }
        chunk(png, "IDAT", pixels.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
        CRC32 crc = new CRC32();
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        crc.update(type);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] numpy(String header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        String text = "{" + header + ", }\n";
        out.writeBytes(new byte[] {(byte) text.length(), 0});
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    @Test
    void aBadRequestIsRefusedAloneAndSaysWhy() throws Exception {
        float[] code = expected(Task.ENCODE, RAMP);
        for (Map.Entry<Input, String> bad : badRequests().entrySet()) {
            List<Output> outputs =
                    answers("encode", List.of(json(text(RAMP)), bad.getKey(), json(text(RAMP))));
            assertArrayEquals(code, numbers(outputs.get(0)), TOLERANCE);
            assertArrayEquals(code, numbers(outputs.get(2)), TOLERANCE);
            String said = bad.getValue();
            assertRefused(
                    Integer.parseInt(said.substring(0, 3)), said.substring(5), outputs.get(1));
        }
    }

    @Test
    void aBatchOfBadRequestsIsAnsweredToo() throws Exception {
        for (String task : List.of("encode", "decode", "reconstruct", "sample", "score")) {
            for (Output output : answers(task, List.of(json("["), json("x")))) {
                assertEquals(400, output.getCode());
            }
        }
    }

    @Test
    void anArrayThatUnpacksToTooMuchIsRefused() throws Exception {
        ByteArrayOutputStream npz = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(npz)) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            for (int megabyte = 0; megabyte < 100; megabyte++) {
                zip.write(new byte[1 << 20]);
            }
        }
        assertRefused(
                400,
                "content must be an array of DJL's or NumPy's, but it holds more than 67108864"
                        + " bytes",
                answer("encode", request("tensor/npz", npz.toByteArray())));
    }

    @Test
    void tooManyInputsAreRefused() throws Exception {
        String many = "[" + "[0, 0, 0],".repeat(256) + "[0, 0, 0]]";
        assertRefused(
                422,
                "request must have at most 256 inputs, but has more",
                answer("decode", json(many)));
    }

    @Test
    void theModelDescribesItself() throws Exception {
        Input request = new Input();
        request.add("describe", "true");
        assertEquals(
                "{\"task\":\"decode\",\"input\":{\"content\":\"code\",\"shape\":[3]},"
                        + "\"output\":{\"content\":\"sample\",\"shape\":[1,4,5]},"
                        + "\"shape\":[1,4,5],\"image\":true,\"codeSize\":3,"
                        + "\"normal\":true,\"conditions\":[],"
                        + "\"columns\":[],\"symbols\":[],\"rate\":0,\"classes\":[],"
                        + "\"detector\":false}",
                answer("decode", request).getData().getAsString());
    }

    @Test
    void theLabelComesInTheQuery(@TempDir Path other) throws Exception {
        saved = TinyModels.save(TinyModels.conditional(), other);
        List<Output> outputs =
                answers(
                        "decode",
                        List.of(
                                with(json("[1, -1, 0.5]"), "label", "dog"),
                                with(json("[[1, -1, 0.5]]"), "label", "cat"),
                                json("[1, -1, 0.5]"),
                                with(json("[1, -1, 0.5]"), "label", "cow")));
        try (var model = TrainedAutoencoder.of(saved, Placement.ofDefault())) {
            float[][] codes = {{1, -1, 0.5f}, {1, -1, 0.5f}};
            Samples expected = model.decode(codes, List.of("dog", "cat"));
            assertArrayEquals(expected.sample(0), numbers(outputs.get(0)), TOLERANCE);
            assertArrayEquals(
                    expected.sample(1),
                    JsonUtils.GSON
                            .fromJson(outputs.get(1).getData().getAsString(), float[][].class)[0],
                    TOLERANCE);
        }
        assertRefused(
                422,
                "label must be one of cat, dog for a conditional model, but is not given",
                outputs.get(2));
        assertRefused(422, "label must be one of cat, dog, but is \"cow\"", outputs.get(3));
        Input seed = json("7");
        seed.add("label", "dog");
        assertEquals(20, numbers(answer("sample", seed)).length);
    }

    @Test
    void rowsOfATableAreNoImages(@TempDir Path other) throws Exception {
        saved = TinyModels.save(TinyModels.rows(), other);
        assertRefused(
                415,
                "content type must not be that of an image: the task encode of this model takes"
                        + " none",
                answer("encode", request("image/png", png(5, 4))));
    }

    @Test
    void anythingAtAllIsAnswered() throws Exception {
        int count = Math.max(2_000, Integer.getInteger("fuzz.requests", 0));
        Random random = new Random(1);
        List<String> types =
                List.of("", "application/json", "image/png", "tensor/ndlist", "tensor/npz");
        List<byte[]> seeds =
                List.of(
                        png(5, 4),
                        text(RAMP).getBytes(StandardCharsets.UTF_8),
                        numpy("'descr': '<f4', 'fortran_order': False, 'shape': (20,)"));
        List<Input> requests =
                IntStream.range(0, count).mapToObj(i -> mutated(random, types, seeds)).toList();
        List<Output> answers = answers("encode", requests, 500);
        assertEquals(count, answers.size());
        for (Output output : answers) {
            assertTrue(
                    List.of(200, 400, 415, 422).contains(output.getCode()),
                    () -> output.getData().getAsString());
        }
    }

    // Bytes at random, or a good body with some of its bytes changed.
    private static Input mutated(Random random, List<String> types, List<byte[]> seeds) {
        byte[] body = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextBoolean()) {
            body = new byte[1 + random.nextInt(100)];
            random.nextBytes(body);
        } else {
            for (int i = 0; i < 4; i++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
        }
        return request(types.get(random.nextInt(types.size())), body);
    }

    @Test
    void aTaskThatTheModelCannotDoIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> answer("dance", json("1")));
    }

    /** A cross-entropy of values beyond its range falls without end. */
    @Test
    void whatTheLikelihoodCannotMeanIsRefused() throws Exception {
        assertRefused(
                422,
                "sample: value 0 must be from 0.0 to 255.0, which is what Bernoulli is of, but is"
                        + " 2000.0",
                answer("score", json(text(RAMP).replace("[0.0,", "[2000.0,"))));
    }
}
