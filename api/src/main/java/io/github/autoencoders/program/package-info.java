/**
 * Graphs as an engine's own programs: written as that engine's data, and loaded by DJL's API alone.
 */
@NullMarked
package io.github.autoencoders.program;

import org.jspecify.annotations.NullMarked;
