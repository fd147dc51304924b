/** What TensorBoard shows of a fit: curves, pictures, histograms and codes. */
@NullMarked
package io.github.autoencoders.tensorboard;

import org.jspecify.annotations.NullMarked;
