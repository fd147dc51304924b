package io.github.autoencoders.model;

/**
 * How often, and with what, the two networks are run for the loss of a sample; for everything else
 * they are run {@link #ONCE}.
 *
 * @param draws K, how many codes of each sample are drawn and decoded, at least 1
 * @param perturbation the scale of the noise that is added to a sample which is encoded a second
 *     time, to see by how much the code changes, or 0 for no second time
 */
public record Forwarding(int draws, double perturbation) {

    /** One code for each sample, and no perturbed one. */
    public static final Forwarding ONCE = new Forwarding(1, 0);

    public Forwarding {
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be at least 1, but is " + draws);
        }
        if (!(perturbation >= 0) || Double.isInfinite(perturbation)) {
            throw new IllegalArgumentException(
                    "perturbation must be finite and not negative, but is " + perturbation);
        }
    }
}
