/** What a trained model is used for, as values that print nothing. */
@NullMarked
package io.github.autoencoders.application;

import org.jspecify.annotations.NullMarked;
