package io.github.autoencoders.loss;

import ai.djl.ndarray.NDArray;

/**
 * What a penalty may depend on beside the output of the block.
 *
 * @param reconstruction \(-\log p(x \mid z)\) of each code, in nats, shape [B], or [K * B] with K
 *     codes of each sample, first one of each, then another of each
 * @param trainingSamples the number of samples that the model learns from
 * @param step the number of parameter updates so far, from 0; {@link Long#MAX_VALUE} in validation,
 *     where every schedule has reached its end
 */
public record Circumstances(NDArray reconstruction, long trainingSamples, long step) {}
