package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.images;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Labelled;
import io.github.autoencoders.translate.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a user of DJL loads a model: no class of ours is named. */
class CriteriaTest {

    private static final float[] PIXELS = new float[16];
    private static final float[] CODE = {0.5f, -1, 2};

    static {
        for (int i = 0; i < PIXELS.length; i++) {
            PIXELS[i] = 17 * i;
        }
    }

    private final Path folder;

    CriteriaTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void write() throws Exception {
        TinyModels.write(folder, images());
    }

    private <I, O> O predict(Class<I> input, Class<O> output, String task, I item)
            throws Exception {
        Criteria<I, O> criteria =
                Criteria.builder()
                        .setTypes(input, output)
                        .optModelPath(folder)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .optArgument("task", task)
                        .build();
        try (ZooModel<I, O> model = criteria.loadModel();
                Predictor<I, O> predictor = model.newPredictor()) {
            return predictor.predict(item);
        }
    }

    private float[] expected(Task task, float[] input, String... labels) throws Exception {
        try (var model = TrainedAutoencoder.open(folder.toString(), Placement.of(engine()))) {
            float[][] rows = {input};
            return model.run(
                            task,
                            task == Task.DECODE
                                    ? Samples.ofCodes(rows)
                                    : Samples.of(rows, model.format()).withLabels(List.of(labels)))[
                    0];
        }
    }

