/**
 * What a model server needs to answer with an autoencoder: requests to arrays, arrays to answers.
 */
@NullMarked
package io.github.autoencoders.serving;

import org.jspecify.annotations.NullMarked;
