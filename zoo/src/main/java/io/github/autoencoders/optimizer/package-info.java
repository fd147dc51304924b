/**
 * How a step changes the parameters: rules as values of a recipe, and the optimizers they make,
 * whose state can be saved so that a training goes on as if it had not been interrupted.
 */
@NullMarked
package io.github.autoencoders.optimizer;

import org.jspecify.annotations.NullMarked;
