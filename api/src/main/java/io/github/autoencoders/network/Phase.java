package io.github.autoencoders.network;

/**
 * Outputs at positions that are equal modulo the stride, along one axis.
 *
 * @param taps how many taps of the kernel they see
 * @param firstTap the first of these in the flipped kernel
 * @param lastTap the last of these in the flipped kernel
 * @param padding zeros that the convolution puts on both sides
 * @param skipped leading outputs of the convolution that do not belong to the result
 * @param outputs how many outputs there are
 */
record Phase(long taps, long firstTap, long lastTap, long padding, long skipped, long outputs) {}
