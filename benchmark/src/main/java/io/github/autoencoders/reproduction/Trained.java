package io.github.autoencoders.reproduction;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import java.nio.file.Path;
import java.util.List;

/**
 * What a measure may look at.
 *
 * @param run its best model is that of the epochs so far
 * @param last the losses of the last epoch
 * @param data it was trained and validated on
 * @param files of the reproduction, in its order
 * @param place where it was trained
 */
record Trained(
        RunFolder run,
        TrainingHistory.Epoch last,
        DataSplit data,
        List<Path> files,
        Placement place) {}
