package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.util.JsonUtils;
import ai.djl.util.Pair;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.DjlImages;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Labelled;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every task gives the same numbers on every way to ask for it, with labels and without. */
class TaskContractTest {

    private static final float TOLERANCE = 2e-3f; // of pixels from 0 to 255, in float32
    private static final float[] SAMPLE = TinyModels.ramp(20);
    private static final float[] CODE = {1, -1, 0.5f};
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * What a task is asked, and what the model's own method answers.
     *
     * @param input one, as the task's translators take it
     * @param answer of a model, given a label or none
     */
    private record Row(
            Object input, BiFunction<TrainedAutoencoder, List<String>, float[]> answer) {}

    private static final Map<Task, Row> ROWS =
            Map.of(
                    Task.ENCODE,
                    new Row(SAMPLE, (model, label) -> model.encode(sample(model, label))[0]),
                    Task.DECODE,
                    new Row(
                            CODE,
                            (model, label) -> model.decode(new float[][] {CODE}, label).sample(0)),
                    Task.RECONSTRUCT,
                    new Row(
                            SAMPLE,
                            (model, label) -> model.reconstruct(sample(model, label)).sample(0)),
                    Task.SAMPLE,
                    new Row(7L, (model, label) -> model.sample(1, 7, label).sample(0)),
                    Task.SCORE,
                    new Row(
                            SAMPLE,
                            (model, label) ->
                                    new float[] {(float) model.score(sample(model, label))[0]}));

    private static Samples sample(TrainedAutoencoder model, List<String> label) {
        return Samples.of(new float[][] {SAMPLE}, model.format()).withLabels(label);
    }

    private final Opened plain;
    private final Opened pets; // conditional

    TaskContractTest(@TempDir Path folder) throws IOException {
        plain = Opened.of(folder.resolve("plain"), TinyModels.images(), List.of());
        pets = Opened.of(folder.resolve("pets"), TinyModels.conditional(), List.of("dog"));
    }

    @AfterEach
    void close() {
        plain.close();
        pets.close();
    }

    private Opened opened(boolean conditional) {
        return conditional ? pets : plain;
    }

