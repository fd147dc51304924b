package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.mlflow.MlflowRun;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training tells a server that answers as MLflow's does. */
class MlflowRunTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/";

    /** What came, as "METHOD path body". */
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<Integer> failures = new CopyOnWriteArrayList<>(); // log-batch's, in turn
    private final Path folder;
    private HttpServer server;

    MlflowRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(ARTIFACTS)) {
            files.put(path.substring(ARTIFACTS.length()), body);
        } else {
            String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", "");
            heard.add(path.replace(API, "") + " " + text);
        }
        int code = 200;
        String said = "{}";
        if (path.endsWith("experiments/create")) {
            said = "{\"experiment_id\":\"1\"}";
        } else if (path.endsWith("runs/create")) {
            said =
                    "{\"run\":{\"info\":{\"run_id\":\"r1\",\"run_uuid\":\"r1\",\"experiment_id\":\"1\","
                        + "\"artifact_uri\":\"mlflow-artifacts:/1/r1/artifacts\"}}}";
        } else if (path.endsWith("runs/log-batch") && !failures.isEmpty()) {
            code = failures.remove(0);
        }
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer train(String address) throws IOException {
        List<String> lines = new ArrayList<>(List.of("<b>a</b>,b,word"));
        for (int i = 0; i < 60; i++) {
            lines.add(i % 13 / 5.0 + "," + i % 7 / 3.0 + "," + (i % 2 == 0 ? "x" : "y"));
        }
        Path data = Files.write(folder.resolve("rows.csv"), lines);
        return Answer.of(
                "train",
                "--data",
                data,
                "--epochs",
                2,
                "--engine",
                ENGINE,
                "--out",
                folder.resolve("logged"),
                "--mlflow",
                address);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private List<String> of(String path) {
        return heard.stream().filter(line -> line.startsWith(path + " ")).toList();
    }

    @Test
    void aServerGetsParametersMetricsOfEachEpochAndTheModel() throws Exception {
        Answer answer = train(address() + "/");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("mlflow:   run r1\n"), answer.out());
        assertTrue(of("experiments/create").get(0).contains("\"name\":\"autoencoders\""));
        assertTrue(of("runs/create").get(0).contains("\"run_name\":\"logged\""));
        List<String> batches = of("runs/log-batch");
        assertEquals(3, batches.size(), batches::toString); // the recipe, and two epochs
        assertTrue(batches.get(0).contains("{\"key\":\"epochs\",\"value\":\"2\"}"), batches.get(0));
        assertTrue(batches.get(0).contains("\"key\":\"bottleneck.type\",\"value\":\"Gaussian\""));
        for (int epoch = 1; epoch <= 2; epoch++) {
            String batch = batches.get(epoch);
            for (String name :
                    List.of("training_total", "validation_penalty", "samples_per_second")) {
                String metric = "\\{\"key\":\"" + name + "\",\"value\":[^}]*\"step\":\"?" + epoch;
                assertTrue(batch.matches(".*" + metric + "\"?[,}].*"), batch);
            }
        }
        assertTrue(of("runs/update").get(0).contains("FINISHED"), heard::toString);
        requireModel();
    }

    private void requireModel() throws IOException {
        Path model = folder.resolve("logged/model");
        try (var there = Files.list(model)) {
            assertEquals(there.count(), files.size());
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertTrue(file.getKey().startsWith("model/"), file.getKey());
            byte[] bytes = Files.readAllBytes(folder.resolve("logged").resolve(file.getKey()));
            assertTrue(Arrays.equals(bytes, file.getValue()), file.getKey());
        }
    }

    @Test
    void whatAServerMissedIsSentAfterTheNextEpoch() throws Exception {
        failures.addAll(
                List.of(200, 400, 400, 400)); // the client tries the first epoch three times
        Answer answer = train(address());
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("warning: MLflow does not answer after epoch 1: "));
        List<String> batches = of("runs/log-batch");
        assertEquals(5, batches.size(), batches::toString);
        String last = batches.get(4);
        assertTrue(last.contains("\"step\":\"1\"") || last.contains("\"step\":1"), last);
        assertTrue(last.contains("\"step\":\"2\"") || last.contains("\"step\":2"), last);
        assertTrue(of("runs/update").get(0).contains("FINISHED"));
    }

    /**
     * What the program would print is told to a Java program, whose run failed unless it is done.
     */
    @Test
    void aFitInJavaIsToldOfWhatTheServerMissed() throws Exception {
        failures.addAll(List.of(200, 400, 400, 400));
        float[][] rows = new float[20][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i, i % 7};
        }
        TrainingRecipe recipe = Recipes.read("vae-table", Map.of("epochs", 1));
        List<String> warnings = new ArrayList<>();
        Path none = folder.resolve("none");
        try (MlflowRun run = MlflowRun.begin(address(), "of Java", recipe, warnings::add)) {
            AutoencoderTrainer.of(recipe)
                    .on(Placement.of(ENGINE))
                    .withListener(run)
                    .fit(rows)
                    .close();
            assertFalse(run.done(none));
            assertEquals("r1", run.id());
        }
        assertEquals(2, warnings.size(), warnings::toString);
        String missed = warnings.get(0);
        assertTrue(missed.startsWith("MLflow does not answer after epoch 1: "), missed);
        assertEquals(
                "MLflow has not got the whole run: java.nio.file.NoSuchFileException: " + none,
                warnings.get(1));
        assertTrue(of("runs/update").get(0).contains("FAILED"), heard::toString);
    }

    @Test
    void whereNoServerIsNothingIsTrained() throws Exception {
        String nobody = address();
        server.stop(0);
        Answer answer = train(nobody);
        assertEquals(1, answer.exitCode());
        String said =
                "autoencoders: --mlflow must be the address of an MLflow server, but " + nobody;
        assertTrue(answer.err().startsWith(said + " says: "), answer.err());
        assertFalse(Files.exists(folder.resolve("logged")));
        server = HttpServer.create(); // to be stopped
    }

    @Test
    void anAddressIsOneOfTheWeb() throws Exception {
        Answer answer = train("mlruns");
        assertEquals(
                "autoencoders: --mlflow must be an address that begins with http:// or https://,"
                        + " but is mlruns\n",
                answer.err());
    }
}
