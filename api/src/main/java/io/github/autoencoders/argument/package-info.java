/** Checks of arguments, in one wording. */
@NullMarked
package io.github.autoencoders.argument;

import org.jspecify.annotations.NullMarked;
