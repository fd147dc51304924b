/**
 * What training minimizes: reconstruction and penalty of each sample in nats, weighted and averaged
 * over the batch in one place.
 */
@NullMarked
package io.github.autoencoders.loss;

import org.jspecify.annotations.NullMarked;
