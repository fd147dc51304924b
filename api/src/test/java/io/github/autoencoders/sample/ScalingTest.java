package io.github.autoencoders.sample;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Scaling.Binarized;
import io.github.autoencoders.sample.Scaling.Standardized;
import io.github.autoencoders.sample.Scaling.UnitInterval;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every scaling must do; a new one needs a row in {@link #members}. */
class ScalingTest {

    /**
     * A scaling, two raw samples, what they become, of which shape, and what these become on the
     * way back; all computed by hand.
     */
    private record Member(
            Scaling scaling,
            Shape shape,
            List<Double> raw,
            Shape scaledShape,
            List<Double> scaled,
            List<Double> back) {

        Member(Scaling scaling, List<Double> raw, List<Double> scaled, List<Double> back) {
            this(scaling, new Shape(2, 3), raw, new Shape(2, 3), scaled, back);
        }
    }

    private static final OneHot LETTERS = new OneHot(List.of("", "a", "bc", "b"));

    private static final Mixed PUMPS =
            new Mixed(
                    new Standardized(List.of(0.0, 1.0, 2.5), List.of(1.0, 1.0, 2.0)),
                    List.of(0, 3, 0, 0, 2));

    static List<Member> members() {
        List<Double> bytes = List.of(0.0, 51.0, 127.5, 128.0, 204.0, 255.0);
        List<Double> rows = List.of(1.0, 2.0, 3.0, -1.0, 0.0, 10.0);
        return List.of(
                new Member(new Scaling.Identity(), rows, rows, rows),
                new Member(Scaling.Unfitted.EACH, rows, rows, rows),
                new Member(
                        UnitInterval.BYTES,
                        bytes,
                        List.of(0.0, 0.2, 0.5, 128 / 255.0, 0.8, 1.0),
                        bytes),
                new Member(
                        new UnitInterval(-1, 4), rows, List.of(0.4, 0.6, 0.8, 0.0, 0.2, 2.2), rows),
                new Member(
                        new Binarized(127.5, 255),
                        bytes,
                        List.of(0.0, 0.0, 0.0, 1.0, 1.0, 1.0),
                        List.of(0.0, 0.0, 0.0, 255.0, 255.0, 255.0)),
                new Member(
                        new Standardized(List.of(2.0), List.of(0.5)),
                        rows,
                        List.of(-2.0, 0.0, 2.0, -6.0, -4.0, 16.0),
                        rows),
                new Member(
                        new Standardized(List.of(0.0, 1.0, 2.0), List.of(1.0, 2.0, 4.0)),
                        rows,
                        List.of(1.0, 0.5, 0.25, -1.0, -0.5, 2.0),
                        rows),
                new Member( // 20 deviations are 8 + log 13, ten or fewer than 8 as they are
                        new Scaling.Robust(new Standardized(List.of(0.0), List.of(0.5))),
                        rows,
                        List.of(2.0, 4.0, 6.0, -2.0, 0.0, 8 + Math.log(13)),
                        rows),
                new Member( // straight from 0 to 2, beyond by the logarithm
                        new Quantiles(
                                List.of(
                                        new Quantiles.Curve(
                                                List.of(0.0, 2.0), List.of(-1.0, 1.0), 0.5))),
                        rows,
                        List.of(
                                0.0,
                                1.0,
                                1 + Math.log(3),
                                -1 - Math.log(3),
                                -1.0,
                                1 + Math.log(17)),
                        rows),
                new Member( // a curve each, of 3 knots, 1 and 2
                        new Quantiles(
                                List.of(
                                        new Quantiles.Curve(
                                                List.of(-1.0, 0.0, 4.0), List.of(0.0, 1.0, 2.0), 1),
                                        new Quantiles.Curve(List.of(1.0), List.of(0.0), 2),
                                        new Quantiles.Curve(
                                                List.of(0.0, 10.0), List.of(-0.5, 0.5), 1))),
                        rows,
                        List.of(1.25, Math.log(1.5), -0.2, 0.0, -Math.log(1.5), 0.5),
                        rows),
                new Member( // of the second, half a cycle, and the beginning of one
                        new Dated(
                                new Standardized(List.of(2.0), List.of(0.5)),
                                List.of(new Dated.Cycle(1, 4))),
                        new Shape(2, 3),
                        rows,
                        new Shape(2, 5),
                        List.of(-2.0, 0.0, 2.0, 0.0, -1.0, -6.0, -4.0, 16.0, 0.0, 1.0),
                        rows),
                new Member(
                        LETTERS,
                        new Shape(2, 1, 2),
                        List.of(1.0, 3.0, 2.0, 0.0),
                        new Shape(2, 4, 2),
                        List.of(
                                0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, //
                                0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
                        List.of(1.0, 3.0, 2.0, 0.0)),
                new Member(
                        new Classes(List.of(3, 7, 255), List.of()),
                        new Shape(2, 1, 1, 2),
                        List.of(7.0, 3.0, 255.0, 7.0),
                        new Shape(2, 3, 1, 2),
                        List.of(
                                0.0, 1.0, 1.0, 0.0, 0.0, 0.0, //
                                0.0, 0.0, 0.0, 1.0, 1.0, 0.0),
                        List.of(7.0, 3.0, 255.0, 7.0)),
                new Member( // silence is the least that there is
                        new Spectrogram(8, 8, 4, 0.001, 1, 2),
                        new Shape(2, 1, 8),
                        Collections.nCopies(16, 0.0),
                        new Shape(2, 1, 4, 4),
                        Collections.nCopies(32, -0.5),
                        Collections.nCopies(16, 0.0)),
                new Member(
                        PUMPS,
                        new Shape(2, 5), // number, 2 words, number, number, 1 word
                        List.of(1.0, 2.0, 2.0, 5.0, 0.0, 0.0, 1.0, 4.0, 3.0, 1.0),
                        new Shape(2, 8),
                        List.of(
                                1.0, 1.0, 1.25, 0.0, 0.0, 1.0, 1.0, 0.0, //
                                0.0, 3.0, 0.25, 0.0, 1.0, 0.0, 0.0, 1.0),
                        // an unknown word is told from nothing: the first of equals is taken
                        List.of(1.0, 0.0, 2.0, 5.0, 0.0, 0.0, 1.0, 4.0, 3.0, 0.0)),
                new Member(
                        new Scaling.WithMissing(PUMPS),
                        new Shape(2, 5),
                        List.of(
                                Double.NaN,
                                1.0,
                                2.0,
                                5.0,
                                0.0, //
                                0.0,
                                Double.NaN,
                                4.0,
                                3.0,
                                Double.NaN),
                        new Shape(2, 8),
                        List.of(
                                0.0, 1.0, 1.25, 0.0, 1.0, 0.0, 1.0, 0.0, //
                                0.0, 3.0, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0),
                        List.of(0.0, 1.0, 2.0, 5.0, 0.0, 0.0, 0.0, 4.0, 3.0, 0.0)),
                new Member(
                        new Scaling.WithMissing(new UnitInterval(-1, 4)),
                        List.of(1.0, Double.NaN, 3.0, -1.0, Double.NaN, 10.0),
                        List.of(0.4, 0.0, 0.8, 0.0, 0.0, 2.2),
                        List.of(1.0, -1.0, 3.0, -1.0, -1.0, 10.0)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(m -> m.scaling().getClass()).collect(Collectors.toSet());
        assertEquals(Set.of(Scaling.class.getPermittedSubclasses()), tested);
    }

    @ParameterizedTest
    @MethodSource("members")
    void valuesAreScaledAndBack(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw =
                    manager.create(array(member.raw()), member.shape())
                            .toType(DataType.FLOAT32, true);
            NDArray scaled = member.scaling().scale(raw);
            assertEquals(member.scaledShape(), scaled.getShape());
            assertEquals(
                    member.scaledShape().slice(1),
                    member.scaling().modelShape(member.shape().slice(1)));
            assertNear(array(member.scaled()), doubles(scaled), 1e-6, 0, "scaled");
            NDArray back = member.scaling().unscale(scaled);
            assertEquals(raw.getShape(), back.getShape());
            assertNear(array(member.back()), doubles(back), 1e-6, 1e-6, "back");
        }
    }

    /** Of the values above: a model may rely on it. */
    @ParameterizedTest
    @MethodSource("members")
    void unitIntervalsAreWhatIsClippedToThem(Member member) {
        float[] outside = {-0.5f, 1.5f};
        float[] clipped = outside.clone();
        member.scaling().clip(clipped);
        boolean bounded = Arrays.equals(new float[] {0, 1}, clipped);
        boolean oneHot = // whose values nobody clips
                member.scaling() == LETTERS || member.scaling().pixelClasses().isPresent();
        assertEquals(bounded || oneHot, member.scaling().isUnitInterval());
    }

    /** They are what 0 and 1 stand for. */
    @ParameterizedTest
    @MethodSource("members")
    void boundsAreTheEndsOfTheUnitInterval(Member member) {
        Optional<UnitInterval> bounds = member.scaling().bounds();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (UnitInterval interval : bounds.stream().toList()) {
                float[] ends = {(float) interval.minimum(), (float) interval.maximum()};
                NDArray scaled = manager.create(new float[] {0, 1}, new Shape(1, 2));
                assertArrayEquals(ends, member.scaling().unscale(scaled).toFloatArray());
            }
        }
        boolean images = member.scaling() instanceof UnitInterval;
        assertEquals(images || member.scaling() instanceof Binarized, bounds.isPresent());
    }

    @Test
    void featuresHaveNumbersOfTheirOwnWhereThereAreSeveral() {
        Scaling one = new Standardized(List.of(2.0), List.of(0.5));
        Scaling two = new Standardized(List.of(2.0, 1.0), List.of(0.5, 1.0));
        for (Scaling each : List.of(two, Scaling.Unfitted.EACH)) {
            assertTrue(each.isPerFeature() && new Scaling.WithMissing(each).isPerFeature());
        }
        for (Scaling all : List.of(one, Scaling.Unfitted.TOGETHER, UnitInterval.BYTES)) {
            assertFalse(all.isPerFeature() || new Scaling.WithMissing(all).isPerFeature());
        }
    }

    @Test
    void modelsAreMadeForFittedScalingsAlone() {
        for (Scaling raw :
                List.of(
                        Scaling.Unfitted.EACH,
                        Scaling.Unfitted.TOGETHER,
                        new Scaling.WithMissing(Scaling.Unfitted.EACH))) {
            assertRefused(
                    "scaling must be fitted to the samples before a model is made for them, but is"
                            + " Unfitted",
                    raw::requireFitted);
        }
        members().stream()
                .map(Member::scaling)
                .filter(scaling -> !(scaling instanceof Scaling.Unfitted))
                .forEach(scaling -> assertDoesNotThrow(scaling::requireFitted));
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 4, Double.NaN, Double.POSITIVE_INFINITY})
    void intervalsHaveALength(double minimum) {
        assertRefused(
                "minimum must be finite and below maximum, but they are " + minimum + " and 3.0",
                () -> new UnitInterval(minimum, 3));
        assertRefused(
                "threshold must be finite and below maximum, but they are " + minimum + " and 3.0",
                () -> new Binarized(minimum, 3));
    }

    @Test
    void meansAndDeviationsAreAsMany() {
        assertRefused(
                "means and standardDeviations must be as many and at least one, but are 0 and 0",
                () -> new Standardized(List.of(), List.of()));
        assertRefused(
                "means and standardDeviations must be as many and at least one, but are 1 and 2",
                () -> new Standardized(List.of(1.0), List.of(1.0, 2.0)));
    }

    @Test
    void meansAreFiniteAndDeviationsPositive() {
        assertRefused(
                "means must be finite, but hold NaN",
                () -> new Standardized(List.of(1.0, Double.NaN), List.of(1.0, 1.0)));
        for (double deviation : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(
                    "standardDeviations must be positive and finite, but hold " + deviation,
                    () -> new Standardized(List.of(1.0), List.of(deviation)));
        }
    }

    @Test
    void standardizationFitsTheFirstAxisOfASample() {
        Standardized three = new Standardized(List.of(0.0, 1.0, 2.0), List.of(1.0, 2.0, 4.0));
        assertDoesNotThrow(() -> three.requireFits(new SampleFormat(new Shape(3, 2), 4, three)));
        assertRefused(
                "means must be one, or one for each of the 4 features or channels of (4), but are"
                        + " 3",
                () -> three.requireFits(new SampleFormat(new Shape(4), 0, three)));
        assertRefused(
                "means must be one, or one for each of the 2 features or channels of (2, 3), but"
                        + " are 3",
                () -> three.requireFits(new SampleFormat(new Shape(2, 3), 0, three)));
    }

    @Test
    void channelsOfASequenceAreStandardizedApart() {
        Scaling two = new Standardized(List.of(1.0, 10.0), List.of(2.0, 5.0));
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] values = {1, 3, 5, 10, 15, 0, -1, 1, 2, 20, 10, 5}; // [2, 2, 3]
            NDArray raw = manager.create(values, new Shape(2, 2, 3));
            NDArray scaled = two.scale(raw);
            double[] byHand = {0, 1, 2, 0, 1, -2, -1, 0, 0.5, 2, 0, -1};
            assertEquals(raw.getShape(), scaled.getShape());
            assertNear(byHand, doubles(scaled), 1e-6, 0, "scaled");
            assertNear(doubles(raw), doubles(two.unscale(scaled)), 1e-6, 1e-6, "back");
        }
    }

    /** MXNet does not mix types, and PyTorch would keep the digits of the narrower one. */
    @Test
    void numbersOfFloat64KeepTheirDigits() {
        Scaling scaling = new Standardized(List.of(0.1), List.of(1 / 3.0));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled = scaling.scale(manager.create(new double[] {0.7, -2.3}));
            assertEquals(DataType.FLOAT64, scaled.getDataType());
            assertNear(new double[] {1.8, -7.2}, doubles(scaled), 1e-14, 0, "scaled");
        }
    }

    /** What a decoder gives: probabilities, of which no two are equal. */
    @Test
    void theGreatestProbabilityIsTheSymbol() {
        double[] probabilities = {0.1, 0.2, 0.3, 0.25, 0.4, 0.3, 0.2, 0.25};
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scaled =
                    manager.create(probabilities, new Shape(1, 4, 2))
                            .toType(DataType.FLOAT32, true);
            NDArray indices = LETTERS.unscale(scaled);
            assertEquals(new Shape(1, 1, 2), indices.getShape());
            assertArrayEquals(new float[] {2, 2}, indices.toFloatArray());
        }
    }

    @Test
    void stringsBecomeTheLongestSymbolsThatFitAndBack() {
        assertArrayEquals(new float[] {3, 2, 1, 0, 0}, LETTERS.raw("bbca", 5));
        assertArrayEquals(new float[] {0, 0}, LETTERS.raw("", 2));
        assertEquals("bbca", LETTERS.text(new float[] {3, 2, 1, 0, 0}));
        assertEquals("bcbc", LETTERS.text(new float[] {2, 2}));
        assertEquals("a", LETTERS.text(new float[] {1, 0, 1}), "what stands behind the end");
    }

    @Test
    void otherStringsAreRefused() {
        assertRefused(
                "\"abdc\" must be made of the symbols a bc b, but has \"d\"",
                () -> LETTERS.raw("abdc", 9));
        assertRefused(
                "\"aab\" must have at most 2 symbols, but has more", () -> LETTERS.raw("aab", 2));
        for (float value : new float[] {-1, 4, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertRefused(
                    "sample must hold whole numbers from 0 to 3, the indices of symbols, but holds "
                            + value,
                    () -> LETTERS.requireRaw(new float[] {0, value}));
        }
    }

    @Test
    void symbolsAreAnEndAndDifferentOthers() {
        for (List<String> symbols : List.of(List.<String>of(), List.of(""), List.of("a", ""))) {
            assertRefused(
                    "symbols must be an empty one and at least one other, but are " + symbols,
                    () -> new OneHot(symbols));
        }
        for (List<String> symbols : List.of(List.of("", "a", "a"), List.of("", "a", ""))) {
            assertRefused("symbols must all differ, but are " + symbols, () -> new OneHot(symbols));
        }
    }

    @Test
    void symbolsAreSamplesOfOneRow() {
        assertDoesNotThrow(
                () -> LETTERS.requireFits(new SampleFormat(new Shape(1, 9), 0, LETTERS)));
        for (Shape shape : List.of(new Shape(9), new Shape(2, 9), new Shape(1, 3, 3))) {
            assertRefused(
                    "shape must be [1, L] for symbols, but is " + shape,
                    () -> LETTERS.requireFits(new SampleFormat(shape, 0, LETTERS)));
        }
        assertRefused(
                "padding must be 0 for symbols, but is 2",
                () -> LETTERS.requireFits(new SampleFormat(new Shape(1, 9), 2, LETTERS)));
    }

    private static void assertRefused(String message, Executable check) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, check).getMessage());
    }

    /** Missing numbers and words are 0 in model units, and so is their mask. */
    @Test
    void theMaskOfWordsIsThatOfAllTheirClasses() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float missing = Float.NaN;
            NDArray raw =
                    manager.create(
                            new float[] {missing, 1, 2, 5, 0, 0, missing, 4, 3, missing},
                            new Shape(2, 5));
            double[] expected = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
            assertArrayEquals(expected, doubles(new Scaling.WithMissing(PUMPS).modelMask(raw)), 0);
        }
    }

    /** Differences of 1e9 + i / 8 to their mean are known without any rounding. */
    @Test
    void differencesAreTakenBeforeDigitsAreLost() {
        double[][] rows = new double[9][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = 1e9 + i / 8.0;
        }
        Samples samples = Samples.of(rows);
        Samples scaled = samples.withFormat(samples.fittedFormat(0));
        double deviation = Math.sqrt(60 / 9.0) / 8; // of 0 to 8: the squares' sum is 60
        assertTrue(scaled.format().scaling().needsDoubles());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = scaled.raw(manager, new int[] {0, 4, 8});
            assertEquals(DataType.FLOAT64, raw.getDataType());
            NDArray model = scaled.format().toModel(raw);
            assertEquals(DataType.FLOAT32, model.getDataType());
            double[] expected = {-0.5 / deviation, 0, 0.5 / deviation};
            assertNear(expected, doubles(model), 1e-6, 0, "scaled");
            double[] back = scaled.format().toRaw(model).toDoubleArray();
            assertArrayEquals(new double[] {1e9, 1e9 + 0.5, 1e9 + 1}, back, 1e-6);
        }
    }

    @Test
    void whatBelongsToAWordIsTheSumOfItsClasses() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray terms =
                    manager.create(new double[] {1, 2, 4, 8, 16, 32, 64, 128}, new Shape(1, 8));
            for (Scaling scaling : List.of(PUMPS, new Scaling.WithMissing(PUMPS))) {
                assertArrayEquals(
                        new double[] {1, 56, 2, 4, 192}, doubles(scaling.perRawValue(terms)), 0);
            }
            NDArray letters = manager.ones(new Shape(2, 4, 2));
            assertEquals(new Shape(2, 1, 2), LETTERS.perRawValue(letters).getShape());
        }
    }

    @Test
    void wordsAreIndices() {
        assertDoesNotThrow(() -> PUMPS.requireRaw(new float[] {-7.5f, 2, 0, 0, Float.NaN}));
        for (float wrong : new float[] {-1, 3, 0.5f}) {
            assertRefused(
                    "value 1 of a sample must be a whole number from 0 to 2, the index of a word,"
                            + " but is "
                            + wrong,
                    () -> PUMPS.requireRaw(new float[] {0, 0, 0, 0, 0, 0, wrong, 0, 0, 0}));
        }
        assertRefused(
                "shape must be [5] for as many columns of numbers and words, but is (4)",
                () -> PUMPS.requireFits(SampleFormat.unfitted(new Shape(4))));
        assertRefused(
                "means must be one, or one for each of the 3 features or channels of (3), but are"
                        + " 2",
                () ->
                        new Mixed(
                                        new Standardized(List.of(0.0, 1.0), List.of(1.0, 1.0)),
                                        PUMPS.classes())
                                .requireFits(SampleFormat.unfitted(new Shape(5))));
        for (List<Integer> classes : List.of(List.of(0, 0), List.of(1, 0), List.of(-2))) {
            assertRefused(
                    "classes must be 0, or at least 2 for some, but are " + classes,
                    () -> new Mixed(new Scaling.Identity(), classes));
        }
    }

    @Test
    void numbersNearZeroAreThoseOfFloats() {
        double[][] rows = {{0.1, 5}, {0.2, 6}, {0.4, 9}};
        float[][] floats = {{0.1f, 5}, {0.2f, 6}, {0.4f, 9}};
        Samples doubles = Samples.of(rows);
        assertEquals(Samples.of(floats).fittedFormat(0), doubles.fittedFormat(0));
        Samples scaled = doubles.withFormat(doubles.fittedFormat(0));
        assertEquals(
                Samples.of(floats).withFormat(doubles.fittedFormat(0)).sha256(), scaled.sha256());
        assertEquals(0.1, scaled.value(0, 0));
    }

    /** The last bit of a double is no spread. */
    @Test
    void whatDiffersByRoundingIsConstant() {
        Samples samples = Samples.of(new double[][] {{0.1 + 0.2}, {0.3}, {0.3}});
        assertEquals(
                new Standardized(List.of((double) 0.3f), List.of(1.0)),
                samples.fittedFormat(0).scaling());
    }

    /** Quartiles of 1 to 9 and one far value: 3.25 and 7.75. */
    @Test
    void oneFarValueDoesNotMoveTheQuartiles() {
        double[][] rows = {{3}, {1}, {2}, {1e6}, {4}, {6}, {5}, {9}, {8}, {7}};
        assertEquals(
                new Scaling.Robust(new Standardized(List.of(5.5), List.of(4.5 / 1.349))),
                Samples.of(rows).fittedFormat(0, ScalingKind.ROBUST).scaling());
    }

    /**
     * Of a skewed column, with a third of it equal: the share below is that of the logistic law.
     */
    @Test
    void quantilesOfAnyColumnBecomeThoseOfOneDistribution() {
        double[][] rows = new double[3000][];
        for (int i = 0; i < rows.length; i++) {
            double share = (i + 0.5) / rows.length;
            rows[i] = new double[] {Math.exp(5 * share * share), Math.max(1000, i)};
        }
        Samples samples = Samples.of(rows);
        Scaling scaling = samples.fittedFormat(0, ScalingKind.QUANTILE).scaling();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = manager.create(samples.samples().toArray(float[][]::new));
            NDArray scaled = scaling.scale(raw);
            float[] values = scaled.toFloatArray();
            for (int i = 60; i < rows.length - 60; i++) {
                double share = 1 / (1 + Math.exp(-Math.PI / Math.sqrt(3) * values[2 * i]));
                assertEquals((i + 0.5) / rows.length, share, 0.01);
                double equal = i <= 1000 ? 1 / 6.0 : (i + 0.5) / rows.length; // in their middle
                double other = 1 / (1 + Math.exp(-Math.PI / Math.sqrt(3) * values[2 * i + 1]));
                assertEquals(equal, other, i > 900 && i < 1100 ? 0.2 : 0.02);
            }
            assertNear(doubles(raw), doubles(scaling.unscale(scaled)), 1e-3, 1e-5, "back");
        }
    }

    /**
     * A value a million times the usual is told apart, and neither the largest nor the others hide.
     */
    @Test
    void whatLiesBeyondAllQuantilesGrows() {
        double[][] rows = new double[100][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i == 0 ? 1e6 : i};
        }
        Scaling scaling = Samples.of(rows).fittedFormat(0, ScalingKind.QUANTILE).scaling();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = manager.create(new float[] {99, 200, 1000, 1e6f}, new Shape(4, 1));
            float[] scaled = scaling.scale(raw).toFloatArray();
            for (int i = 1; i < scaled.length; i++) {
                assertTrue(scaled[i] > scaled[i - 1] + 0.9, Arrays.toString(scaled));
            }
        }
    }

    @Test
    void curvesRiseAndHaveAUnit() {
        assertRefused(
                "values and scores must be as many and at least one, but are 0 and 1",
                () -> new Quantiles.Curve(List.of(), List.of(0.0), 1));
        assertRefused(
                "values must be finite and rise, but 1.0 follows 1.0",
                () -> new Quantiles.Curve(List.of(1.0, 1.0), List.of(0.0, 1.0), 1));
        assertRefused(
                "scores must be finite and rise, but NaN follows 0.0",
                () -> new Quantiles.Curve(List.of(1.0, 2.0), List.of(0.0, Double.NaN), 1));
        assertRefused(
                "unit must be positive and finite, but is NaN",
                () -> new Quantiles.Curve(List.of(1.0), List.of(0.0), Double.NaN));
        assertRefused(
                "curves must be one, or one for each feature or channel, but are none",
                () -> new Quantiles(List.of()));
    }

    @Test
    void cyclesAreOfColumnsAndHaveALength() {
        assertRefused(
                "column must not be negative and seconds must be positive, but they are -1 and 4.0",
                () -> new Dated.Cycle(-1, 4));
        assertRefused(
                "cycles must be at least one, but are none",
                () -> new Dated(new Scaling.Identity(), List.of()));
        Scaling dated = new Dated(new Scaling.Identity(), List.of(new Dated.Cycle(2, 4)));
        assertRefused(
                "cycles must be of columns of rows of numbers, but that of column 2 is not one of"
                        + " (2)",
                () -> dated.requireFits(new SampleFormat(new Shape(2), 0, dated)));
    }

    @Test
    void setsTooLargeForOneArrayAreRefusedBeforeTheyAreMade() {
        SampleFormat large = SampleFormat.unfitted(new Shape(1 << 30));
        assertEquals(
                "rows must hold at most 2147483639 values together, but its 3 samples of 1073741824"
                        + " values hold more; take fewer samples or smaller ones",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Samples.of(new float[3][0], large))
                        .getMessage());
    }
}
