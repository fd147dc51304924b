package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.array.Scaled;

/**
 * How alike two codes are, by the distance between them: a kernel that tells distributions of codes
 * apart by the <em>maximum mean discrepancy</em>. Its expectations over the prior N(0, I) are
 * computed, where others draw codes from the prior: \(\mathbb{E}\, e^{-t \lVert z - z' \rVert^2} =
 * (1 + 2t)^{-D/2} e^{-t \lVert z \rVert^2 / (1 + 2t)}\) is a Gaussian integral, and every member is
 * \(e^{-t r^2}\) or an average of such over t.
 */
public sealed interface Kernel {

    /**
     * Returns the kernel of pairs of codes.
     *
     * @param squaredDistances \(r^2\), of any shape
     * @return of the same shape
     */
    NDArray of(NDArray squaredDistances);

    /**
     * Returns \(\mathbb{E}\,k(z, z')\) for z' from N(0, I).
     *
     * @param squaredNorms \(\lVert z \rVert^2\), shape [B]
     * @param codeSize D
     * @return shape [B]
     */
    NDArray expectation(NDArray squaredNorms, int codeSize);

    /** Returns \(\mathbb{E}\,k(z, z')\) for both z and z' from N(0, I). */
    double expectation(int codeSize);

    /**
     * Returns the squared maximum mean discrepancy between the distribution that codes came from
     * and N(0, I), shape []: Eq. 6 of <a href="https://jmlr.org/papers/v13/gretton12a.html">Gretton
     * et al. (2012)</a> without the pairs of a code with itself, so that it is 0 on average, and
     * often below 0, for codes from N(0, I). Of a batch of one, its only pair counts.
     *
     * @param codes shape [B, D]
     */
    default NDArray squaredDiscrepancy(NDArray codes) {
        long batch = codes.getShape().get(0);
        int codeSize = (int) codes.getShape().get(1);
        NDArray difference = codes.expandDims(1).sub(codes.expandDims(0)); // [B, B, D]
        NDArray pairs = of(difference.square().sum(new int[] {2})).sum(); // []
        NDArray others =
                batch == 1
                        ? pairs
                        : Scaled.by(1.0 / (batch * (batch - 1)), pairs.sub(batch)); // k(z, z) = 1
        NDArray prior = expectation(codes.square().sum(new int[] {1}), codeSize).mean(); // []
        return others.sub(Scaled.by(2, prior)).add(expectation(codeSize));
    }

    /**
     * \(k = e^{-r^2 / (2 h^2)}\).
     *
     * @param bandwidth h; the distance between two codes from the prior is about \(\sqrt{2D}\)
     */
    record Gaussian(double bandwidth) implements Kernel {

        public Gaussian {
            Require.positive("bandwidth", bandwidth);
        }

        @Override
        public NDArray of(NDArray squaredDistances) {
            return Scaled.by(-rate(), squaredDistances).exp();
        }

        @Override
        public NDArray expectation(NDArray squaredNorms, int codeSize) {
            double t = rate();
            NDArray exponential = Scaled.by(-t / (1 + 2 * t), squaredNorms).exp();
            return Scaled.by(Math.pow(1 + 2 * t, -0.5 * codeSize), exponential);
        }

        @Override
        public double expectation(int codeSize) {
            return Math.pow(1 + 4 * rate(), -0.5 * codeSize); // z - z' has variance 2
        }

        private double rate() {
            return 0.5 / (bandwidth * bandwidth);
        }
    }

    /**
     * \(k = C / (C + r^2) = \int_0^\infty e^{-s} e^{-s r^2 / C} ds\), whose tails are heavier:
     * section 4 of <a href="https://arxiv.org/abs/1711.01558">Tolstikhin et al. (2018)</a>, who
     * take C = 2D. Expectations are integrated over s numerically, to eight digits.
     *
     * @param scale C
     */
    record InverseMultiquadric(double scale) implements Kernel {

        // Takahasi and Mori's substitution s = exp(y - exp(-y)) turns an integral of exp(-s) f(s)
        // into one whose integrand vanishes at both ends, where equal steps converge fastest.
        private static final double STEP = 0.1;
        private static final double FIRST = -3.6;
        private static final int NODES = 76;

        public InverseMultiquadric {
            Require.positive("scale", scale);
        }

        @Override
        public NDArray of(NDArray squaredDistances) {
            NDArray numerator = squaredDistances.stopGradient().zerosLike().add(scale);
            return numerator.div(squaredDistances.add(scale));
        }

        @Override
        public NDArray expectation(NDArray squaredNorms, int codeSize) {
            double[] rates = new double[NODES];
            double[] weights = new double[NODES];
            for (int i = 0; i < NODES; i++) {
                double s = node(i);
                rates[i] = (-s / (scale + 2 * s));
                weights[i] = (weight(i) * Math.pow(1 + 2 * s / scale, -0.5 * codeSize));
            }
            NDArray exponents =
                    squaredNorms.expandDims(1).mul(Numbers.like(squaredNorms, rates, 1, NODES));
            NDArray terms = exponents.exp().mul(Numbers.like(squaredNorms, weights, 1, NODES));
            return terms.sum(new int[] {1}); // [B, S] to [B]
        }

        @Override
        public double expectation(int codeSize) {
            double sum = 0;
            for (int i = 0; i < NODES; i++) {
                sum += weight(i) * Math.pow(1 + 4 * node(i) / scale, -0.5 * codeSize);
            }
            return sum;
        }

        private static double node(int i) {
            double y = FIRST + STEP * i;
            return Math.exp(y - Math.exp(-y));
        }

        // exp(-s) ds
        private static double weight(int i) {
            double s = node(i);
            return STEP * s * (1 + Math.exp(-(FIRST + STEP * i))) * Math.exp(-s);
        }
    }
}
