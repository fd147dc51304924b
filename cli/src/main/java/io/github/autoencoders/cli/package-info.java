/** The command line: options in, one call, text out. */
@NullMarked
package io.github.autoencoders.cli;

import org.jspecify.annotations.NullMarked;
