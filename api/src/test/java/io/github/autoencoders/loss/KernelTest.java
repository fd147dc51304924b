package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

    private record Member(Kernel kernel, DoubleUnaryOperator ofSquaredDistance) {}

    static List<Member> members() {
        return List.of(
                new Member(new Kernel.Gaussian(1.5), r -> Math.exp(-r / 4.5)),
                new Member(new Kernel.InverseMultiquadric(6), r -> 6 / (6 + r)));
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(m -> m.kernel().getClass()).collect(Collectors.toSet());
        assertEquals(Set.of(Kernel.class.getPermittedSubclasses()), tested);
    }

    // The trapezoidal rule over 12 standard deviations to each side.
    private static double expectation(double deviation, DoubleUnaryOperator function) {
        double step = 1e-3;
        double sum = 0;
        for (double u = -12; u < 12; u += step) {
            sum += step * Math.exp(-u * u / 2) * function.applyAsDouble(deviation * u);
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    @ParameterizedTest
    @MethodSource("members")
    void expectationsOfOneComponentAreIntegrals(Member member) {
        double[] z = {0, 0.7, -3, 9};
        double[] expected = new double[z.length];
        double[] squares = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double point = z[i];
            expected[i] =
                    expectation(
                            1,
                            u -> member.ofSquaredDistance().applyAsDouble(Math.pow(point - u, 2)));
            squares[i] = point * point;
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray norms = manager.create(squares, new Shape(z.length));
            assertNear(
                    expected, doubles(member.kernel().expectation(norms, 1)), 1e-8, 0, "E k(z, .)");
        }
        double both =
                expectation(Math.sqrt(2), u -> member.ofSquaredDistance().applyAsDouble(u * u));
        assertEquals(both, member.kernel().expectation(1), 1e-8);
    }

    /** 200,000 draws; six standard errors of a kernel between 0 and 1 are below 0.0067. */
    @ParameterizedTest
    @MethodSource("members")
    void expectationsOfThreeComponentsAreMeansOfDraws(Member member) {
        int draws = 200_000;
        Random random = new Random(1);
        double[] z = {1, -2, 0.5};
        double one = 0;
        double both = 0;
        for (int i = 0; i < draws; i++) {
            double near = 0;
            double apart = 0;
            for (double value : z) {
                double u = random.nextGaussian();
                near += Math.pow(value - u, 2);
                apart += Math.pow(random.nextGaussian() - u, 2);
            }
            one += member.ofSquaredDistance().applyAsDouble(near) / draws;
            both += member.ofSquaredDistance().applyAsDouble(apart) / draws;
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray norm = manager.create(new double[] {5.25}, new Shape(1));
            assertEquals(one, member.kernel().expectation(norm, 3).getDouble(0), 0.004);
        }
        assertEquals(both, member.kernel().expectation(3), 0.004);
    }

    @ParameterizedTest
    @MethodSource("members")
    void discrepancyIsThatOfADoubleLoop(Member member) {
        double[][] codes = {{1, 2}, {-0.5, 0.25}, {3, -1}, {0, 0.1}};
        double pairs = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double r =
                        Math.pow(codes[i][0] - codes[j][0], 2)
                                + Math.pow(codes[i][1] - codes[j][1], 2);
                pairs += i == j ? 0 : member.ofSquaredDistance().applyAsDouble(r) / 12;
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray z =
                    manager.create(new double[] {1, 2, -0.5, 0.25, 3, -1, 0, 0.1}, new Shape(4, 2));
            double prior = 0;
            for (double value :
                    doubles(member.kernel().expectation(z.square().sum(new int[] {1}), 2))) {
                prior += value / 4;
            }
            double expected = pairs - 2 * prior + member.kernel().expectation(2);
            assertEquals(expected, member.kernel().squaredDiscrepancy(z).getDouble(), 1e-10);
        }
    }

    /** The mean of 300 batches is within six of its standard errors of zero; shifted, it is not. */
    @ParameterizedTest
    @MethodSource("members")
    void codesFromThePriorHaveNoDiscrepancyOnAverage(Member member) {
        double[] atPrior = meanAndError(member, 0);
        assertEquals(0, atPrior[0], 6 * atPrior[1]);
        double[] shifted = meanAndError(member, 0.7);
        assertTrue(shifted[0] > 12 * shifted[1]);
    }

    private static double[] meanAndError(Member member, double shift) {
        int batches = 300;
        Random random = new Random(2);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < batches; i++) {
            double[] codes = new double[40];
            for (int j = 0; j < codes.length; j++) {
                codes[j] = shift + random.nextGaussian();
            }
            try (NDManager manager = NDManager.newBaseManager()) {
                double value =
                        member.kernel()
                                .squaredDiscrepancy(manager.create(codes, new Shape(20, 2)))
                                .getDouble();
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / batches;
        return new double[] {mean, Math.sqrt((squares / batches - mean * mean) / batches)};
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void scalesArePositive(double scale) {
        assertEquals(
                "bandwidth must be positive and finite, but is " + scale,
                assertThrows(IllegalArgumentException.class, () -> new Kernel.Gaussian(scale))
                        .getMessage());
        assertEquals(
                "scale must be positive and finite, but is " + scale,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Kernel.InverseMultiquadric(scale))
                        .getMessage());
    }
}
