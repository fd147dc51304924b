package io.github.autoencoders.likelihood;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every likelihood must do; a new one needs a row in {@link #members}. */
class LikelihoodContractTest {

    /**
     * A likelihood and where its mass lies.
     *
     * @param golden the prefix of its answers in densities.npz, or empty where the file has none
     * @param support values of x, in order, between and beyond which there is nothing worth
     *     counting
     * @param discrete whether these are all values of x rather than points for quadrature
     */
    private record Member(
            Likelihood likelihood, String golden, List<Double> support, boolean discrete) {

        /** Sums or integrates the density times a function over x. */
        double expectation(double parameter, DoubleUnaryOperator function) {
            try (NDManager manager = NDManager.newBaseManager()) {
                double[] points = support.stream().mapToDouble(point -> point).toArray();
                NDArray x = manager.create(points, new Shape(points.length, 1));
                NDArray parameters = x.zerosLike().add(parameter);
                double[] minusLog = doubles(likelihood.negativeLogDensity(parameters, x));
                double sum = 0;
                for (int i = 0; i < points.length; i++) {
                    sum += weight(i) * Math.exp(-minusLog[i]) * function.applyAsDouble(points[i]);
                }
                return sum;
            }
        }

        // One, or that of the trapezoidal rule.
        private double weight(int i) {
            if (discrete) {
                return 1;
            }
            double left = support.get(Math.max(0, i - 1));
            double right = support.get(Math.min(support.size() - 1, i + 1));
            return (right - left) / 2;
        }

        @Override
        public String toString() {
            return likelihood.toString();
        }
    }

    private static final double[] PARAMETERS = {-3, -0.7, 0, 0.4, 2.5};

    static List<Member> members() {
        List<Double> bits = List.of(0.0, 1.0);
        return List.of(
                new Member(new Likelihood.Bernoulli(), "bernoulli", bits, true),
                new Member(new Likelihood.Gaussian(0.8), "gaussian", line(-20, 20), false),
                new Member(new Likelihood.Gaussian(3), "", line(-60, 60), false));
    }

    private static List<Double> line(double from, double to) {
        return IntStream.rangeClosed(0, 4000).mapToObj(i -> from + (to - from) * i / 4000).toList();
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(m -> m.likelihood().getClass()).collect(Collectors.toSet());
        tested.add(Likelihood.Categorical.class); // by CategoricalTest
        assertEquals(Set.of(Likelihood.class.getPermittedSubclasses()), tested);
    }

    /** The trapezoidal rule is exact to rounding for such densities; float64 throughout. */
    @ParameterizedTest
    @MethodSource("members")
    void densityIntegratesToOne(Member member) {
        for (double parameter : PARAMETERS) {
            assertEquals(1, member.expectation(parameter, x -> 1), 1e-10, "at " + parameter);
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void meanIsTheFirstMoment(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.create(PARAMETERS, new Shape(PARAMETERS.length, 1));
            NDArray mean = member.likelihood().mean(parameters);
            assertEquals(parameters.getShape(), mean.getShape());
            double[] moments = new double[PARAMETERS.length];
            Arrays.setAll(moments, i -> member.expectation(PARAMETERS[i], x -> x));
            assertNear(moments, doubles(mean), 1e-10, 0, "mean");
        }
    }

    /** A sample of many values has the sum of their densities, not the average. */
    @ParameterizedTest
    @MethodSource("members")
    void densitiesAreSummedPerSample(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager);
            NDArray x = x(manager);
            NDArray density = member.likelihood().negativeLogDensity(parameters, x);
            assertEquals(new Shape(2), density.getShape());
            Shape single = new Shape(12, 1);
            double[] each =
                    doubles(
                            member.likelihood()
                                    .negativeLogDensity(
                                            parameters.reshape(single), x.reshape(single)));
            double[] sums = {
                Arrays.stream(each, 0, 6).sum(), Arrays.stream(each, 6, 12).sum(),
            };
            assertNear(sums, doubles(density), 0, 1e-12, "sums");
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void gradientIsThatOfCentralDifferences(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = parameters(manager);
            NDArray x = x(manager);
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

    // [2, 1, 2, 3], float64
    private static NDArray parameters(NDManager manager) {
        double[] values = {-2.5, -1, -0.1, 0, 0.3, 0.7, 1.1, 1.6, 2, 2.2, 3, -4};
        return manager.create(values, new Shape(2, 1, 2, 3));
    }

    private static NDArray x(NDManager manager) {
        double[] values = {0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0};
        return manager.create(values, new Shape(2, 1, 2, 3));
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

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, Double.NaN, Double.POSITIVE_INFINITY})
    void scaleMustBePositiveAndFinite(double standardDeviation) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Likelihood.Gaussian(standardDeviation));
        assertEquals(
                "standardDeviation must be positive and finite, but is " + standardDeviation,
                e.getMessage());
    }

    /** A label of a class in the place of the sample would be broadcast. */
    @ParameterizedTest
    @MethodSource("members")
    void shapesMustAgree(Member member) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameters = manager.zeros(new Shape(2, 3));
            NDArray labels = manager.zeros(new Shape(2, 1));
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> member.likelihood.negativeLogDensity(parameters, labels));
            assertEquals("parameters has shape (2, 3) but x has shape (2, 1)", e.getMessage());
        }
    }
}
