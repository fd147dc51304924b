/**
 * Where samples come from: a {@link io.github.autoencoders.dataset.DataSource} of the drawn
 * sprites, the published digits and garments, a user's own files and folders, or values in memory,
 * each read by its {@link io.github.autoencoders.dataset.DataKind}. All end as {@link
 * io.github.autoencoders.sample.Samples}, and are trained on through {@link
 * io.github.autoencoders.dataset.ReconstructionDataset}.
 */
@NullMarked
package io.github.autoencoders.dataset;

import org.jspecify.annotations.NullMarked;
