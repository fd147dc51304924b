/** Files and folders that appear whole or not at all, and an encoding that several kinds have. */
@NullMarked
package io.github.autoencoders.file;

import org.jspecify.annotations.NullMarked;
