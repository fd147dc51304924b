/** What holds of the code as a whole: who may use whom, and that only the chosen engine loads. */
@NullMarked
package io.github.autoencoders;

import org.jspecify.annotations.NullMarked;
