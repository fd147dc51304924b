package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorSamplesTest {

    private static final Scaling PLAIN = new Scaling.Standardized(List.of(0.0), List.of(1.0));

    @Test
    void samplesAreThoseThatTheModelGivesForTheSeeds() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(3, PLAIN, List.of())) {
            float[][] expected = model.sample(5, 7).toArrays();
            Samples samples = PriorSamples.of(5, 7).from(model);
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(expected[i], samples.sample(i), 1e-6f);
            }
            assertEquals(List.of(), samples.labelNames());
        }
    }

    @Test
    void eachCodeIsDecodedWithEachLabel() throws Exception {
        List<String> conditions = List.of("no", "yes");
        try (TrainedAutoencoder model = UntrainedModels.ofRows(3, PLAIN, conditions)) {
            Samples samples = PriorSamples.of(2, 7).from(model);
            assertEquals(conditions, samples.labelNames());
            List<String> of = List.of("no", "no", "yes", "yes");
            for (int i = 0; i < 4; i++) {
                assertEquals(of.get(i), conditions.get(samples.label(i)));
                float[] alone = model.sample(1, 7 + i % 2, of.subList(i, i + 1)).sample(0);
                assertArrayEquals(alone, samples.sample(i), 1e-6f);
            }
            assertEquals(2, PriorSamples.of(2, 7).from(model, List.of("yes")).size());
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> PriorSamples.of(2, 7).from(model, List.of("perhaps")));
            assertEquals("label must be one of no, yes, but is \"perhaps\"", e.getMessage());
        }
    }

    @Test
    void temperatureDrawsOtherStringsAndTheSameAgain() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofStrings()) {
            PriorSamples prior = PriorSamples.of(20, 1);
            List<String> probable = Strings.texts(prior.from(model));
            assertEquals(Strings.texts(model.sample(20, 1)), probable);
            List<String> drawn = Strings.texts(prior.withTemperature(1).from(model));
            assertNotEquals(probable, drawn);
            assertEquals(drawn, Strings.texts(prior.withTemperature(1).from(model)));
        }
    }

    /** The model's own block is not closed with what draws from it. */
    @Test
    void theModelStaysOpen() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(3, PLAIN, List.of())) {
            float[] first = PriorSamples.of(1, 7).from(model).sample(0);
            assertArrayEquals(first, PriorSamples.of(1, 7).from(model).sample(0));
            assertEquals(3, model.sample(1, 7).format().size());
        }
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> PriorSamples.of(0, 1));
        assertEquals("count must be at least 1, but is 0", e.getMessage());
        e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PriorSamples.of(1, 1).withTemperature(Double.NaN));
        assertEquals("temperature must be finite and not negative, but is NaN", e.getMessage());
    }
}
