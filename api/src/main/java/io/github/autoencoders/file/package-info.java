/** Files and folders that appear whole or not at all. */
@NullMarked
package io.github.autoencoders.file;

import org.jspecify.annotations.NullMarked;
