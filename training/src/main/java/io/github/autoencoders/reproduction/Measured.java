package io.github.autoencoders.reproduction;

/**
 * Our number beside a published one.
 *
 * @param quantity as the published figure has it
 * @param epoch after which both were measured
 * @param published the published number
 * @param ours our number
 * @param engine that ours was trained and measured on, and its version
 */
public record Measured(String quantity, int epoch, double published, double ours, String engine) {}
