package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.Ratings;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private static final float NONE = Float.NaN;
    private static final Scaling GAPS =
            new Scaling.WithMissing(new Scaling.Standardized(List.of(3.0), List.of(1.0)));
    private static final float[][] ROWS = {{1, NONE, 3, NONE}, {4, 3, 2, 1}, {NONE, NONE, NONE, 5}};

    @Test
    void whatIsKnownStaysAndWhatIsMissingIsWhatTheModelReconstructs() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(4, GAPS, List.of())) {
            Completion completion = Completion.of(model, Samples.of(ROWS, model.format()));
            float[][] expected = model.reconstruct(ROWS);
            float[][] values = completion.values();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    float wanted = Float.isNaN(ROWS[i][j]) ? expected[i][j] : ROWS[i][j];
                    assertEquals(wanted, values[i][j]);
                }
            }
            assertEquals(5, completion.missing());
            assertEquals(List.of(1, 3), completion.missing(0));
            assertEquals(List.of(), completion.top(1, 2));
        }
    }

    @Test
    void theHighestOfTheMissingComeFirst() {
        Samples samples = Samples.of(ROWS, new SampleFormat(new Shape(4), 0, GAPS));
        float[][] predicted = {{9, 2, 9, 4}, {9, 9, 9, 9}, {1, 3, 2, 9}};
        Completion completion = new Completion(samples, Samples.of(predicted));
        assertEquals(List.of(3, 1), completion.top(0, 2));
        assertEquals(List.of(1, 2), completion.top(2, 2));
        assertArrayEquals(new float[] {1, 2, 3, 4}, completion.values()[0]);
        Exception e = assertThrows(RuntimeException.class, () -> completion.top(0, 0));
        assertEquals("top must be at least 1, but is 0", e.getMessage());
    }

    @Test
    void usersAreToldTheItemsThatTheyDidNotRate() throws Exception {
        Ratings ratings =
                new Ratings(
                        "films",
                        List.of("ann", "bob", "eve"),
                        List.of("A", "B", "C", "D"),
                        List.of(ROWS));
        try (TrainedAutoencoder model = UntrainedModels.ofRows(4, GAPS, List.of())) {
            float[][] predicted = model.reconstruct(ROWS);
            assertEquals(
                    List.of(
                            new Recommendation("ann", "B", predicted[0][1]),
                            new Recommendation("ann", "D", predicted[0][3]),
                            new Recommendation("eve", "A", predicted[2][0]),
                            new Recommendation("eve", "B", predicted[2][1]),
                            new Recommendation("eve", "C", predicted[2][2])),
                    Recommendation.all(model, ratings));
            List<Recommendation> best = Recommendation.top(model, ratings, 1);
            assertEquals(List.of("ann", "eve"), best.stream().map(Recommendation::user).toList());
            assertEquals(Math.max(predicted[0][1], predicted[0][3]), best.get(0).rating());
        }
    }

    @Test
    void modelsOfWholeSamplesAndOtherItemsAreRefused() throws Exception {
        Scaling whole = new Scaling.Standardized(List.of(3.0), List.of(1.0));
        try (TrainedAutoencoder model = UntrainedModels.ofRows(4, whole, List.of())) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Completion.of(model, Samples.of(ROWS)));
            assertEquals(
                    "model must be one of ratings or of a table with missing cells, but its samples"
                            + " have no missing values",
                    e.getMessage());
        }
        Ratings other =
                new Ratings("films", List.of("ann"), List.of("A"), List.of(new float[] {1}));
        try (TrainedAutoencoder model = UntrainedModels.ofRows(4, GAPS, List.of())) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Recommendation.all(model, other));
            assertEquals(
                    "films must hold ratings of 4 items as the model was trained with, but holds 1",
                    e.getMessage());
        }
    }
}
