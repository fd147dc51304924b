/** Figures that others published, trained for again and measured, in a table of both. */
@NullMarked
package io.github.autoencoders.reproduction;

import org.jspecify.annotations.NullMarked;
