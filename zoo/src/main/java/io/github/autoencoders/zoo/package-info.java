/**
 * A model at rest: the recipe it was trained by, its card, and the folder that holds both beside
 * the parameters.
 */
@NullMarked
package io.github.autoencoders.zoo;

import org.jspecify.annotations.NullMarked;
