/**
 * What codes and samples know: neighbours, linear classifiers, clusters, how much of the prior
 * decodes to something, and how much of the data that covers. Plain Java over arrays; nothing here
 * touches an engine.
 */
@NullMarked
package io.github.autoencoders.probe;

import org.jspecify.annotations.NullMarked;
