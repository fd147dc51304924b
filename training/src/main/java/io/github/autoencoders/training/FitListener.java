package io.github.autoencoders.training;

import ai.djl.Model;
import io.github.autoencoders.dataset.DataSplit;
import java.util.Map;

/** Is told how a fit comes along, by the thread that trains. What it throws ends the fit. */
@FunctionalInterface
public interface FitListener {

    /**
     * Where a fit is.
     *
     * @param data that it learns from and is judged by, in the model's format
     * @param history of the epochs so far
     * @param metrics of the model as it is, by name, as its card has them; none before the first
     *     epoch
     * @param model as it is; it stays the trainer's
     */
    record Progress(
            DataSplit data, TrainingHistory history, Map<String, Double> metrics, Model model) {

        public Progress {
            metrics = Map.copyOf(metrics);
        }
    }

    /** Called once, before the first step; there is a history where a run goes on. */
    default void begun(Progress progress) {}

    /** Called after each epoch, when its model was kept, if it is the best so far. */
    void epochDone(Progress progress);
}
