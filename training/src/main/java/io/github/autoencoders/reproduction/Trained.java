package io.github.autoencoders.reproduction;

import ai.djl.Device;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a measure may look at.
 *
 * @param run its best model is that of the epochs so far
 * @param last the losses of the last epoch
 * @param data it was trained and validated on
 * @param files of the reproduction, in its order
 * @param engine by name
 * @param device or null for the engine's default device
 */
record Trained(
        RunFolder run,
        TrainingHistory.Epoch last,
        DataSplit data,
        List<Path> files,
        String engine,
        @Nullable Device device) {}
