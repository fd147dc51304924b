/** What a network consists of, how large it is and what it computes, known before any training. */
@NullMarked
package io.github.autoencoders.summary;

import org.jspecify.annotations.NullMarked;
