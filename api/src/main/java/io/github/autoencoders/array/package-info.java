/**
 * New arrays, and arithmetic that DJL's engines lack or get wrong, for all who compute with arrays.
 */
@NullMarked
package io.github.autoencoders.array;

import org.jspecify.annotations.NullMarked;
