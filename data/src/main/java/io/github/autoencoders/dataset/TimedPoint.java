package io.github.autoencoders.dataset;

/**
 * A point, and when it was.
 *
 * @param at seconds, or another unit, behind the first point of the table; NaN if that is not known
 */
record TimedPoint(PointStream.Point of, double at) {}
