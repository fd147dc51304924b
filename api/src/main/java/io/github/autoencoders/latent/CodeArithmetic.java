package io.github.autoencoders.latent;

import java.util.List;

/**
 * Sums and differences of codes, which a decoder can turn into samples that share features of the
 * terms, as "this one, less that, and that other instead": Section 6.3.2 of <a
 * href="https://arxiv.org/abs/1511.06434">Radford et al. (2016)</a>.
 */
public final class CodeArithmetic {

    private CodeArithmetic() {}

    /**
     * Returns the mean of codes.
     *
     * @param codes at least one: shape [N, D]
     * @return shape [D]
     */
    public static float[] mean(List<float[]> codes) {
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("codes must be at least one, but are none");
        }
        double[] sums = new double[codes.get(0).length];
        for (float[] code : codes) {
            for (int d = 0; d < sums.length; d++) {
                sums[d] += code[d];
            }
        }
        float[] mean = new float[sums.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sums[d] / codes.size());
        }
        return mean;
    }

    /**
     * Returns a code moved along a direction: code + strength * direction.
     *
     * @param code shape [D]
     * @param strength how far, perhaps negative
     * @param direction shape [D]
     */
    public static float[] moved(float[] code, double strength, float[] direction) {
        if (code.length != direction.length) {
            throw new IllegalArgumentException(
                    "code has " + code.length + " values but direction has " + direction.length);
        }
        float[] moved = new float[code.length];
        for (int d = 0; d < code.length; d++) {
            moved[d] = (float) (code[d] + strength * direction[d]);
        }
        return moved;
    }

    /**
     * Returns the direction from one code to another: to - from.
     *
     * @param from shape [D], as the mean of the codes without a feature
     * @param to shape [D], as the mean of those with it
     */
    public static float[] direction(float[] from, float[] to) {
        return moved(to, -1, from);
    }
}
