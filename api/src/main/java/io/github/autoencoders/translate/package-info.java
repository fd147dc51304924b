/**
 * DJL Translators: from raw samples, images or seeds to arrays, through one part of a model, and
 * back. All are deterministic: the same input gives the same output.
 */
@NullMarked
package io.github.autoencoders.translate;

import org.jspecify.annotations.NullMarked;
