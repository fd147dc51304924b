package io.github.autoencoders.loss;

import static io.github.autoencoders.testing.ArrayAssertions.assertNear;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.EngineGradient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Missing values: raw NaN, 0 in model units, and no part of the loss. */
class MaskedLossTest {

    private static final float NONE = Float.NaN;
    private static final float[][] RAW = {{3, NONE, 5}, {NONE, NONE, 1}};

    private final Scaling scaling =
            new Scaling.WithMissing(new Scaling.Standardized(List.of(2.0), List.of(4.0)));

    @Test
    void missingValuesAreTheMean() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = manager.create(RAW);
            double[] scaled = doubles(scaling.scale(raw));
            assertNear(new double[] {0.25, 0, 0.75, 0, 0, -0.25}, scaled, 1e-7, 0, "x");
            assertArrayEquals(new double[] {1, 0, 1, 0, 0, 1}, doubles(Scaling.mask(raw)));
            double[] back = doubles(scaling.unscale(scaling.scale(raw)));
            assertNear(new double[] {3, 2, 5, 2, 2, 1}, back, 1e-6, 0, "raw");
        }
    }

    /** A plain double loop over the known values. */
    @Test
    void onlyKnownValuesCount() {
        Likelihood likelihood = new Likelihood.Gaussian(0.5);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray raw = manager.create(RAW);
            NDArray x = scaling.scale(raw);
            NDArray mask = Scaling.mask(raw);
            NDArray parameters = manager.create(new float[][] {{1, 2, -1}, {7, 0, 0.5f}});
            double[] expected = new double[2];
            double[] gradient = new double[6];
            double[] mean = doubles(parameters);
            for (int i = 0; i < 6; i++) {
                double value = RAW[i / 3][i % 3];
                if (!Double.isNaN(value)) {
                    double difference = mean[i] - (value - 2) / 4;
                    expected[i / 3] +=
                            difference * difference / (2 * 0.25)
                                    + 0.5 * Math.log(2 * Math.PI * 0.25);
                    gradient[i] = difference / 0.25 / 2; // averaged over the batch
                }
            }
            AutoencoderLoss loss =
                    new AutoencoderLoss(likelihood, new Regularizer.None(), new Reduction.Sum(), 0);
            NDArray code = manager.zeros(new Shape(2, 1));
            NDArray engine =
                    EngineGradient.of(
                            () -> loss.evaluate(new NDList(x, mask), new NDList(parameters, code)),
                            parameters);
            assertNear(gradient, doubles(engine), 1e-6, 1e-6, "gradient");
            LossTerms terms = loss.terms(new NDList(x, mask), new NDList(parameters, code));
            assertNear(expected, doubles(terms.reconstruction()), 1e-5, 1e-6, "reconstruction");
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> likelihood.negativeLogDensity(parameters, x, mask.get(":, :2")));
            assertEquals("mask has shape (2, 2) but x has shape (2, 3)", e.getMessage());
        }
    }
}
