/**
 * A model at rest: the recipe it was trained by, its card, and the folder that holds both beside
 * the parameters; and repositories of such folders, where DJL's Criteria finds them.
 */
@NullMarked
package io.github.autoencoders.zoo;

import org.jspecify.annotations.NullMarked;
