package io.github.autoencoders.training;

import ai.djl.Model;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Map;

/**
 * Is told how a fit comes along, by the thread that trains. What it throws ends the fit.
 *
 * <pre>{@code
 * FitListener printing = fit -> System.out.println(fit.history().epochs().size() + " epochs done");
 * AutoencoderTrainer.of(recipe).withListener(printing).fit(rows).close();
 * }</pre>
 */
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
     * @param form in which steps are computed where a program was asked for, in words; else empty
     * @param copying of the model as it is
     */
    record Progress(
            DataSplit data,
            TrainingHistory history,
            Map<String, Double> metrics,
            Model model,
            String form,
            Copying copying) {

        public Progress {
            metrics = Map.copyOf(metrics);
        }

        /** Returns a copy of the model as it is, to be used; the caller closes it. */
        public TrainedAutoencoder copy() throws IOException {
            return copying.copy();
        }
    }

    /** Copies the model of a fit. */
    @FunctionalInterface
    interface Copying {
        /** Returns the copy, which the caller closes. */
        TrainedAutoencoder copy() throws IOException;
    }

    /** Called once, before the first step; there is a history where a run goes on. */
    default void begun(Progress progress) throws IOException {}

    /** Called after each epoch, when its model was kept, if it is the best so far. */
    void epochDone(Progress progress) throws IOException;
}
