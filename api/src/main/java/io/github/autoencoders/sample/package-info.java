/**
 * What one sample is: its shape, and how raw numbers become model units and back. Training and
 * serving share this package, so that a model sees the same numbers in both.
 */
@NullMarked
package io.github.autoencoders.sample;

import org.jspecify.annotations.NullMarked;