    /** A model on every way. */
    private record Opened(
            SavedModel saved,
            TrainedAutoencoder model,
            AutoencoderServer server,
            List<String> label) {

        static Opened of(Path folder, AutoencoderConfig config, List<String> label)
                throws IOException {
            SavedModel saved = TinyModels.save(config, Files.createDirectory(folder));
            var model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
            List<Task> tasks = List.of(Task.values());
            ServerSettings settings = ServerSettings.LOCAL.withPort(0);
            var server = AutoencoderServer.start("tiny", model, tasks, settings);
            return new Opened(saved, model, server, label);
        }

        void close() {
            server.close();
            model.close();
        }

        float[] expected(Task task) {
            return row(task).answer.apply(model, label);
        }

        <I, O> void ask(Task task, Class<I> input, Class<O> output) throws Exception {
            Criteria.Builder<I, O> criteria =
                    Criteria.builder()
                            .setTypes(input, output)
                            .optModelPath(saved.folder())
                            .optTranslatorFactory(new DeferredTranslatorFactory())
                            .optEngine(TinyModels.engine())
                            .optArgument("task", task.key());
            if (!label.isEmpty() && input != Labelled.class) {
                criteria.optArgument("label", label.get(0));
            }
            String way = task + " from " + input + " to " + output;
            try (ZooModel<I, O> loaded = criteria.build().loadModel();
                    Predictor<I, O> predictor = loaded.newPredictor();
                    NDManager manager = loaded.getNDManager().newSubManager()) {
                float[] expected = expected(task);
                Object answer = predictor.predict(input.cast(input(task, input, manager)));
                if (answer instanceof Image image) {
                    float[] pixels =
                            ImagePixels.of(DjlImages.toBuffered(image), model.format().shape());
                    assertArrayEquals(expected, pixels, 0.51f, way); // rounded
                } else if (answer instanceof NDList list) {
                    assertArrayEquals(expected, list.head().toFloatArray(), TOLERANCE, way);
                } else if (answer instanceof Double number) {
                    assertEquals(expected[0], number, TOLERANCE, way);
                } else {
                    assertArrayEquals(expected, (float[]) answer, TOLERANCE, way);
                }
            }
        }

        Object input(Task task, Class<?> type, NDManager manager) {
            Object given = row(task).input;
            if (type == Labelled.class) {
                return new Labelled(given, label.get(0));
            }
            if (type == Image.class) {
                return DjlImages.of(ImagePixels.toImage((float[]) given, model.format().shape()));
            }
            if (type == NDList.class) {
                return new NDList(array(task, given, manager));
            }
            return given;
        }

        NDArray array(Task task, Object given, NDManager manager) {
            Shape batch = new Shape(1).addAll(task.input().shape(model.config()));
            return given instanceof Long seed
                    ? manager.create(new long[] {seed}, batch)
                    : manager.create((float[]) given, batch);
        }

        String send(String path, String body) throws Exception {
            String query = label.isEmpty() ? "" : "?label=" + label.get(0);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + path + query));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
            }
            HttpResponse<String> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            return response.body();
        }

        void assertEnd(Content content, JsonObject told) {
            assertEquals(content.key(), told.get("content").getAsString());
            long[] shape = JsonUtils.GSON.fromJson(told.get("shape"), long[].class);
            assertEquals(content.shape(model.config()), new Shape(shape), Arrays.toString(shape));
        }
    }

    private static Row row(Task task) {
        return Objects.requireNonNull(ROWS.get(task));
    }

    @Test
    void everyTaskHasARow() {
        assertEquals(EnumSet.allOf(Task.class), ROWS.keySet());
    }

    /** In a batch of the model's own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchesDo(boolean conditional) throws Exception {
        Opened asked = opened(conditional);
        for (Task task : Task.values()) {
            if (task.input() != Content.SEED) {
                float[][] rows = {(float[]) row(task).input};
                Samples given =
                        task.input() == Content.CODE
                                ? Samples.ofCodes(rows)
                                : Samples.of(rows, asked.model.format());
                float[] output = asked.model.run(task, given.withLabels(asked.label))[0];
                assertArrayEquals(asked.expected(task), output, TOLERANCE, task.key());
            }
        }
    }

    /** Through DJL's Criteria, with each pair of types that the table offers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void translatorsDo(boolean conditional) throws Exception {
        Opened asked = opened(conditional);
        for (Task task : Task.values()) {
            for (Pair<Type, Type> types : task.types()) {
                boolean strings = List.of(types.getKey(), types.getValue()).contains(String.class);
                if (strings || (types.getKey() == Labelled.class && !conditional)) {
                    continue;
                }
                asked.ask(task, (Class<?>) types.getKey(), (Class<?>) types.getValue());
            }
        }
    }

    /** In the place of indices of symbols. */
    @Test
    void stringsStandForSamplesOfText(@TempDir Path folder) throws Exception {
        SavedModel saved = TinyModels.save(TinyModels.strings(), folder);
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()))) {
            Samples text = Samples.ofTexts("text", model.format(), List.of("abc"));
            assertEquals(
                    model.reconstruct(text).texts().get(0),
                    predict(saved, Task.RECONSTRUCT, String.class, String.class, "abc"));
            float[] code = predict(saved, Task.ENCODE, String.class, float[].class, "abc");
            assertArrayEquals(model.encode(text)[0], code, TOLERANCE);
            assertEquals(
                    model.decode(new float[][] {code}).texts().get(0),
                    predict(saved, Task.DECODE, float[].class, String.class, code));
            assertEquals(
                    model.sample(1, 7).texts().get(0),
                    predict(saved, Task.SAMPLE, Long.class, String.class, 7L));
            assertEquals(
                    model.score(text)[0],
                    predict(saved, Task.SCORE, String.class, Double.class, "abc"),
                    TOLERANCE);
        }
    }

    private static <I, O> O predict(
            SavedModel saved, Task task, Class<I> input, Class<O> output, I given)
            throws Exception {
        Criteria<I, O> criteria =
                Criteria.builder()
                        .setTypes(input, output)
                        .optModelPath(saved.folder())
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(TinyModels.engine())
                        .optArgument("task", task.key())
                        .build();
        try (ZooModel<I, O> loaded = criteria.loadModel();
                Predictor<I, O> predictor = loaded.newPredictor()) {
            return predictor.predict(given);
        }
    }

    /** Of an NDList, the labels may come as its second array, one-hot. */
    @Test
    void labelsComeBesideABatch() throws Exception {
        Opened asked = pets;
        for (Task task : Task.values()) {
            try (var part = asked.model.newModel(task.part());
                    var predictor =
                            part.newPredictor(
                                    task.translator(
                                            asked.model.config(), NDList.class, NDList.class));
                    NDManager manager = part.getNDManager().newSubManager()) {
                NDArray given = asked.array(task, row(task).input, manager);
                NDArray labels = manager.create(new float[][] {{0, 1}}); // a dog
                float[] output = predictor.predict(new NDList(given, labels)).head().toFloatArray();
                assertArrayEquals(asked.expected(task), output, TOLERANCE, task.key());
                assertEquals(DataType.FLOAT32, labels.getDataType());
            }
        }
    }

    /** The server's own JSON, one input and a list of them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerDoes(boolean conditional) throws Exception {
        Opened asked = opened(conditional);
        for (Task task : Task.values()) {
            String path = "/predictions/tiny-" + task.key();
            String one = JsonUtils.GSON.toJson(row(task).input);
            float[] alone = JsonUtils.GSON.fromJson(asked.send(path, one), float[].class);
            float[][] list =
                    JsonUtils.GSON.fromJson(asked.send(path, "[" + one + "]"), float[][].class);
            assertArrayEquals(asked.expected(task), alone, TOLERANCE, task.key());
            assertArrayEquals(asked.expected(task), list[0], TOLERANCE, task.key());
        }
    }

    /** KServe's protocol, with the shapes that its description of the model has. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void kserveDoes(boolean conditional) throws Exception {
        Opened asked = opened(conditional);
        for (Task task : Task.values()) {
            String path = "/v2/models/tiny-" + task.key();
            JsonObject about = JsonUtils.GSON.fromJson(asked.send(path, ""), JsonObject.class);
            JsonObject tensor = new JsonObject();
            tensor.add("shape", batchOfOne(about, "inputs"));
            tensor.add("data", data(row(task).input));
            JsonArray inputs = new JsonArray();
            inputs.add(tensor);
            JsonObject request = new JsonObject();
            request.add("inputs", inputs);
            JsonObject answer =
                    JsonUtils.GSON.fromJson(
                            asked.send(path + "/infer", request.toString()), JsonObject.class);
            JsonObject output = answer.getAsJsonArray("outputs").get(0).getAsJsonObject();
            assertEquals(batchOfOne(about, "outputs"), output.get("shape"), task.key());
            float[] values = JsonUtils.GSON.fromJson(output.get("data"), float[].class);
            assertArrayEquals(asked.expected(task), values, TOLERANCE, task.key());
        }
    }

    private static JsonElement data(Object input) {
        JsonElement json = JsonUtils.GSON.toJsonTree(input);
        if (json.isJsonArray()) {
            return json;
        }
        JsonArray one = new JsonArray();
        one.add(json);
        return one;
    }

    private static JsonArray batchOfOne(JsonObject about, String end) {
        JsonArray shape =
                about.getAsJsonArray(end).get(0).getAsJsonObject().getAsJsonArray("shape");
        assertEquals(-1, shape.get(0).getAsInt());
        JsonArray one = shape.deepCopy();
        one.set(0, JsonUtils.GSON.toJsonTree(1));
        return one;
    }

    /** What the page reads: a list of the tasks, as the table and OpenAPI's document have them. */
    @Test
    void theListOfModelsAndOpenApiTellOfIt() throws Exception {
        Opened asked = plain;
        JsonObject schema = property(document(), "/models");
        JsonArray items =
                JsonUtils.GSON
                        .fromJson(asked.send("/models", ""), JsonObject.class)
                        .getAsJsonArray("models");
        assertEquals(Task.values().length, items.size());
        int index = 0;
        for (Task task : Task.values()) {
            JsonObject item = items.get(index++).getAsJsonObject();
            assertEquals("tiny-" + task.key(), item.get("modelName").getAsString());
            assertEquals(task.key(), item.get("task").getAsString());
            asked.assertEnd(task.input(), item.getAsJsonObject("input"));
            asked.assertEnd(task.output(), item.getAsJsonObject("output"));
            assertEquals(schema.keySet(), item.keySet());
        }
    }

    private static JsonObject document() throws IOException {
        try (var in = PageFiles.class.getResourceAsStream("web/openapi.json")) {
            return JsonUtils.GSON.fromJson(
                    new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8),
                    JsonObject.class);
        }
    }

    // The properties of an item of the list that an address answers.
    private static JsonObject property(JsonObject document, String path) {
        JsonElement at = document.getAsJsonObject("paths").get(path);
        for (String step :
                List.of(
                        "get",
                        "responses",
                        "200",
                        "content",
                        "application/json",
                        "schema",
                        "properties",
                        "models",
                        "items",
                        "properties")) {
            at = at.getAsJsonObject().get(step);
            assertTrue(at != null, step);
        }
        return at.getAsJsonObject();
    }
}
