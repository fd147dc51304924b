/** The code between encoder and decoder: how features become a code, and the density of codes. */
@NullMarked
package io.github.autoencoders.latent;

import org.jspecify.annotations.NullMarked;
