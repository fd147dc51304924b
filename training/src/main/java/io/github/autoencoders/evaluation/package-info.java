/** How well a trained model explains samples, in numbers that are published for such models. */
@NullMarked
package io.github.autoencoders.evaluation;

import org.jspecify.annotations.NullMarked;
