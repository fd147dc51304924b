package io.github.autoencoders.likelihood;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.testing.ClosedSet;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every likelihood must do; a new one needs a row in {@link #members}. */
class LikelihoodContractTest {

    /** What a member is, which says what it must do. */
    private enum Kind {
        /** A density of each value, independent of the others. */
        DENSITY,
        /** A density of values along axis 1 that depend on each other. */
        JOINT_DENSITY,
        /** One of numbers and, behind them along axis 1, of words that depend on each other. */
        MIXED_DENSITY,
        /** An error of each value. */
        ERROR,
        /** An error of a whole sample, of which the samples here are images. */
        WHOLE_ERROR
    }

    /**
     * A likelihood, and for a density where its mass lies.
     *
     * @param golden the prefix of its answers in densities.npz, or empty where the file has none
     * @param support samples between and beyond which there is nothing worth counting
     * @param weight of each: 1 if these are all samples, else the distance between them, for
     *     quadrature by the trapezoidal rule
     * @param tolerance of the quadrature
     */
    private record Member(
            Likelihood likelihood,
            Kind kind,
            String golden,
            List<double[]> support,
            double weight,
            double tolerance) {

        static Member density(
                Likelihood likelihood, String golden, double edge, int steps, double tolerance) {
            List<double[]> line =
                    IntStream.rangeClosed(0, steps)
                            .mapToObj(i -> new double[] {-edge + 2 * edge * i / steps})
                            .toList();
            return new Member(likelihood, Kind.DENSITY, golden, line, 2 * edge / steps, tolerance);
        }

        static Member discrete(Likelihood likelihood, Kind kind, String golden, double[]... all) {
            return new Member(likelihood, kind, golden, List.of(all), 1, 1e-10);
        }

        /** One number beside a column of three words. */
        static Member mixed(Likelihood numbers, double edge, int steps, double tolerance) {
            List<double[]> grid =
                    IntStream.rangeClosed(0, steps)
                            .mapToObj(i -> -edge + 2 * edge * i / steps)
                            .flatMap(
                                    x ->
                                            Stream.of(
                                                    new double[] {x, 1, 0, 0},
                                                    new double[] {x, 0, 1, 0},
                                                    new double[] {x, 0, 0, 1}))
                            .toList();
            return new Member(
                    new Likelihood.Mixed(numbers, List.of(3)),
                    Kind.MIXED_DENSITY,
                    "",
                    grid,
                    2 * edge / steps,
                    tolerance);
        }

        static Member error(Likelihood likelihood, Kind kind) {
            return new Member(likelihood, kind, "", List.of(), 0, 0);
        }

        /** Returns some parameters of one sample, P times as many as it has values. */
        double[] parameters(int variant) {
            int count = likelihood.parametersPerValue() * support.get(0).length;
            return IntStream.range(0, count)
                    .mapToDouble(i -> PARAMETERS[(variant + 2 * i) % PARAMETERS.length])
                    .toArray();
        }

        /** Sums or integrates the density times a function over x. */
        double expectation(double[] parameters, ToDoubleFunction<double[]> function) {
            try (NDManager manager = NDManager.newBaseManager()) {
                double[] points = support.stream().flatMapToDouble(Arrays::stream).toArray();
                int size = support.size();
                NDArray x = manager.create(points, new Shape(size, points.length / size));
                NDArray row = manager.create(parameters, new Shape(1, parameters.length));
                NDArray rows = manager.zeros(new Shape(size, parameters.length), x.getDataType());
                double[] minusLog = doubles(likelihood.negativeLogDensity(rows.add(row), x));
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    double value = function.applyAsDouble(support.get(i));
                    sum += weight * Math.exp(-minusLog[i]) * value;
                }
                return sum;
            }
        }

        /** Returns the shape of a small batch. */
        Shape batch() {
            int size = likelihood instanceof Likelihood.StructuralSimilarity ? 11 : 22;
            return switch (kind) {
                case WHOLE_ERROR -> new Shape(1, 1, size, size);
                case MIXED_DENSITY -> new Shape(2, 6);
                default -> new Shape(2, 2, 3);
            };
        }

        @Override
        public String toString() {
            return likelihood.toString();
        }
    }

    /** A user's: logistic distributions, whose parameters are their means. */
    record Logistic(double scale) implements Likelihood.Custom {

        // -log p = u + log s + 2 log(1 + e^-u) with u = (x - mean) / s
        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            NDArray u = Scaled.by(1 / scale, x.sub(parameters));
            NDArray softPlus = ai.djl.nn.Activation.softPlus(Scaled.by(-1, u));
            return u.add(Scaled.by(2, softPlus)).add(Math.log(scale));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }
    }

    private static final double[] PARAMETERS = {-3, -0.7, 0, 0.4, 2.5};

    /**
     * The trapezoidal rule is exact to rounding for smooth densities. Where a Laplace density has
     * its peak, its error is that of one step: h^2 / (12 b^2) with h = 2e-3.
     */
    static List<Member> members() {
        return List.of(
                Member.discrete(
                        new Likelihood.Bernoulli(),
                        Kind.DENSITY,
                        "bernoulli",
                        new double[] {0},
                        new double[] {1}),
                Member.density(new Likelihood.Gaussian(0.8), "gaussian", 20, 4000, 1e-10),
                Member.density(new Likelihood.Gaussian(3), "", 60, 4000, 1e-10),
                Member.density(
                        new Likelihood.GaussianWithLearnedVariance(0.01), "", 60, 6000, 1e-10),
                Member.density(new Likelihood.GaussianWithLearnedVariance(2), "", 60, 6000, 1e-10),
                Member.density(new Likelihood.Laplace(0.8), "", 40, 40_000, 1e-6),
                Member.density(new Likelihood.LaplaceWithLearnedScale(0.5), "", 300, 150_000, 1e-5),
                Member.density(new Logistic(0.8), "", 40, 4000, 1e-10),
                Member.discrete(
                        new Likelihood.Categorical(),
                        Kind.JOINT_DENSITY,
                        "",
                        new double[] {1, 0, 0},
                        new double[] {0, 1, 0},
                        new double[] {0, 0, 1}),
                Member.mixed(new Likelihood.Gaussian(0.8), 20, 2000, 1e-10),
                Member.mixed(new Likelihood.GaussianWithLearnedVariance(0.5), 60, 3000, 1e-10),
                Member.mixed(new Logistic(0.8), 40, 2000, 1e-10),
                levels(new Likelihood.DiscretizedLogistic(5, 0.6), 1e-4),
                levels(new Likelihood.DiscretizedLogistic(256, 0.01), 1e-7),
                Member.error(new Likelihood.SquaredError(Activation.IDENTITY), Kind.ERROR),
                Member.error(new Likelihood.SquaredError(Activation.SIGMOID), Kind.ERROR),
                Member.error(new Likelihood.AbsoluteError(Activation.IDENTITY), Kind.ERROR),
                Member.error(new Likelihood.AbsoluteError(Activation.SIGMOID), Kind.ERROR),
                Member.error(new Likelihood.LogSquaredError(0.1), Kind.WHOLE_ERROR),
                Member.error(new Likelihood.StructuralSimilarity(), Kind.WHOLE_ERROR),
                Member.error(new Likelihood.MultiScaleStructuralSimilarity(2), Kind.WHOLE_ERROR),
                Member.error(new Likelihood.SimilarityAndAbsoluteError(2, 0.84), Kind.WHOLE_ERROR));
    }

    // The mean, an integral in the place of a sum, differs by about the square of a step.
    private static Member levels(Likelihood.DiscretizedLogistic likelihood, double tolerance) {
        List<double[]> all =
                IntStream.range(0, likelihood.levels())
                        .mapToObj(i -> new double[] {i / (likelihood.levels() - 1.0)})
                        .toList();
        return new Member(likelihood, Kind.DENSITY, "", all, 1, tolerance);
    }

    private static List<Member> of(Kind... kinds) {
        return members().stream().filter(m -> List.of(kinds).contains(m.kind())).toList();
    }

    static List<Member> densities() {
        return of(Kind.DENSITY, Kind.JOINT_DENSITY, Kind.MIXED_DENSITY);
    }

    static List<Member> errors() {
        return of(Kind.ERROR, Kind.WHOLE_ERROR);
    }

    static List<Member> sums() {
        return of(Kind.DENSITY, Kind.JOINT_DENSITY, Kind.MIXED_DENSITY, Kind.ERROR);
    }

    static List<Member> independent() {
        return of(Kind.DENSITY, Kind.ERROR);
    }

    static List<Member> wholeErrors() {
        return of(Kind.WHOLE_ERROR);
    }

    @Test
    void everyMemberIsTested() {
        List<Likelihood> tested = members().stream().map(Member::likelihood).toList();
        assertEquals(
                Set.of(Likelihood.class.getPermittedSubclasses()),
                ClosedSet.membersAmong(Likelihood.class, tested));
    }

    @ParameterizedTest
    @MethodSource("densities")
    void densityIntegratesToOne(Member member) {
        for (int i = 0; i < PARAMETERS.length; i++) {
            assertEquals(1, member.expectation(member.parameters(i), x -> 1), member.tolerance());
        }
    }

    @ParameterizedTest
    @MethodSource("densities")
    void meanIsTheFirstMoment(Member member) {
        int values = member.support().get(0).length;
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < PARAMETERS.length; i++) {
                double[] parameters = member.parameters(i);
                NDArray one = manager.create(parameters, new Shape(1, parameters.length));
                NDArray mean = member.likelihood().mean(one);
                assertEquals(new Shape(1, values), mean.getShape());
                double[] moments =
                        IntStream.range(0, values)
                                .mapToDouble(v -> member.expectation(parameters, x -> x[v]))
                                .toArray();
                assertNear(moments, doubles(mean), member.tolerance() * 5, 0, "mean");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("densities")
    void densitiesAreInNats(Member member) {
        assertEquals("nats", member.likelihood().unit());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsAreZeroAtTheMeanAndSayThatTheyAreNoNats(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager, member);
            NDArray mean = member.likelihood().mean(parameters);
            NDArray least = member.likelihood().negativeLogDensity(parameters, mean);
            assertNear(new double[(int) least.size()], doubles(least), 1e-9, 0, "at the mean");
            NDArray x = x(manager, member);
            double[] elsewhere = doubles(member.likelihood().negativeLogDensity(parameters, x));
            assertTrue(Arrays.stream(elsewhere).allMatch(error -> error > 0.1));
            assertTrue(!member.likelihood().unit().contains("nats"));
        }
    }

    /** A sample of many values has the sum of their densities, not the average. */
    @ParameterizedTest
    @MethodSource("independent")
    void densitiesAreSummedPerSample(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager, member);
            NDArray x = x(manager, member);
            NDArray density = member.likelihood().negativeLogDensity(parameters, x);
            assertEquals(new Shape(2), density.getShape());
            double[] each = doubles(ofEach(member, parameters, x));
            double[] sums = {Arrays.stream(each, 0, 6).sum(), Arrays.stream(each, 6, 12).sum()};
            assertNear(sums, doubles(density), 0, 1e-12, "sums");
            assertNear(
                    each, doubles(member.likelihood().terms(parameters, x)), 1e-12, 1e-12, "terms");
        }
    }

    // Of each value as a sample of its own: [12].
    private static NDArray ofEach(Member member, NDArray parameters, NDArray x) {
        Shape single = new Shape(12, 1);
        NDList columns = new NDList();
        for (NDArray part : parameters.split(member.likelihood().parametersPerValue(), 1)) {
            columns.add(part.reshape(single));
        }
        return member.likelihood()
                .negativeLogDensity(NDArrays.concat(columns, 1), x.reshape(single));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void missingValuesAddNothing(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Likelihood likelihood = member.likelihood();
            NDArray parameters = parameters(manager, member);
            NDArray x = x(manager, member);
            double[] known = {1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0};
            NDArray mask = manager.create(known, x.getShape());
            double[] terms = doubles(likelihood.terms(parameters, x));
            double[] expected = new double[2];
            for (int i = 0; i < known.length; i++) {
                expected[i / 6] += known[i] == 1 ? terms[i] : 0;
            }
            NDArray density = likelihood.negativeLogDensity(parameters, x, mask);
            assertNear(expected, doubles(density), 0, 1e-12, "masked");
            NDArray other = x.add(mask.neg().add(1)); // where it is missing
            assertNear(
                    expected,
                    doubles(likelihood.negativeLogDensity(parameters, other, mask)),
                    0,
                    1e-12,
                    "masked, of other missing values");
            assertRefused(
                    "mask has shape (12) but x has shape " + x.getShape(),
                    () -> likelihood.negativeLogDensity(parameters, x, mask.flatten()));
        }
    }

    @ParameterizedTest
    @MethodSource("wholeErrors")
    void valuesOfWholeSamplesCannotBeLeftOut(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager, member);
            NDArray x = x(manager, member);
            assertRefused(
                    "likelihood must be a sum over values, but is " + member,
                    () -> member.likelihood().negativeLogDensity(parameters, x, x.onesLike()));
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void gradientIsThatOfCentralDifferences(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager, member);
            NDArray x = x(manager, member);
            Likelihood likelihood = member.likelihood();
            NDArray gradient =
                    EngineGradient.of(
                            () -> likelihood.negativeLogDensity(parameters, x).sum(), parameters);
            assertClose(
                    NumericalGradient.of(
                            p -> likelihood.negativeLogDensity(p, x).sum(), parameters),
                    doubles(gradient),
                    1e-8,
                    "gradient");
        }
    }

    // Close enough to x that images are alike; [B, P * C, ...], float64
    private static NDArray parameters(NDManager manager, Member member) {
        Shape shape = member.batch();
        NDList parts = new NDList();
        for (int part = 0; part < member.likelihood().parametersPerValue(); part++) {
            double frequency = 1.7 - part;
            parts.add(values(manager, shape, i -> 3 * grey(i) - 1 + Math.sin(frequency * i)));
        }
        return NDArrays.concat(parts, 1);
    }

    private static NDArray x(NDManager manager, Member member) {
        return values(manager, member.batch(), LikelihoodContractTest::grey);
    }

    private static double grey(double i) {
        return 0.5 + 0.5 * Math.cos(0.9 * i);
    }

    private static NDArray values(NDManager manager, Shape shape, DoubleUnaryOperator function) {
        double[] values =
                IntStream.range(0, (int) shape.size())
                        .mapToDouble(function::applyAsDouble)
                        .toArray();
        return manager.create(values, shape);
    }

    /**
     * In float32, as in training. A difference of two numbers near 1000 is exact to half of 6e-5,
     * one near 60 to half of 4e-6.
     */
    @ParameterizedTest
    @MethodSource("members")
    void extremeParametersGiveTheDensitiesOfPyTorch(Member member) {
        if (member.golden().isEmpty()) {
            return;
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = GoldenFile.read("densities", manager).part(member.golden());
            NDArray parameters = golden.array("parameters");
            NDArray x = golden.array("x");
            NDArray density = member.likelihood().negativeLogDensity(parameters, x);
            assertNear(
                    doubles(golden.array("negativeLogDensity")),
                    doubles(density),
                    4e-6,
                    1e-6,
                    "density");
            NDArray gradient =
                    EngineGradient.of(
                            () -> member.likelihood().negativeLogDensity(parameters, x).sum(),
                            parameters);
            assertNear(
                    doubles(golden.array("parametersGradient")),
                    doubles(gradient),
                    1e-6,
                    1e-6,
                    "gradient");
        }
    }

    @Test
    void wholeSamplesHaveNoColumns() {
        Likelihood error = new Likelihood.LogSquaredError(0.1);
        assertRefused(
                "numbers must have a likelihood that is a sum over values, but have " + error,
                () -> error.withWords(List.of(3)));
        assertRefused(
                "floor must be at least 1.0E-15, but is 1.0E-16",
                () -> new Likelihood.LogSquaredError(1e-16));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, Double.NaN, Double.POSITIVE_INFINITY})
    void scaleMustBePositiveAndFinite(double scale) {
        String problem = " must be positive and finite, but is " + scale;
        assertRefused("standardDeviation" + problem, () -> new Likelihood.Gaussian(scale));
        assertRefused("scale" + problem, () -> new Likelihood.Laplace(scale));
        assertRefused("floor" + problem, () -> new Likelihood.LogSquaredError(scale));
        assertRefused(
                "minStandardDeviation" + problem,
                () -> new Likelihood.GaussianWithLearnedVariance(scale));
        assertRefused("minScale" + problem, () -> new Likelihood.LaplaceWithLearnedScale(scale));
        assertRefused("minScale" + problem, () -> new Likelihood.DiscretizedLogistic(256, scale));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"IDENTITY", "SIGMOID"},
            mode = EnumSource.Mode.EXCLUDE)
    void outputOfAnErrorIsPlainOrInTheUnitInterval(Activation output) {
        String problem = "output must be IDENTITY or SIGMOID, but is " + output;
        assertRefused(problem, () -> new Likelihood.SquaredError(output));
        assertRefused(problem, () -> new Likelihood.AbsoluteError(output));
    }

    /** A label of a class in the place of the sample would be broadcast. */
    @ParameterizedTest
    @MethodSource("members")
    void shapesMustAgree(Member member) {
        int perValue = member.likelihood().parametersPerValue();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.zeros(new Shape(2, 3L * perValue));
            NDArray labels = manager.zeros(new Shape(2, 1));
            boolean halves = perValue > 1 && member.kind() != Kind.MIXED_DENSITY;
            assertRefused(
                    (halves
                                    ? "mean has shape (2, 3)"
                                    : "parameters has shape " + parameters.getShape())
                            + " but x has shape (2, 1)",
                    () -> member.likelihood().negativeLogDensity(parameters, labels));
        }
    }

    private static void assertRefused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertEquals(message, e.getMessage());
    }
}
