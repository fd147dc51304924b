/** A plain Java program for each system, of at most 40 lines. */
@org.jspecify.annotations.NullMarked
package io.github.autoencoders.examples;
