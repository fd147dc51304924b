/** How fast the program is: the same work in processes of their own, measured and compared. */
@NullMarked
package io.github.autoencoders.benchmark;

import org.jspecify.annotations.NullMarked;
