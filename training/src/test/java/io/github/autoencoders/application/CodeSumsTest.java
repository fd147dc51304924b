package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link LabelArithmetic} and {@link SampleArithmetic}. */
class CodeSumsTest {

    private static final float[][] ROWS = {{0, 0}, {5, 7}, {2, 2}, {7, 9}, {1, 1}};
    private static final String[] LABELS = {"low", "high", "low", "high", "low"};

    /** By hand: the means are (1, 1) and (6, 8), and the direction is (5, 7). */
    @Test
    void samplesOfALabelMoveAlongTheDifferenceOfTheMeans() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples samples = IdentityModels.samples(ROWS, LABELS);
            LabelArithmetic sums = LabelArithmetic.of(model, samples, "low", "high", 2);
            assertEquals(List.of(-2.0, -1.0, 0.0, 1.0, 2.0), sums.strengths());
            assertEquals(10, sums.moved().size());
            for (int s = 0; s < 5; s++) {
                float[] first = {5 * (s - 2), 7 * (s - 2)};
                float[] second = {2 + 5 * (s - 2), 2 + 7 * (s - 2)};
                assertArrayEquals(first, sums.moved().sample(s), 1e-5f);
                assertArrayEquals(second, sums.moved().sample(5 + s), 1e-5f);
            }
            assertArrayEquals(ROWS[2], sums.originals().sample(1));
            assertEquals(
                    List.of("original", "-2", "-1", "0", "+1", "+2"),
                    sums.sheet().columnCaptions());
            assertEquals(2, sums.sheet().rows().size());
        }
    }

    @Test
    void termsAreAddedAndTakenAway() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples samples = IdentityModels.samples(ROWS);
            SampleArithmetic sum = SampleArithmetic.of(model, samples, 1, 2, 3);
            assertArrayEquals(new float[] {10, 14}, sum.decoded().sample(0), 1e-5f);
            assertEquals(List.of("1", "- 2", "+ 3", "decoded sum"), sum.sheet().columnCaptions());
        }
    }

    @Test
    void aConditionalModelAddsCodesOfSamplesButNotLabels() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain("high", "low")) {
            Samples samples = IdentityModels.samples(ROWS, LABELS);
            SampleArithmetic sum = SampleArithmetic.of(model, samples, 0, 2, 3);
            assertArrayEquals(new float[] {15, 17}, sum.decoded().sample(0), 1e-5f);
            assertRefused(
                    "model must have labels in its codes to add them, but it is told the labels"
                        + " high, low: decode codes with another label, or add codes of samples",
                    model,
                    samples,
                    "low");
        }
    }

    @Test
    void labelsThatAreNotThereAreRefused() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            assertRefused(
                    "minus must be one of low, high, but is \"none\"",
                    model,
                    IdentityModels.samples(ROWS, LABELS),
                    "none");
            assertRefused(
                    "data must have labels for sums of labels, but rows have none",
                    model,
                    IdentityModels.samples(ROWS),
                    "low");
        }
    }

    private static void assertRefused(
            String message, TrainedAutoencoder model, Samples samples, String minus) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> LabelArithmetic.of(model, samples, minus, "high", 2));
        assertEquals(message, e.getMessage());
    }
}
