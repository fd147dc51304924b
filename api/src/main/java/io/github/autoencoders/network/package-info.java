/**
 * Networks as values: an architecture describes an encoder and its mirrored decoder, and builds
 * both from blocks that run alike on every engine. The transposed convolution, which DJL lacks, is
 * here.
 */
@NullMarked
package io.github.autoencoders.network;

import org.jspecify.annotations.NullMarked;
