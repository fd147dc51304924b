package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.ServingTranslatorFactory;
import ai.djl.util.JsonUtils;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives are loaded as DJL Serving loads them, by DJL's own loader. */
class ServingArchiveTest {

    private static final String ENGINE = TinyModels.engine();

    @TempDir private Path folder;
    private SavedModel saved;

    @BeforeEach
    void saveModel() throws Exception {
        saved = TinyModels.save(TinyModels.images(), Files.createDirectory(folder.resolve("m")));
    }

    private static ServingArchive archive(Task task) {
        return new ServingArchive(task, ENGINE, 2, 16, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny.zip", "tiny.tar.gz"})
    void djlLoadsEachForm(String name) throws Exception {
        Path out = folder.resolve("out").resolve(name);
        archive(Task.ENCODE).write(saved, out);
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelUrls(out.toUri().toString())
                        .optTranslatorFactory(new ServingTranslatorFactory())
                        .build();
        float[] ramp = TinyModels.ramp(20);
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor();
                var trained = TrainedAutoencoder.of(saved, Placement.of(ENGINE))) {
            Input input = new Input();
            input.add("data", JsonUtils.GSON.toJson(ramp));
            float[] code =
                    JsonUtils.GSON.fromJson(
                            predictor.predict(input).getData().getAsString(), float[].class);
            assertArrayEquals(trained.encode(new float[][] {ramp})[0], code, 1e-5f);
        }
        try (Stream<Path> left = Files.list(folder.resolve("out"))) {
            assertEquals(List.of(out), left.toList());
        }
    }

    @Test
    void theServersSettingsAreInIt() throws Exception {
        Path out = folder.resolve("out");
        archive(Task.SCORE).write(saved, out);
        Properties properties = new Properties();
        try (var in = Files.newInputStream(out.resolve("serving.properties"))) {
            properties.load(in);
        }
        assertEquals(ENGINE, properties.getProperty("engine"));
        assertEquals("score", properties.getProperty("task"));
        assertEquals("2", properties.getProperty("maxWorkers"));
        assertEquals("16", properties.getProperty("batch_size"));
        assertEquals("0", properties.getProperty("max_batch_delay"));
    }

    /** Each of DJL Serving's two class loaders finds its class from where it looks. */
    @Test
    void bothClassLoadersFindTheirClasses() throws Exception {
        Path out = folder.resolve("out");
        archive(Task.ENCODE).write(saved, out);
        try (var beside = loader(out);
                var libs = loader(out.resolve("libs"))) {
            Class<?> factory =
                    beside.loadClass("io.github.autoencoders.zoo.AutoencoderBlockFactory");
            Class<?> translator =
                    libs.loadClass("io.github.autoencoders.serving.AutoencoderServingTranslator");
            assertFalse(factory.getClassLoader() == translator.getClassLoader());
        }
    }

    // Of the jars in a folder alone, without ours; DJL comes from the tests.
    private static URLClassLoader loader(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            URL[] jars =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .map(ServingArchiveTest::url)
                            .toArray(URL[]::new);
            return new URLClassLoader(jars, new WithoutOurs());
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class WithoutOurs extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.github.autoencoders.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** The published models of this library's jar took 60 times the room of a small one. */
    @Test
    void noOtherModelAndNoServerIsInIt() throws Exception {
        Path out = folder.resolve("out");
        archive(Task.ENCODE).write(saved, out);
        List<String> names = new ArrayList<>();
        for (String jar : List.of("api", "zoo", "serving")) {
            Path file = out.resolve("libs/autoencoders-" + jar + ".jar");
            try (JarFile entries = new JarFile(file.toFile())) {
                entries.stream().forEach(entry -> names.add(entry.getName()));
            }
        }
        assertTrue(names.contains("io/github/autoencoders/zoo/SavedModel.class"));
        assertTrue(names.contains("io/github/autoencoders/zoo/version.properties"));
        for (String name : names) {
            assertFalse(name.startsWith("mlrepo/"), name);
            assertFalse(name.startsWith("io/github/autoencoders/server/"), name);
        }
    }

    @Test
    void whatIsThereIsNotOverwrittenByAFolder() throws Exception {
        IOException e =
                assertThrows(IOException.class, () -> archive(Task.ENCODE).write(saved, folder));
        assertEquals(
                "output must be a new or empty folder, but " + folder + " holds files",
                e.getMessage());
    }

    @Test
    void settingsOfNoUseAreRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new ServingArchive(Task.ENCODE, ENGINE, 0, 16, 0));
        assertEquals("workers must be at least 1, but is 0", e.getMessage());
    }
}
