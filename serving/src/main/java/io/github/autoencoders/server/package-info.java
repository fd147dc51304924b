/** A small server of our own, with the addresses and answers of DJL Serving, and its commands. */
@NullMarked
package io.github.autoencoders.server;

import org.jspecify.annotations.NullMarked;
