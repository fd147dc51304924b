package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.CsvStream;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.evaluation.ScoreSummary;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

    private static final Scaling PLAIN = new Scaling.Standardized(List.of(0.0), List.of(1.0));
    private static final String ROWS =
            "row,a,label,b\n9,0,good,0\n8,9,bad,9\n7,1,good,0\n6,-8,bad,7\n";

    private static SampleStream stream(int portion) throws IOException {
        return stream(ROWS, portion);
    }

    private static SampleStream stream(String text, int portion) throws IOException {
        return CsvStream.of(
                "rows",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                DataOptions.ofSeed(0).withSchema(Schema.ofFeatures(List.of("a", "b"))),
                portion);
    }

    private static List<String> table(
            TrainedAutoencoder model, boolean contributions, Flagging flagging, int portion)
            throws Exception {
        StringWriter text = new StringWriter();
        ScoreSummary.Settings settings =
                new ScoreSummary.Settings(contributions, flagging, List.of(), false);
        try (SampleStream rows = stream(portion)) {
            ScoreSummary.write(model, rows, settings, CsvOutput.to(text));
        }
        return text.toString().lines().toList();
    }

    /** More rows than the writer's buffer holds. */
    @Test
    void anUnknownLabelOfAnomaliesIsRefusedBeforeRowsThatWait() throws Exception {
        List<String> words = Collections.nCopies(20_000, "1,0,good\n");
        StringWriter text = new StringWriter();
        ScoreSummary.Settings settings =
                new ScoreSummary.Settings(
                        false, new Flagging.Highest(0.5), List.of("broken"), false);
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, PLAIN, List.of());
                SampleStream rows = stream("a,b,label\n" + String.join("", words), 1000)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ScoreSummary.write(model, rows, settings, CsvOutput.to(text)));
            assertEquals(
                    "anomaly must be of the labels [good] of rows, but is \"broken\"",
                    e.getMessage());
        }
        assertEquals("", text.toString());
    }

    /** The highest half by a sort of one's own; whatever the portions. */
    @Test
    void theHighestScoresAreFlagged() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, PLAIN, List.of())) {
            double[] scores = model.score(new float[][] {{0, 0}, {9, 9}, {1, 0}, {-8, 7}});
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            double between = (sorted[1] + sorted[2]) / 2;
            for (Flagging half : List.of(new Flagging.Highest(0.5), new Flagging.Above(between))) {
                for (int portion : new int[] {1, 3}) {
                    List<String> lines = table(model, false, half, portion);
                    assertEquals("row,score,flagged,label", lines.get(0));
                    for (int i = 0; i < 4; i++) {
                        String[] cells = lines.get(i + 1).split(",", -1);
                        assertEquals(Integer.toString(i + 1), cells[0]);
                        assertEquals(scores[i], Double.parseDouble(cells[1]), 1e-5 * scores[i]);
                        assertEquals(scores[i] >= sorted[2] ? "1" : "0", cells[2]);
                        assertEquals(i % 2 == 0 ? "good" : "bad", cells[3]);
                    }
                }
            }
        }
    }

    @Test
    void contributionsSumToTheScore() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, PLAIN, List.of())) {
            List<String> lines = table(model, true, new Flagging.None(), 1);
            assertEquals(
                    "row,score,contribution of x1,contribution of x2,"
                            + "contribution of KL divergence,label",
                    lines.get(0));
            for (String line : lines.subList(1, 5)) {
                double[] cells =
                        Arrays.stream(line.split(",", -1))
                                .limit(5)
                                .mapToDouble(Double::parseDouble)
                                .toArray();
                assertEquals(cells[1], cells[2] + cells[3] + cells[4], 1e-5 * Math.abs(cells[1]));
            }
        }
    }

    private static void assertSums(TrainedAutoencoder model, Samples samples) {
        double[] scores = model.score(samples);
        float[][] parts = model.contributions(samples);
        for (int i = 0; i < scores.length; i++) {
            assertEquals(model.contributors().size(), parts[i].length);
            double sum = 0;
            for (float part : parts[i]) {
                sum += part;
            }
            assertEquals(scores[i], sum, 1e-5 * Math.abs(scores[i]));
        }
    }

    /**
     * Symbols are several values of the model each; a padding and gaps have values of their own.
     */
    @Test
    void contributionsOfAllKindsSumToTheScore() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofStrings()) {
            assertSums(model, Samples.ofTexts("x", model.format(), List.of("abc", "a", "cabca")));
            assertEquals(
                    List.of("x1", "x2", "x3", "x4", "x5", "KL divergence"), model.contributors());
        }
        try (TrainedAutoencoder model = UntrainedModels.ofPaddedImages()) {
            float[][] pixels = {{0, 9, 200, 255}, {255, 3, 2, 1}};
            assertSums(model, Samples.of(pixels, model.format()));
            assertEquals(
                    List.of("x1", "x2", "x3", "x4", "padding", "KL divergence"),
                    model.contributors());
        }
        Scaling gaps = new Scaling.WithMissing(PLAIN);
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, gaps, List.of())) {
            Samples some = Samples.of(new float[][] {{1, Float.NaN}, {2, 3}}, model.format());
            assertSums(model, some);
            assertEquals(0, model.contributions(some)[0][1]);
        }
    }

    @Test
    void aScoreThatIsNotFiniteIsRefusedWithItsKey() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, PLAIN, List.of())) {
            Samples far = Samples.of(new float[][] {{0, 0}, {1e30f, 0}}).withNumbers("row", 7);
            String refused =
                    String.valueOf(
                            assertThrows(IllegalArgumentException.class, () -> model.score(far))
                                    .getMessage());
            assertEquals(
                    "rows: the score of row 8 must be finite, but is Infinity; value 0 is"
                            + " 1.0E30, where the model learnt from about -3.00000 to 3.00000",
                    refused.replace("NaN", "Infinity")); // which it is, is the engine's
        }
    }

    @Test
    @Tag("no-engine")
    void sharesAndThresholdsAreChecked() {
        assertEquals(
                "share must be above 0 and at most 1, but is 1.5",
                assertThrows(IllegalArgumentException.class, () -> new Flagging.Highest(1.5))
                        .getMessage());
        assertEquals(
                "threshold must be a finite number, but is NaN",
                assertThrows(IllegalArgumentException.class, () -> new Flagging.Above(Double.NaN))
                        .getMessage());
        double[] scores = {3, 1, 2, 3, 0};
        assertEquals(OptionalDouble.of(3), new Flagging.Highest(0.2).of(scores)); // two are equal
        assertEquals(OptionalDouble.of(2), new Flagging.Highest(0.4).of(scores));
        assertEquals(
                OptionalDouble.of(Double.NEGATIVE_INFINITY), new Flagging.Highest(1).of(scores));
    }

    @Test
    void aKeyOfTheNameOfAnotherColumnIsCalledASamples() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, PLAIN, List.of())) {
            Samples samples =
                    Samples.of(new float[][] {{1, 2}}).withKeys("x1", List.of("the first"));
            StringWriter text = new StringWriter();
            CsvOutput.to(text)
                    .write(
                            table ->
                                    CsvOutput.rows(Task.RECONSTRUCT, model.format(), table)
                                            .take(samples, new float[][] {{1, 2}}));
            assertEquals("sample x1,x1,x2\nthe first,1.0,2.0\n", text.toString());
            assertArrayEquals(
                    model.contributors().toArray(), new String[] {"x1", "x2", "KL divergence"});
        }
    }
}
