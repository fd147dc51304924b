/**
 * What codes and samples know: neighbours, linear classifiers, clusters, and how much of the prior
 * decodes to something. Plain Java over arrays; nothing here touches an engine.
 */
@NullMarked
package io.github.autoencoders.probe;

import org.jspecify.annotations.NullMarked;
