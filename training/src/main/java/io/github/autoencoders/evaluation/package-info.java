/**
 * All measuring of models: how well they explain, restore and compress samples, what is in their
 * codes, how much of the data they cover, and one model against another. Nothing here prints.
 */
@NullMarked
package io.github.autoencoders.evaluation;

import org.jspecify.annotations.NullMarked;
