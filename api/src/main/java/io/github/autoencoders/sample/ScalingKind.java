package io.github.autoencoders.sample;

/** By which numbers the values of rows and of series are brought to one scale. */
public enum ScalingKind {
    /** Mean and standard deviation; of images, their range. */
    STANDARD,
    /**
     * Median and quartiles, which a few far values do not change, as {@link Scaling.Robust} has
     * them.
     */
    ROBUST,
    /**
     * By which share of the others are below it, so that each column has the same distribution,
     * whatever its own: as {@link Quantiles} has it.
     */
    QUANTILE,
    /** Of sounds: how loud each frequency is when, as {@link Spectrogram} has it. */
    SPECTROGRAM
}
