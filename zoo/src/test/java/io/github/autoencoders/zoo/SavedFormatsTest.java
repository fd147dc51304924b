package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.SampleFormat;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A model in each format that there ever was, written by the program of its day: {@code train} on a
 * table of 60 rows for 3 epochs, 5 of its rows, and what {@code encode} and {@code reconstruct}
 * made of them on PyTorch; from the fourth on with words in the table. A new format needs a new
 * folder.
 */
class SavedFormatsTest {

    static Stream<Path> formats() throws Exception {
        List<Path> formats =
                IntStream.rangeClosed(1, ModelDescription.FORMAT_VERSION)
                        .mapToObj(SavedFormatsTest::folder)
                        .toList();
        assertEquals(4, formats.size()); // raise it with the version
        return formats.stream();
    }

    private static Path folder(int version) {
        URL file = SavedFormatsTest.class.getResource("/artifacts/" + version + "/model.json");
        assertTrue(file != null, "artifacts/" + version + " must be there");
        try {
            return Path.of(file.toURI()).resolveSibling(".").normalize();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<float[]> rows(Path folder, String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .skip(1) // the names
                .map(
                        line ->
                                Arrays.stream(line.split(",", -1))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray())
                .map(SavedFormatsTest::floats)
                .toList();
    }

    // Of numbers and words, the raw values.
    private static List<float[]> samples(Path folder, String file) throws IOException {
        SampleFormat format = SavedModel.open(folder).config().format();
        if (!format.schema().hasWords()) {
            return rows(folder, file);
        }
        List<Integer> classes = format.schema().classes();
        return Files.readAllLines(folder.resolve(file)).stream()
                .skip(1) // the names
                .map(line -> line.split(",", -1))
                .map(
                        cells ->
                                IntStream.range(0, cells.length)
                                        .<Object>mapToObj(
                                                i ->
                                                        classes.get(i) > 0
                                                                ? cells[i]
                                                                : (Object) Double.valueOf(cells[i]))
                                        .toArray())
                .map(format::raw)
                .map(SavedFormatsTest::floats)
                .toList();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void computesWhatItComputedThen(Path folder) throws Exception {
        float[][] samples = samples(folder, "samples.csv").toArray(float[][]::new);
        try (var model = TrainedAutoencoder.open(folder.toString(), Placement.of(engine()))) {
            assertClose(rows(folder, "codes.csv"), List.of(model.encode(samples)));
            assertClose(samples(folder, "reconstructed.csv"), List.of(model.reconstruct(samples)));
        }
    }

    private static void assertClose(List<float[]> expected, List<float[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 1e-5f);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void djlLoadsIt(Path folder) throws Exception {
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optArgument("task", "encode")
                        .optEngine(engine())
                        .build();
        try (ZooModel<float[], float[]> model = criteria.loadModel();
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            assertClose(
                    rows(folder, "codes.csv"),
                    predictor.batchPredict(samples(folder, "samples.csv")));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void cardIsRead(Path folder) throws Exception {
        ModelCard card = SavedModel.open(folder).card();
        assertEquals("tiny.csv", card.training().name());
        assertEquals(54, card.training().samples());
        assertEquals(3, card.epoch());
        assertEquals("PyTorch 2.7.1", card.environment().engine());
        assertTrue(card.metrics().containsKey("validation_total"));
    }
}
