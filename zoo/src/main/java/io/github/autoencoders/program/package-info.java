/** What the commands of the program share, whichever module they come from. */
@NullMarked
package io.github.autoencoders.program;

import org.jspecify.annotations.NullMarked;
