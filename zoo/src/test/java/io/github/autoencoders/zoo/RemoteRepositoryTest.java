package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.repository.RemoteRepository;
import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.sun.net.httpserver.HttpServer;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository behind a web server that gives files, and knows nothing else. */
class RemoteRepositoryTest {

    private static final float[] ROW = {0, 50, 100, 150, 200, 255};

    private final Path folder;
    private final Path root;
    private final SavedModel saved;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile long cut = Long.MAX_VALUE; // bytes after which a file breaks off

    RemoteRepositoryTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        root = folder.resolve("root");
        saved = TinyModels.write(Files.createDirectory(folder.resolve("model")), rows());
        Publication.of(saved, TinyModels.card(), root.resolve("models"), "tiny", "");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    requests.add(path.substring(path.lastIndexOf('/') + 1));
                    Path file = root.resolve(path.substring(1));
                    try (exchange) {
                        if (!Files.isRegularFile(file)) {
                            exchange.sendResponseHeaders(404, -1);
                            return;
                        }
                        byte[] bytes = Files.readAllBytes(file);
                        exchange.sendResponseHeaders(200, bytes.length);
                        boolean breaks = path.endsWith(".params") && cut < bytes.length;
                        exchange.getResponseBody()
                                .write(bytes, 0, breaks ? (int) cut : bytes.length);
                    }
                });
        server.start();
        System.setProperty("DJL_CACHE_DIR", folder.resolve("cache").toString());
        System.setProperty(ModelRepository.PROPERTY, address());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty(ModelRepository.PROPERTY);
        System.clearProperty("ai.djl.offline");
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/models";
    }

    private static float[] encode() throws Exception {
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optGroupId("io.github.autoencoders")
                        .optArtifactId("tiny")
                        .optArgument("task", "encode")
                        .optEngine(engine())
                        .build();
        try (ZooModel<float[], float[]> model = criteria.loadModel();
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            return predictor.predict(ROW);
        }
    }

    private float[] expected() throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.encode(new float[][] {ROW})[0];
        }
    }

    private List<String> cachedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache/cache/repo/model"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void modelsAreDownloadedOnce() throws Exception {
        assertArrayEquals(expected(), encode(), 1e-6f);
        assertEquals(
                List.of("autoencoder-0000.params", "card.json", "model.json", "serving.properties"),
                cachedFiles());
        requests.clear();
        assertArrayEquals(expected(), encode(), 1e-6f);
        assertEquals(List.of("autoencoders.json", "metadata.json"), requests);
    }

    @Test
    void modelsInTheCacheAreFoundWithoutTheServer() throws Exception {
        float[] code = encode();
        server.stop(0);
        assertArrayEquals(code, encode());
        requests.clear();
        System.setProperty("ai.djl.offline", "true");
        assertArrayEquals(code, encode());
        assertEquals(List.of(), requests);
    }

    @Test
    void serversAreNotAskedOffline() throws Exception {
        System.setProperty("ai.djl.offline", "true");
        ModelRepository repository = ModelRepository.of(address());
        Exception e = assertThrows(IOException.class, repository::list);
        assertEquals(
                address() + "/ cannot be asked for autoencoders.json while DJL_OFFLINE is true",
                e.getMessage());
        assertEquals(List.of(), requests);
    }

    @Test
    void serversAreNotAskedForPathsThatAreMistyped() throws Exception {
        assertEquals(Optional.empty(), ModelRepository.findNamed("runs/tiny"));
        assertEquals(List.of(), requests);
        assertTrue(ModelRepository.findNamed("tiny@0.0.1").isPresent());
    }

    @Test
    void damagedFilesInTheCacheAreDownloadedAgain() throws Exception {
        float[] code = encode();
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            Path parameters =
                    files.filter(file -> file.toString().endsWith(".params")).findAny().get();
            Files.write(parameters, new byte[(int) Files.size(parameters)]);
        }
        assertArrayEquals(code, encode());
    }

    @Test
    void damagedFilesOnTheServerAreRefused() throws Exception {
        Path parameters =
                root.resolve(
                        "models/model/tabular/io/github/autoencoders/tiny/0.0.1/tiny/autoencoder-0000.params");
        byte[] bytes = Files.readAllBytes(parameters);
        String sha1 = Digest.SHA_1.of(parameters);
        bytes[bytes.length / 2] ^= 1;
        Files.write(parameters, bytes);
        Exception e = assertThrows(IOException.class, RemoteRepositoryTest::encode);
        assertEquals(
                address()
                        + "/: model/tabular/io/github/autoencoders/tiny/0.0.1/tiny/autoencoder-0000.params"
                        + " must have the SHA-1 "
                        + sha1
                        + " as its metadata say, but has "
                        + Digest.SHA_1.of(parameters)
                        + ": it is damaged, or was replaced",
                e.getMessage());
        assertEquals(List.of(), cachedFiles());
    }

    @Test
    void downloadsThatBreakOffLeaveNothing() throws Exception {
        cut = 100;
        Exception e = assertThrows(IOException.class, RemoteRepositoryTest::encode);
        assertTrue(
                String.valueOf(e.getMessage()).contains("autoencoder-0000.params "),
                e.getMessage());
        assertEquals(List.of(), cachedFiles());
        cut = Long.MAX_VALUE;
        assertArrayEquals(expected(), encode(), 1e-6f);
    }

    /** Others' models are found, whatever the user's own repository is like. */
    @Test
    void serversThatAreNotThereAreSaidAndPassedOver() throws Exception {
        server.stop(0);
        ModelRepository gone = ModelRepository.of(address());
        Exception e = assertThrows(IOException.class, gone::list);
        assertTrue(
                String.valueOf(e.getMessage()).startsWith(address() + "/ cannot be reached: "),
                e.getMessage());
        assertEquals(List.of(), gone.getResources());
    }

    @Test
    void placesThatAreNoRepositoriesAreRefused() {
        ModelRepository none = ModelRepository.of(address().replace("/models", ""));
        Exception e = assertThrows(IOException.class, none::list);
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(
                                " must be a repository, but has no autoencoders.json, which"
                                        + " lists the models that were published into it"),
                e.getMessage());
        Exception e2 =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ModelRepository.of("file://user@host:x/y"));
        assertEquals(
                "a repository must be a folder or an address with file:, http: or https:, but is"
                        + " \"file://user@host:x/y\"",
                e2.getMessage());
    }

    @Test
    void cardsAreReadWithoutTheParameters() throws Exception {
        Map<String, ModelCard> cards = ModelRepository.of(address()).cards();
        assertEquals(Map.of("tiny@0.0.1", TinyModels.card()), cards);
        assertTrue(requests.stream().noneMatch(name -> name.endsWith(".params")), "" + requests);
    }

    /** With classes of DJL alone. */
    @Test
    void djlsOwnRemoteRepositoryReadsIt() throws Exception {
        RemoteRepository repository = new RemoteRepository("r", URI.create(address() + "/"));
        BaseModelLoader loader =
                new BaseModelLoader(
                        repository.model(
                                Application.Tabular.ANY, "io.github.autoencoders", "tiny"));
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optArgument("task", "encode")
                        .optEngine(engine())
                        .build();
        try (ZooModel<float[], float[]> model = loader.loadModel(criteria);
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            assertArrayEquals(expected(), predictor.predict(ROW), 1e-6f);
        }
    }
}
