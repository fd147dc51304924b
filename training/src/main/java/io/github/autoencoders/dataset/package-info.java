/**
 * Where samples come from: the drawn sprites, the published digits and garments, and a user's own
 * IDX files, tables and folders of images; each ends as a {@link
 * io.github.autoencoders.sample.Samples} of raw values in memory, and is trained on through {@link
 * io.github.autoencoders.dataset.ReconstructionDataset}.
 */
@NullMarked
package io.github.autoencoders.dataset;

import org.jspecify.annotations.NullMarked;
