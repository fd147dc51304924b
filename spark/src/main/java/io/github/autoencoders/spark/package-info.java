/** Stages of Spark ML that learn from and score rows of a Dataset, and an application for them. */
@NullMarked
package io.github.autoencoders.spark;

import org.jspecify.annotations.NullMarked;
