/**
 * From a recipe and data to a model: the loop, its listeners, and the folder that a run fills step
 * by step and can be resumed from.
 */
@NullMarked
package io.github.autoencoders.training;

import org.jspecify.annotations.NullMarked;
