package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderOutput;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every regularizer must do; a new one needs a place in {@link #members}. */
class RegularizerContractTest {

    static List<Regularizer> members() {
        return List.of(
                new Regularizer.None(),
                new Regularizer.KlDivergence(),
                new Regularizer.Commitment());
    }

    private static AutoencoderOutput output(NDArray mean, NDArray logVariance) {
        return new AutoencoderOutput(
                mean.getManager().zeros(new Shape(mean.getShape().get(0), 5)),
                mean,
                new DiagonalGaussian(mean, logVariance),
                null,
                new Quantization(mean, mean.zerosLike()));
    }

    private static NDArray penalty(Regularizer regularizer, AutoencoderOutput output) {
        NDArray reconstruction = output.code().zerosLike().sum(new int[] {1});
        return regularizer.penalty(output, new Circumstances(reconstruction, 100, 0));
    }

    @Test
    void everyMemberIsTested() {
        Set<Class<?>> tested =
                members().stream().map(Regularizer::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Regularizer.class.getPermittedSubclasses()), tested);
    }

    @ParameterizedTest
    @MethodSource("members")
    void thePenaltyOfThePriorIsZero(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray zeros = manager.zeros(new Shape(3, 2));
            NDArray penalty = penalty(regularizer, output(zeros, zeros));
            assertEquals(new Shape(3), penalty.getShape());
            assertNear(new double[3], doubles(penalty), 1e-7, 0, "penalty");
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void penaltiesAreThoseOfEachSampleAndNotNegative(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.create(new float[][] {{1, -2}, {0.5f, 0}, {3, 3}});
            NDArray logVariance = manager.create(new float[][] {{1, -1}, {-4, 0}, {0, 2}});
            double[] together = doubles(penalty(regularizer, output(mean, logVariance)));
            assertEquals(3, together.length);
            for (int b = 0; b < together.length; b++) {
                NDArray alone =
                        penalty(
                                regularizer,
                                output(
                                        mean.get(b + ":" + (b + 1)),
                                        logVariance.get(b + ":" + (b + 1))));
                assertEquals(alone.getFloat(0), together[b], 1e-6);
                assertTrue(together[b] >= 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void onlyThoseThatNeedAPosteriorAskForOne(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray code = manager.ones(new Shape(3, 2));
            AutoencoderOutput plain =
                    new AutoencoderOutput(code, code, null, null, new Quantization(code, code));
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
