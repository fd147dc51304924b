/**
 * Pictures of what a model does, from plain arrays: sheets of samples, the map of the codes and the
 * curves of the losses, written as PNG. Nothing here touches an engine. Whatever draws text throws
 * {@link java.lang.IllegalStateException} with the remedy where the machine has no fonts.
 */
@NullMarked
package io.github.autoencoders.picture;

import org.jspecify.annotations.NullMarked;
