/**
 * What the tests compare with: golden files, computations from the definition, differences of
 * functions. Other modules' tests use them too.
 */
@NullMarked
package io.github.autoencoders.testing;

import org.jspecify.annotations.NullMarked;