    private static Image image() {
        int[] colours = new int[16];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = 0xFF000000 | 0x010101 * (int) PIXELS[i];
        }
        return ImageFactory.getInstance().fromPixels(colours, 4, 4);
    }

    // Rounded to whole numbers, as an image's are.
    private static void assertPixels(float[] expected, Image actual) {
        var wrapped = (java.awt.image.BufferedImage) actual.getWrappedImage();
        assertEquals(4, wrapped.getWidth());
        for (int i = 0; i < 16; i++) {
            assertEquals(expected[i], wrapped.getRGB(i % 4, i / 4) & 0xFF, 0.501);
        }
    }

    @Test
    void encodes() throws Exception {
        float[] code = expected(Task.ENCODE, PIXELS);
        assertEquals(3, code.length);
        assertArrayEquals(code, predict(float[].class, float[].class, "encode", PIXELS), 1e-6f);
        assertArrayEquals(code, predict(Image.class, float[].class, "ENCODE", image()), 1e-6f);
    }

    @Test
    void decodes() throws Exception {
        float[] pixels = expected(Task.DECODE, CODE);
        assertEquals(16, pixels.length);
        assertArrayEquals(pixels, predict(float[].class, float[].class, "decode", CODE), 1e-4f);
        assertPixels(pixels, predict(float[].class, Image.class, "decode", CODE));
    }

    @Test
    void reconstructs() throws Exception {
        float[] pixels = expected(Task.RECONSTRUCT, PIXELS);
        assertArrayEquals(
                pixels, predict(float[].class, float[].class, "reconstruct", PIXELS), 1e-4f);
        assertPixels(pixels, predict(Image.class, Image.class, "reconstruct", image()));
    }

    @Test
    void samples() throws Exception {
        float[] code = Task.standardNormal(7, 3);
        float[] pixels = expected(Task.DECODE, code);
        assertArrayEquals(pixels, predict(Long.class, float[].class, "sample", 7L), 1e-4f);
        assertPixels(pixels, predict(Long.class, Image.class, "sample", 7L));
    }

    @Test
    void scores() throws Exception {
        double score = predict(float[].class, Double.class, "score", PIXELS);
        assertTrue(score > 0, "score " + score); // of a Bernoulli likelihood
        assertEquals(score, predict(Image.class, Double.class, "score", image()), 1e-4);
    }

    @Test
    void conditionalModelsTakeTheLabelBesideEachInputOrAsAnArgument() throws Exception {
        TinyModels.write(folder, TinyModels.conditional());
        float[] code = expected(Task.ENCODE, PIXELS, "dog");
        Labelled labelled = new Labelled(PIXELS, "dog");
        assertArrayEquals(code, predict(Labelled.class, float[].class, "encode", labelled), 1e-6f);
        Criteria<Image, float[]> dogs =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .optArgument("task", "encode")
                        .optArgument("label", "dog")
                        .build();
        try (ZooModel<Image, float[]> model = dogs.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            assertArrayEquals(code, predictor.predict(image()), 1e-6f);
        }
        assertRefused(
                "label must be one of cat, dog for a conditional model, but is not given",
                Image.class,
                "encode",
                image());
    }

    @Test
    void reconstructsWhenNoTaskIsGiven() throws Exception {
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .build();
        try (ZooModel<float[], float[]> model = criteria.loadModel();
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            assertArrayEquals(expected(Task.RECONSTRUCT, PIXELS), predictor.predict(PIXELS), 1e-4f);
        }
    }

    @Test
    void exportedPartsDoTheirOwnTaskWhenNoneIsGiven() throws Exception {
        SavedModel whole = SavedModel.open(folder);
        float[] code = expected(Task.ENCODE, PIXELS);
        float[] pixels = expected(Task.DECODE, CODE);
        TinyModels.export(whole, Part.ENCODER, folder.resolve("encoder"));
        TinyModels.export(whole, Part.DECODER, folder.resolve("decoder"));
        assertArrayEquals(code, predictAlone("encoder", PIXELS));
        assertArrayEquals(pixels, predictAlone("decoder", CODE));
    }

    private float[] predictAlone(String name, float[] input) throws Exception {
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optModelPath(folder.resolve(name))
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .build();
        try (ZooModel<float[], float[]> model = criteria.loadModel();
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            return predictor.predict(input);
        }
    }

    @Test
    void tasksOfAnotherPartAreRefused() throws Exception {
        Path exported = folder.resolve("encoder");
        TinyModels.export(SavedModel.open(folder), Part.ENCODER, exported);
        for (String file : List.of("model.json", "autoencoder-0000.params")) {
            Files.move(
                    exported.resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(folder.resolve("SHA256SUMS"));
        float[] code = expected(Task.ENCODE, PIXELS);
        assertArrayEquals(code, predict(float[].class, float[].class, "encode", PIXELS));
        String whole = "part must be WHOLE in " + folder + ", but is ENCODER";
        assertRefused(whole, float[].class, "reconstruct", PIXELS);
        assertRefused(
                "part must be DECODER or WHOLE in " + folder + ", but is ENCODER",
                float[].class,
                "decode",
                CODE);
    }

    @Test
    void unknownTaskIsRefused() {
        assertRefused(
                "task must be one of [encode, decode, reconstruct, sample, score], but is"
                        + " \"encde\"",
                float[].class,
                "encde",
                PIXELS);
    }

    @Test
    void unsupportedTypesAreRefused() {
        String labelled = "io.github.autoencoders.translate.Labelled";
        assertRefused(
                "types to sample must be one of [java.lang.Long to float[], %1$s to float[],"
                                .formatted(labelled)
                        + " java.lang.Long to ai.djl.modality.cv.Image, %1$s to".formatted(labelled)
                        + " ai.djl.modality.cv.Image, java.lang.Long to java.lang.String,"
                        + " %1$s to java.lang.String, ai.djl.ndarray.NDList to".formatted(labelled)
                        + " ai.djl.ndarray.NDList], but are float[] to float[]",
                float[].class,
                "sample",
                PIXELS);
        assertRefused(
                "io.github.autoencoders.zoo.AutoencoderTranslatorFactory doesn't support"
                        + " Input/Output.",
                Integer.class,
                "encode",
                7);
    }

    @Test
    void stringsAreRefusedByAModelOfImages() {
        assertRefused(
                "format must be one of strings, but is one of samples of shape "
                        + TinyModels.images().format().shape(),
                String.class,
                "encode",
                "a text");
    }

    // DJL wraps the message in others of its own.
    private <I> void assertRefused(String message, Class<I> input, String task, I item) {
        Exception e =
                assertThrows(Exception.class, () -> predict(input, float[].class, task, item));
        String innermost = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            innermost = String.valueOf(cause.getMessage());
        }
        assertEquals(message, innermost);
    }
}
