package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.engine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models in the zoo's jar are what their cards say, on either engine. */
class PretrainedModelsTest {

    @BeforeAll
    static void useACacheOfOnesOwn(@TempDir Path cache) {
        System.setProperty("DJL_CACHE_DIR", cache.toString());
    }

    @AfterAll
    static void forget() {
        System.clearProperty("DJL_CACHE_DIR");
    }

    static Stream<Map.Entry<String, ModelCard>> models() throws IOException {
        return ModelRepository.builtIn().cards().entrySet().stream();
    }

    private static SavedModel model(String name) throws IOException {
        return ModelRepository.findNamed(name).orElseThrow();
    }

    /** On samples that neither the model nor the data's publisher knows. */
    @ParameterizedTest
    @MethodSource("models")
    void scoreIsThatOfItsPublication(Map.Entry<String, ModelCard> entry) throws Exception {
        double published =
                Objects.requireNonNull(entry.getValue().metrics().get(ReferenceScore.METRIC));
        try (var model = TrainedAutoencoder.open(entry.getKey(), Placement.of(engine()))) {
            double now = ReferenceScore.of(model).orElseThrow();
            assertEquals(published, now, 1e-5 * Math.abs(published));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void cardIsWhole(Map.Entry<String, ModelCard> entry) throws Exception {
        ModelCard card = entry.getValue();
        assertEquals("Apache-2.0", card.license());
        assertNotEquals("", card.dataLicense());
        assertEquals(64, card.training().sha256().length());
        assertEquals(64, card.validation().sha256().length());
        assertTrue(card.validation().samples() > 0);
        assertFalse(card.environment().djl().isEmpty());
        assertTrue(card.metrics().containsKey("validation_total"));
        assertEquals(card, model(entry.getKey()).card());
        assertEquals(Part.WHOLE, model(entry.getKey()).part());
    }

    @Test
    void allTogetherAreSmall() throws Exception {
        long bytes = 0;
        for (String name : models().map(Map.Entry::getKey).toList()) {
            try (Stream<Path> files = Files.list(model(name).folder())) {
                bytes += files.mapToLong(file -> file.toFile().length()).sum();
            }
        }
        assertTrue(bytes > 0);
        assertTrue(bytes < 25_000_000, bytes + " bytes");
    }

    /** The processor's time, which a busy computer does not lengthen. */
    @Test
    void listingTakesLessThanASecond() throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        assertFalse(ModelRepository.builtIn().cards().isEmpty());
        long nanoseconds = threads.getCurrentThreadCpuTime() - before;
        assertTrue(nanoseconds < 1e9, nanoseconds + " ns");
    }
}
