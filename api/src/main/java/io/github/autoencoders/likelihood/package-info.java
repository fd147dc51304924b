/**
 * The density of a sample given a code, \(\log p(x \mid z)\), summed over the sample, in nats; and
 * errors that stand in its place.
 */
@NullMarked
package io.github.autoencoders.likelihood;

import org.jspecify.annotations.NullMarked;
