package io.github.autoencoders.reproduction;

/**
 * Our number beside a published one.
 *
 * @param quantity as the published figure has it
 * @param epoch after which ours was measured, the last that was trained; the published one after as
 *     many, or where its training ended
 * @param published the published number
 * @param ours our number
 * @param engine that ours was trained and measured on, and its version
 */
public record Measured(String quantity, int epoch, double published, double ours, String engine) {}
