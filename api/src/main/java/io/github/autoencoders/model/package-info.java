/**
 * The Blocks: an encoder, a decoder, and the autoencoder that joins the two. Each is usable alone,
 * and halves taken from a model share its parameters.
 */
@NullMarked
package io.github.autoencoders.model;

import org.jspecify.annotations.NullMarked;
