/** Parameters of models that were trained elsewhere, read and taken over; and ours handed on. */
@NullMarked
package io.github.autoencoders.weights;

import org.jspecify.annotations.NullMarked;
