package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.IdentityModels;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.evaluation.ModelComparison.Settings;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Rate and distortion, probes, comparisons and evaluations of models whose codes are the samples.
 */
class MeasuredModelsTest {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private static float[][] normal(int count, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][2];
        for (float[] row : rows) {
            row[0] = (float) random.nextGaussian();
            row[1] = (float) random.nextGaussian();
        }
        return rows;
    }

    // ------------------------------------------------------------------ rate and distortion

    /** By hand: 0 to 4 and 0 to 8 in two cells of one bit each, whose middles are 1, 3, 2, 6. */
    @Test
    void roundedCodesAreDecodedAndMeasured() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples samples = IdentityModels.samples(new float[][] {{0, 0}, {4, 8}, {1, 7}});
            RateDistortion measured = RateDistortion.of(model, samples, 1, 12);
            RateDistortion.Row one = measured.rows().get(0);
            assertArrayEquals(new float[] {1, 2}, one.decoded().sample(0), 1e-5f);
            assertArrayEquals(new float[] {3, 6}, one.decoded().sample(1), 1e-5f);
            assertArrayEquals(new float[] {1, 6}, one.decoded().sample(2), 1e-5f);
            double error = (1 + 4 + 1 + 4 + 0 + 1) / 6.0;
            assertEquals(10 * Math.log10(1 / error), one.quality().psnr(), 1e-5);
            assertEquals(1, one.compression().rate()); // two bits for two values
            assertEquals("value", measured.unit());
            assertEquals(12, measured.rows().get(1).compression().rate());
            assertTrue(measured.rows().get(1).quality().psnr() > 50);
            assertEquals(32, measured.limit().compression().bits());
            assertEquals(1 + 2 + 1, measured.lines().size());
            assertTrue(
                    measured.lines().get(1).matches(" +1 +1\\.0000 +0\\.9183 +-2\\.63 +-"),
                    measured.lines().get(1));
            assertTrue(measured.chart().draw("").getWidth() > 100);
        }
    }

    @Test
    void aTableHasOneToEightBits() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            String[] labels = {"b", "b", "b", "b"};
            Samples samples = IdentityModels.samples(normal(4, 1), labels);
            RateDistortion measured = RateDistortion.of(model, samples);
            assertEquals(
                    List.of(1, 2, 3, 4, 5, 6, 7, 8),
                    measured.rows().stream().map(row -> row.compression().bits()).toList());
            float expected = samples.sample(3)[0] + 10; // the decoder adds it for b
            assertEquals(expected, measured.limit().decoded().sample(3)[0], 1e-5);
            assertThrows(
                    IllegalArgumentException.class, () -> RateDistortion.of(model, samples, 17));
        }
    }

    /** The index of a symbol is no quantity: its error would say nothing. */
    @Test
    void stringsHaveNoRateAndDistortion() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofStrings()) {
            Samples strings = Samples.ofTexts("strings", model.format(), List.of("ab", "ba"));
            assertEquals(
                    "model must be one of numbers, but is one of strings",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> RateDistortion.of(model, strings))
                            .getMessage());
        }
    }

    // ------------------------------------------------------------------ probe

    /** Where a value is missing, distances would be no numbers, and all shares wrong. */
    @Test
    void samplesOfWhichValuesAreMissingAreNotCompared() throws Exception {
        float[][] rows = normal(40, 2);
        rows[7][1] = Float.NaN;
        String[] labels = labels(40);
        Samples gap =
                Samples.of(rows, IdentityModels.PAIR.withMissing()).withLabels(List.of(labels));
        Samples whole = IdentityModels.samples(normal(40, 3), labels).withFormat(gap.format());
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            for (DataSplit split : List.of(new DataSplit(gap, whole), new DataSplit(whole, gap))) {
                for (Executable comparing :
                        List.<Executable>of(
                                () -> ModelComparison.of(model, model, split),
                                () -> LabelProbe.of(model, split),
                                () -> GeneratedLabels.of(model, split, 1, 0))) {
                    assertEquals(
                            "rows must have all values, but value 1 of sample 7 is missing",
                            assertThrows(IllegalArgumentException.class, comparing).getMessage());
                }
            }
        }
    }

    /** A model that learnt from gaps has a format with such, whatever data it is compared by. */
    @Test
    void wholeSamplesOfAFormatWithGapsAreCompared() throws Exception {
        String[] labels = labels(40);
        Samples known = IdentityModels.samples(normal(40, 2), labels);
        Samples held = IdentityModels.samples(normal(40, 3), labels);
        DataSplit split = new DataSplit(known, held);
        DataSplit gaps = split.withFormat(IdentityModels.PAIR.withMissing());
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            assertEquals(
                    ModelComparison.of(model, model, split).first().toString(),
                    ModelComparison.of(model, model, gaps).first().toString());
            assertEquals(LabelProbe.of(model, split), LabelProbe.of(model, gaps));
            assertEquals(
                    GeneratedLabels.of(model, split, 5, 0), GeneratedLabels.of(model, gaps, 5, 0));
        }
    }

    private static String[] labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? "a" : "b")
                .toArray(String[]::new);
    }

    /** Labels that a line divides, and groups that are the labels. */
    @Test
    void labelsThatAreApartAreFoundAndProgressIsTold() throws Exception {
        float[][] rows = normal(90, 2);
        String[] labels = new String[90];
        for (int i = 0; i < 90; i++) {
            rows[i][0] += 20 * (i % 3);
            rows[i][1] += 20 * (i % 3 % 2);
            labels[i] = "kind " + i % 3;
        }
        Samples all = IdentityModels.samples(rows, labels);
        DataSplit split =
                new DataSplit(
                        all.subset(IntStream.range(0, 60).toArray()),
                        all.subset(IntStream.range(60, 90).toArray()));
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            List<Long> steps = new ArrayList<>();
            LabelProbe probe =
                    LabelProbe.of(
                            model,
                            split,
                            (done, of) -> {
                                assertEquals(2 + 2 * 3, of);
                                steps.add(done);
                            });
            assertEquals(new LabelProbe(3, 1, 1, 1 / 3.0, 1, 1), probe);
            assertEquals(LongStream.rangeClosed(0, 8).boxed().toList(), steps);
            String text =
                    """
                    accuracy, linear on the 2 values of the code: 1.0000
                    accuracy, linear on the 5 values of the sample: 1.0000
                    accuracy, always the most frequent label: 0.3333
                    k-means of the codes, k = 3: purity 1.0000, normalized mutual information 1.0000
                    """;
            assertEquals(text.lines().toList(), probe.lines(2, 5));
            Samples bare = IdentityModels.samples(rows);
            assertEquals(
                    "data must have labels, but rows have none",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> LabelProbe.of(model, new DataSplit(bare, bare)))
                            .getMessage());
        }
    }

    // ------------------------------------------------------------------ one model against another

    /** Data of N(0, I), which these models draw; labels move the samples of a model away. */
    @Test
    void aModelThatDrawsTheDataCoversThemAndAnotherDoesNot() throws Exception {
        Samples samples = IdentityModels.samples(normal(2_000, 3));
        DataSplit split =
                new DataSplit(
                        samples.first(1_700),
                        samples.subset(IntStream.range(1_700, 2_000).toArray()));
        try (TrainedAutoencoder first = IdentityModels.variational();
                TrainedAutoencoder second = IdentityModels.plain("here", "away")) {
            Settings away = new Settings(200, 1_000, 5, List.of("away"));
            List<Long> steps = new ArrayList<>();
            ModelComparison both =
                    ModelComparison.of(
                            first,
                            second,
                            split,
                            away,
                            (done, all) -> {
                                assertEquals(600, all); // twice 100 real and 200 drawn
                                steps.add(done);
                            });
            assertEquals(LongStream.rangeClosed(0, 600).boxed().toList(), steps);
            assertEquals(100, both.real().samples().size());
            assertTrue(both.first().covered() > 0.95, "" + both.first().covered());
            assertEquals(0, both.second().covered());
            assertEquals(1, both.second().nothing().far(), 0.02);
            assertTrue(both.first().nothing().far() < 0.1);
            assertEquals("variational autoencoder", both.first().kind());
            assertEquals("plain autoencoder", both.second().kind());
            for (int i = 0; i < 200; i++) { // of the same seeds
                float expected = both.first().samples().sample(i)[0] + 10;
                assertEquals(expected, both.second().samples().sample(i)[0], 1e-5);
            }
            assertEquals(64, both.shown());
            assertTrue(both.draw("one", "other").getWidth() > 100);
        }
    }

    @Test
    void whatCannotBeComparedIsRefused() throws Exception {
        Samples samples = IdentityModels.samples(normal(20, 3));
        DataSplit split = new DataSplit(samples, samples);
        try (TrainedAutoencoder model = IdentityModels.variational();
                TrainedAutoencoder told = IdentityModels.plain("a", "b")) {
            assertRefused(
                    "labels must be given for a conditional model, but neither model is one",
                    () ->
                            ModelComparison.of(
                                    model, model, split, new Settings(9, 0, 0, List.of("a"))));
            assertRefused(
                    "label must be one of a, b, but is \"c\"",
                    () ->
                            ModelComparison.of(
                                    model, told, split, new Settings(9, 0, 0, List.of("c"))));
            assertRefused(
                    "the validation samples to be covered, a tenth of the limit, must be more than"
                            + " 5, but are 1",
                    () ->
                            ModelComparison.of(
                                    model, told, split, new Settings(9, 10, 0, List.of())));
        }
        assertRefused(
                "count must be at least 1, but is 0", () -> new Settings(0, 10, 0, List.of()));
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    // ------------------------------------------------------------------ evaluation

    /** The density of N(x; x, I) is that of its middle, whatever x is. */
    @Test
    void aPerfectReconstructionHasTheDensityOfTheMiddle() throws Exception {
        Samples samples = IdentityModels.samples(normal(70, 4));
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            var plain =
                    assertInstanceOf(Evaluation.Plain.class, Evaluation.of(model, samples, 1, 1));
            assertEquals(LOG_TWO_PI, plain.reconstruction(), 1e-5);
            assertEquals(70, plain.samples());
            assertArrayEquals(samples.toArrays()[69], model.encode(samples)[69]); // still open
        }
    }

    /** With p(z) and p(x given z) normal of variance 1, x is N(0, 2 I). */
    @Test
    void theBoundComesNearTheDensityOfALinearModel() throws Exception {
        float[][] rows = {{0.5f, -1}, {1, 0.25f}};
        double expected = 0;
        for (float[] row : rows) {
            double squares = row[0] * row[0] + row[1] * row[1];
            expected += (-LOG_TWO_PI - Math.log(2) - squares / 4) / rows.length;
        }
        try (TrainedAutoencoder model = IdentityModels.variational()) {
            var found =
                    assertInstanceOf(
                            Evaluation.Variational.class,
                            Evaluation.of(model, IdentityModels.samples(rows), 20_000, 1));
            assertEquals(expected, found.logLikelihood(), 0.03); // 20,000 draws
        }
    }
}
