package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.images;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a user of DJL finds a model: but for the two names of the system properties, DJL's alone. */
class ModelZooTest {

    private static final String GROUP = "io.github.autoencoders";
    private static final float[] PIXELS = new float[16];
    private static final float[] CODE = {0.5f, -1, 2};

    private final Path folder;
    private final SavedModel saved;

    ModelZooTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        for (int i = 0; i < PIXELS.length; i++) {
            PIXELS[i] = 17 * i;
        }
        Path model = Files.createDirectory(folder.resolve("model"));
        saved = TinyModels.write(model, images());
    }

    @BeforeEach
    void publish() throws Exception {
        Path repository = folder.resolve("repository");
        Publication.of(saved, TinyModels.card(), repository, "tiny", "");
        System.setProperty(ModelRepository.PROPERTY, repository.toString());
        System.setProperty("DJL_CACHE_DIR", folder.resolve("cache").toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(ModelRepository.PROPERTY);
        System.clearProperty("DJL_CACHE_DIR");
    }

    private static <I, O> Criteria.Builder<I, O> tiny(Class<I> input, Class<O> output) {
        return Criteria.builder()
                .setTypes(input, output)
                .optGroupId(GROUP)
                .optArtifactId("tiny")
                .optEngine(engine());
    }

    private static <I, O> O predict(Criteria<I, O> criteria, I input) throws Exception {
        try (ZooModel<I, O> model = criteria.loadModel();
                Predictor<I, O> predictor = model.newPredictor()) {
            return predictor.predict(input);
        }
    }

    private static <I, O> O predict(Class<I> input, Class<O> output, I item) throws Exception {
        return predict(tiny(input, output).build(), item);
    }

    private float[] code() throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.encode(new float[][] {PIXELS})[0];
        }
    }

    private float[] reconstruction() throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.reconstruct(new float[][] {PIXELS})[0];
        }
    }

    private float[] decoded() throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(engine()))) {
            return model.decode(new float[][] {CODE}).sample(0);
        }
    }

    private static Image image() {
        int[] colours = new int[16];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = 0xFF000000 | 0x010101 * (int) PIXELS[i];
        }
        return ImageFactory.getInstance().fromPixels(colours, 4, 4);
    }

    private static void assertPixels(float[] expected, Image actual) {
        var wrapped = (java.awt.image.BufferedImage) actual.getWrappedImage();
        for (int i = 0; i < 16; i++) {
            assertEquals(expected[i], wrapped.getRGB(i % 4, i / 4) & 0xFF, 0.501);
        }
    }

    @Test
    void typesDecideTheTask() throws Exception {
        assertArrayEquals(code(), predict(Image.class, float[].class, image()), 1e-6f);
        assertPixels(decoded(), predict(float[].class, Image.class, CODE));
        assertPixels(reconstruction(), predict(Image.class, Image.class, image()));
        assertArrayEquals(reconstruction(), predict(float[].class, float[].class, PIXELS), 1e-4f);
        double score = predict(float[].class, Double.class, PIXELS);
        assertEquals(score, predict(Image.class, Double.class, image()), 1e-4);
        assertPixels(
                predict(
                        tiny(float[].class, float[].class).optArgument("task", "decode").build(),
                        Task.standardNormal(7, 3)),
                predict(Long.class, Image.class, 7L));
    }

    @Test
    void taskIsChosenWhereTypesAreThoseOfMany() throws Exception {
        assertArrayEquals(
                code(),
                predict(
                        tiny(float[].class, float[].class).optArgument("task", "encode").build(),
                        PIXELS),
                1e-6f);
        assertArrayEquals(
                decoded(),
                predict(
                        tiny(float[].class, float[].class).optArgument("task", "decode").build(),
                        CODE),
                1e-4f);
    }

    @Test
    void batchesGoInAndOutAsArrays() throws Exception {
        try (NDManager manager = Engine.getEngine(engine()).newBaseManager()) {
            NDList batch = new NDList(manager.create(PIXELS, new Shape(1, 1, 4, 4)));
            for (String task : List.of("encode", "reconstruct", "score")) {
                try (ZooModel<NDList, NDList> model =
                                tiny(NDList.class, NDList.class)
                                        .optArgument("task", task)
                                        .build()
                                        .loadModel();
                        Predictor<NDList, NDList> predictor = model.newPredictor();
                        NDList out = predictor.predict(batch)) {
                    float[] expected =
                            task.equals("encode")
                                    ? code()
                                    : task.equals("score")
                                            ? new float[] {
                                                predict(float[].class, Double.class, PIXELS)
                                                        .floatValue()
                                            }
                                            : reconstruction();
                    assertArrayEquals(expected, out.head().toFloatArray(), 1e-4f);
                }
            }
            assertEquals(batch, manager.getManagedArrays()); // nothing is left behind
            NDList codes = new NDList(manager.create(CODE, new Shape(1, 3)));
            try (ZooModel<NDList, NDList> model =
                            tiny(NDList.class, NDList.class)
                                    .optArgument("task", "decode")
                                    .build()
                                    .loadModel();
                    Predictor<NDList, NDList> predictor = model.newPredictor();
                    NDList out = predictor.predict(codes)) {
                assertEquals(new Shape(1, 1, 4, 4), out.head().getShape());
                assertArrayEquals(decoded(), out.head().toFloatArray(), 1e-4f);
                Exception e = assertThrows(Exception.class, () -> predictor.predict(batch));
                assertTrue(
                        String.valueOf(e.getMessage())
                                .contains(
                                        "code must have shape (-1, 3), but has shape (1, 1, 4,"
                                                + " 4)"),
                        e.getMessage());
            }
        }
    }

    @Test
    void filtersChooseTheModel() throws Exception {
        Path repository = folder.resolve("repository");
        SavedModel encoder = TinyModels.export(saved, Part.ENCODER, folder.resolve("encoder"));
        Publication.of(encoder, TinyModels.card(), repository, "tiny-encoder", "");
        for (String part : List.of("whole", "encoder")) {
            Criteria<Image, float[]> criteria =
                    Criteria.builder()
                            .setTypes(Image.class, float[].class)
                            .optGroupId(GROUP)
                            .optFilter("dataset", "tiny")
                            .optFilter("family", "vae")
                            .optFilter("code", "3")
                            .optFilter("part", part)
                            .optEngine(engine())
                            .build();
            assertArrayEquals(code(), predict(criteria, image()), 1e-6f);
        }
        Criteria<Image, float[]> none =
                tiny(Image.class, float[].class).optFilter("code", "4").build();
        assertThrows(ModelNotFoundException.class, none::loadModel);
        Criteria<float[], Image> decoding =
                Criteria.builder()
                        .setTypes(float[].class, Image.class)
                        .optGroupId(GROUP)
                        .optArtifactId("tiny-encoder")
                        .optEngine(engine())
                        .build();
        Exception e = assertThrows(ModelNotFoundException.class, decoding::loadModel);
        assertTrue(innermost(e).startsWith("part must be DECODER or WHOLE in "), innermost(e));
    }

    private static String innermost(Exception e) {
        String message = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            message = String.valueOf(cause.getMessage());
        }
        return message;
    }

    @Test
    void engineThatIsThereIsTaken() throws Exception {
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optGroupId(GROUP)
                        .optArtifactId("tiny")
                        .build();
        try (ZooModel<Image, float[]> model = criteria.loadModel()) {
            assertEquals(engine(), model.getNDManager().getEngine().getEngineName()); // the default
        }
    }

    @Test
    void modelsAreListedByApplicationWithDjlsOwnMeans() throws Exception {
        assertTrue(
                ModelZoo.listModels()
                        .getOrDefault(Application.CV.IMAGE_GENERATION, List.of())
                        .stream()
                        .anyMatch(mrl -> mrl.getArtifactId().equals("tiny")));
        assertEquals("tiny", ModelZoo.getModelZoo(GROUP).getModelLoader("tiny").getArtifactId());
    }

    @Test
    void addressesOfOurGroupAreResolved() throws Exception {
        Path repository = folder.resolve("repository");
        Path other = Files.createDirectory(folder.resolve("other"));
        Publication.of(
                TinyModels.write(other, images()), TinyModels.card(), repository, "tiny", "0.1.0");
        for (String address :
                List.of("/tiny/0.0.1", "/tiny/0.0.1/tiny", "/tiny/0.0.1?task=reconstruct")) {
            Criteria<Image, Image> criteria =
                    Criteria.builder()
                            .setTypes(Image.class, Image.class)
                            .optModelUrls("djl://io.github.autoencoders" + address)
                            .optEngine(engine())
                            .build();
            assertPixels(reconstruction(), predict(criteria, image()));
            try (var model =
                    TrainedAutoencoder.open(
                            "djl://io.github.autoencoders" + address, Placement.of(engine()))) {
                assertArrayEquals(reconstruction(), model.reconstruct(new float[][] {PIXELS})[0]);
            }
        }
        String none = "djl://io.github.autoencoders/tiny/0.9.9";
        assertEquals(
                "model must be the folder of a run, or the name of a published model, but"
                        + " there is no "
                        + none,
                assertThrows(IOException.class, () -> TrainedAutoencoder.open(none)).getMessage());
        Criteria<Image, float[]> newest =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelUrls("djl://io.github.autoencoders/tiny")
                        .optEngine(engine())
                        .build();
        try (var model = TrainedAutoencoder.open(other.toString(), Placement.of(engine()))) {
            assertArrayEquals(
                    model.encode(new float[][] {PIXELS})[0], predict(newest, image()), 1e-6f);
        }
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Criteria.builder()
                                        .setTypes(Image.class, float[].class)
                                        .optModelUrls("djl://io.github.autoencoders/tiny/0.9.9"));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("address must be that of a model in "),
                e.getMessage());
    }

    /** The folder is a repository for DJL's own classes too. */
    @Test
    void foldersAreReadByDjlItself() throws Exception {
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelUrls(folder.resolve("repository").toUri().toString())
                        .optEngine(engine())
                        .build();
        assertArrayEquals(code(), predict(criteria, image()), 1e-6f);
    }

    @Test
    void foldersOfModelsLetTheTypesDecideToo() throws Exception {
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(saved.folder())
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .build();
        assertArrayEquals(code(), predict(criteria, image()), 1e-6f);
    }

    @Test
    void trainingGoesOnFromAModelOfTheZoo() throws Exception {
        try (ZooModel<float[], float[]> model =
                        tiny(float[].class, float[].class).build().loadModel();
                Model own = saved.load(Part.WHOLE, Placement.of(engine()))) {
            assertEquals(
                    own.getBlock().getParameters().size(), model.getBlock().getParameters().size());
        }
    }
}
