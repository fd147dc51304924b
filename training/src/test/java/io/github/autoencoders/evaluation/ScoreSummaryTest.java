package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.application.ScoreTable;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScoreSummaryTest {

    private static final float[][] ROWS = {{0, 0}, {9, 9}, {1, 0}, {-8, 7}};

    /** Pairs of a normal sample and an anomaly, counted one by one. */
    @Test
    void aurocIsTheShareOfPairsInTheRightOrder() throws Exception {
        Scaling plain = new Scaling.Standardized(List.of(0.0), List.of(1.0));
        try (TrainedAutoencoder model = UntrainedModels.ofRows(2, plain, List.of())) {
            List<String> labels = List.of("good", "bad", "good", "bad");
            Samples samples = Samples.of(ROWS).withLabels(labels);
            ScoreSummary summary = ScoreSummary.of(model, samples, List.of("bad"));
            double[] scores = model.score(ROWS);
            double right = 0;
            for (int normal : new int[] {0, 2}) {
                for (int anomaly : new int[] {1, 3}) {
                    right += scores[anomaly] > scores[normal] ? 1 : 0;
                }
            }
            assertEquals(right / 4, summary.auroc().orElseThrow(), 1e-12);
            assertEquals(DoubleStream.of(scores).average().orElseThrow(), summary.mean(), 1e-9);
            assertEquals("nats", summary.unit());
            assertEquals(4, summary.samples());
            assertEquals(2, summary.anomalous());
            assertEquals(List.of(0, 1, 0, 1), summary.labels());
        }
    }

    private static Anomalies found(List<String> named, String learnt, String... each) {
        List<String> known = List.of(each).stream().distinct().sorted().toList();
        return Anomalies.of(named, learnt, "x", known, List.of(each));
    }

    @Test
    @Tag("no-engine")
    void theRarerOfTwoLabelsIsTheAnomaly() {
        assertEquals(
                new Anomalies(List.of("bad"), "the rarer"),
                found(List.of(), "", "good", "bad", "good"));
        assertEquals(
                new Anomalies(List.of("good"), "the rarer"),
                found(List.of(), "", "good", "bad", "bad"));
        assertEquals(new Anomalies(List.of("1"), "the last"), found(List.of(), "", "1", "0"));
        assertEquals(new Anomalies(List.of(), ""), found(List.of(), "", "a", "b", "c"));
        assertEquals(new Anomalies(List.of(), ""), found(List.of(), "", "a", "a"));
    }

    @Test
    @Tag("no-engine")
    void whatTheModelDidNotLearnFromIsTheAnomaly() {
        assertEquals(
                new Anomalies(List.of("b", "c"), "as the model learnt from a"),
                found(List.of(), "a", "a", "b", "b", "c"));
        assertEquals(
                new Anomalies(List.of("a"), "the rarer"),
                found(List.of(), "elsewhere", "a", "b", "b"));
        assertEquals(new Anomalies(List.of("a"), ""), found(List.of("a"), "a", "a", "b", "c"));
    }

    @Test
    @Tag("no-engine")
    void anomaliesThatAreNotThereAreRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> found(List.of("2"), "", "0", "1"));
        assertEquals("anomaly must be of the labels [0, 1] of x, but is \"2\"", e.getMessage());
    }

    @Test
    @Tag("no-engine")
    void ofOneKindAloneThereIsNoAuroc() {
        ScoreSummary all =
                new ScoreSummary(
                        2,
                        1.5,
                        "nats",
                        List.of(1.0, 2.0),
                        List.of(0, 0),
                        List.of("a"),
                        new Anomalies(List.of("a"), ""),
                        Optional.empty());
        assertEquals(OptionalDouble.empty(), all.auroc());
        assertEquals(2, all.anomalous());
        assertEquals(List.of(), all.lines());
    }

    /** Of the four pairs of a normal sample and an anomaly, three are in order. */
    @Test
    @Tag("no-engine")
    void linesTellTheAurocAndWhatIsFlagged() {
        ScoreSummary some =
                new ScoreSummary(
                        4,
                        2.5,
                        "nats",
                        List.of(1.0, 2.0, 3.0, 4.0),
                        List.of(0, 1, 0, 1),
                        List.of("a", "b"),
                        new Anomalies(List.of("b"), "the last"),
                        Optional.of(new ScoreTable.Flagged(2.5, 2, 1)));
        assertEquals(
                List.of(
                        "AUROC: 0.7500, 2 anomalies (label b: the last) of 4",
                        "flagged: 2 of 4, with scores above 2.5, among them 1 of the 2 anomalies"),
                some.lines());
    }
}
