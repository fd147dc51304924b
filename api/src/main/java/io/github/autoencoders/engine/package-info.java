/** Which engine computes, on which device, and with how many threads. */
@NullMarked
package io.github.autoencoders.engine;

import org.jspecify.annotations.NullMarked;
