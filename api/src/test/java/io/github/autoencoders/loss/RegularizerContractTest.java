package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.testing.ClosedSet;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.NumericalGradient;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every regularizer must do; a new one needs a place in {@link #members}. */
class RegularizerContractTest {

    /** What else a member promises. */
    private enum Promise {
        /** A code of 0 from the prior itself costs nothing. */
        ZERO_AT_THE_PRIOR,
        /** Other samples of the batch do not matter. */
        OF_EACH_SAMPLE,
        NOT_NEGATIVE
    }

    private record Member(Regularizer regularizer, Set<Promise> promises) {

        Member(Regularizer regularizer, Promise... promises) {
            this(regularizer, Set.of(promises));
        }
    }

    /** A user's: the squared length of the code, rising for as many steps. */
    record Ridge(long steps) implements Regularizer.Custom {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            double weight = new Schedule.LinearWarmup(1, steps).weight(state) + 1;
            return Scaled.by(weight, output.code().square().sum(new int[] {1}));
        }
    }

    private static final List<Member> MEMBERS =
            List.of(
                    new Member(new Regularizer.None(), Promise.values()),
                    new Member(new Regularizer.KlDivergence(), Promise.values()),
                    new Member(new Regularizer.KlWithDraws(3), Promise.values()),
                    new Member(
                            new Regularizer.CapacityKl(new Schedule.LinearWarmup(3, 10)),
                            Promise.ZERO_AT_THE_PRIOR,
                            Promise.NOT_NEGATIVE),
                    new Member(
                            new Regularizer.TotalCorrelation(1, 6, 2), Promise.ZERO_AT_THE_PRIOR),
                    new Member(new Regularizer.MaximumMeanDiscrepancy(new Kernel.Gaussian(2))),
                    new Member(
                            new Regularizer.MaximumMeanDiscrepancy(
                                    new Kernel.InverseMultiquadric(4))),
                    new Member(new Regularizer.InfoVae(0.2, 10, new Kernel.Gaussian(2))),
                    new Member(
                            new Regularizer.ImportanceWeighted(1),
                            Promise.ZERO_AT_THE_PRIOR,
                            Promise.OF_EACH_SAMPLE),
                    new Member(new Regularizer.SparseL1(), Promise.values()),
                    new Member(new Regularizer.SparseKl(0.05), Promise.NOT_NEGATIVE),
                    new Member(new Regularizer.Contractive(0.01), Promise.values()),
                    new Member(new Ridge(10), Promise.values()),
                    new Member(
                            new Regularizer.Commitment(),
                            Promise.OF_EACH_SAMPLE,
                            Promise.NOT_NEGATIVE));

    static List<Regularizer> members() {
        return MEMBERS.stream().map(Member::regularizer).toList();
    }

    /** All but the one whose gradient is not that of its value: it stops at the codebook. */
    static List<Regularizer> differentiable() {
        return members().stream()
                .filter(regularizer -> !(regularizer instanceof Regularizer.Commitment))
                .toList();
    }

    static List<Regularizer> zeroAtThePrior() {
        return promising(Promise.ZERO_AT_THE_PRIOR);
    }

    static List<Regularizer> ofEachSample() {
        return promising(Promise.OF_EACH_SAMPLE);
    }

    static List<Regularizer> notNegative() {
        return promising(Promise.NOT_NEGATIVE);
    }

    private static List<Regularizer> promising(Promise promise) {
        return MEMBERS.stream()
                .filter(member -> member.promises().contains(promise))
                .map(Member::regularizer)
                .toList();
    }

    private static AutoencoderOutput output(NDArray mean, NDArray logVariance) {
        return new AutoencoderOutput(
                mean.getManager().zeros(new Shape(mean.getShape().get(0), 5)),
                mean,
                new DiagonalGaussian(mean, logVariance),
                mean.square().sum(new int[] {1}),
                new Quantization(mean, mean.zerosLike()));
    }

    private static NDArray penalty(Regularizer regularizer, AutoencoderOutput output) {
        NDArray reconstruction = output.code().zerosLike().sum(new int[] {1});
        return regularizer.penalty(output, reconstruction, TrainingState.training(0, 1, 100));
    }

    @Test
    void everyMemberIsTested() {
        assertEquals(
                Set.of(Regularizer.class.getPermittedSubclasses()),
                ClosedSet.membersAmong(Regularizer.class, members()));
    }

    @ParameterizedTest
    @MethodSource("zeroAtThePrior")
    void thePenaltyOfThePriorIsZero(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray zeros = manager.zeros(new Shape(3, 2));
            NDArray penalty = penalty(regularizer, output(zeros, zeros));
            assertEquals(new Shape(3), penalty.getShape());
            // Of sums of logarithms about 3, in float32.
            assertNear(new double[3], doubles(penalty), 2e-6, 0, "penalty");
        }
    }

    @ParameterizedTest
    @MethodSource("ofEachSample")
    void penaltiesAreThoseOfEachSample(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AutoencoderOutput all = someCodes(manager);
            double[] together = doubles(penalty(regularizer, all));
            for (int b = 0; b < together.length; b++) {
                String one = b + ":" + (b + 1);
                DiagonalGaussian posterior = Objects.requireNonNull(all.posterior());
                NDArray alone =
                        penalty(
                                regularizer,
                                output(
                                        posterior.mean().get(one),
                                        posterior.logVariance().get(one)));
                assertEquals(alone.getFloat(0), together[b], 1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notNegative")
    void penaltiesAreNotNegative(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (double value : doubles(penalty(regularizer, someCodes(manager)))) {
                assertTrue(value >= 0, regularizer + " gives " + value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void everySampleHasAPenaltyAlsoAlone(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray penalties = penalty(regularizer, someCodes(manager));
            assertEquals(new Shape(3), penalties.getShape());
            NDArray one = manager.create(new float[][] {{0.5f, -0.25f}});
            double[] alone = doubles(penalty(regularizer, output(one, one)));
            assertEquals(1, alone.length);
            assertTrue(Double.isFinite(alone[0]), regularizer + " gives " + alone[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void whatIsPenalizedHasAName(Regularizer regularizer) {
        assertEquals(regularizer instanceof Regularizer.None, regularizer.term().isEmpty());
    }

    private static AutoencoderOutput someCodes(NDManager manager) {
        NDArray mean = manager.create(new float[][] {{1, -2}, {0.5f, 0}, {3, 3}});
        NDArray logVariance = manager.create(new float[][] {{1, -1}, {-4, 0}, {0, 2}});
        return output(mean, logVariance);
    }

    /** In a space where the means are between 0 and 1, as a sparse code's must be. */
    @ParameterizedTest
    @MethodSource("differentiable")
    void gradientIsThatOfCentralDifferences(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray means =
                    manager.create(new double[] {0.2, 0.7, 0.45, 0.3, 0.9, 0.6}, new Shape(3, 2));
            NDArray logVariances =
                    manager.create(new double[] {1, -1, -2, 0, 0.5, 0.3}, new Shape(3, 2));
            assertClose(
                    NumericalGradient.of(
                            x -> sum(regularizer, x, logVariances.toDevice(x.getDevice(), true)),
                            means),
                    doubles(EngineGradient.of(() -> sum(regularizer, means, logVariances), means)),
                    1e-6,
                    "by the means");
        }
    }

    // Weighted, so that samples cannot be exchanged; with codes that are not the means.
    private static NDArray sum(Regularizer regularizer, NDArray mean, NDArray logVariance) {
        NDArray noise =
                mean.getManager()
                        .create(new double[] {0.1, -0.2, 0.05, 0.3, 0.02, -0.1}, new Shape(3, 2));
        DiagonalGaussian posterior = new DiagonalGaussian(mean, logVariance.mul(mean));
        AutoencoderOutput output =
                new AutoencoderOutput(
                        mean,
                        posterior.sample(noise),
                        posterior,
                        mean.square().sum(new int[] {1}),
                        null);
        NDArray reconstruction = mean.square().sum(new int[] {1});
        NDArray penalty =
                regularizer.penalty(output, reconstruction, TrainingState.training(0, 1, 100));
        NDArray weights = mean.getManager().create(new double[] {1, 2, -1.5}, new Shape(3));
        return penalty.mul(weights).sum().add(reconstruction.sum()); // as None has no gradient
    }

    @ParameterizedTest
    @MethodSource("members")
    void onlyThoseThatNeedAPosteriorAskForOne(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray code = manager.ones(new Shape(3, 2));
            AutoencoderOutput plain =
                    new AutoencoderOutput(
                            code,
                            code,
                            null,
                            code.sum(new int[] {1}),
                            new Quantization(code, code));
            if (regularizer.needsPosterior()) {
                assertThrows(IllegalArgumentException.class, () -> penalty(regularizer, plain));
            } else {
                assertEquals(new Shape(3), penalty(regularizer, plain).getShape());
            }
        }
    }

    @Test
    void commitmentIsForCodebooks() {
        Regularizer commitment = new Regularizer.Commitment();
        Schedule weight = new Schedule.Constant(0.25);
        commitment.requireFits(
                new Bottleneck.VectorQuantized(4, 2, 8, 0.99), new Reduction.Sum(), weight);
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                commitment.requireFits(
                                        new Bottleneck.Gaussian(2), new Reduction.Sum(), weight));
        assertEquals(
                "bottleneck must be VectorQuantized for a Commitment, but is Gaussian",
                refused.getMessage());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray code = manager.ones(new Shape(3, 2));
            AutoencoderOutput plain = new AutoencoderOutput(code, code, null);
            IllegalArgumentException unquantized =
                    assertThrows(IllegalArgumentException.class, () -> penalty(commitment, plain));
            assertEquals(
                    "output must be quantized for a Commitment, but is not",
                    unquantized.getMessage());
        }
    }
}
