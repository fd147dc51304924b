/** Sounds in files: read as streams, brought to another rate, written; no engine. */
@NullMarked
package io.github.autoencoders.sound;

import org.jspecify.annotations.NullMarked;
