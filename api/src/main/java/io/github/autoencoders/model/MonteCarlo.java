package io.github.autoencoders.model;

import io.github.autoencoders.argument.Require;

/**
 * How the expectations in a loss are estimated by random numbers, where they have no closed form;
 * for everything but the loss the two networks are run with {@link #ONE_DRAW}.
 *
 * @param draws K, how many codes of each sample are drawn and decoded to estimate an expectation
 *     over the posterior, at least 1
 * @param perturbation the scale of the noise that is added to a sample which is encoded a second
 *     time, to estimate the norm of the encoder's Jacobian; or 0 where that is not asked for
 */
public record MonteCarlo(int draws, double perturbation) {

    /** One code for each sample, and no perturbed one. */
    public static final MonteCarlo ONE_DRAW = new MonteCarlo(1, 0);

    public MonteCarlo {
        Require.atLeast(1, "draws", draws);
        Require.notNegative("perturbation", perturbation);
    }
}
