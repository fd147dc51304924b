package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.AbstractAccuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.loss.AutoencoderLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps total, reconstruction and penalty apart, in training and in validation, averaged over the
 * samples of an epoch. It takes the terms that {@link AutoencoderLoss} computed for the gradient,
 * so that nothing is computed twice, and waits for the device once an epoch.
 *
 * <p>For any DJL Trainer; {@code EasyTrain.fit} will do. Of a loss of one's own, the total alone is
 * known: reconstruction and penalty are NaN. DJL's evaluators of classes, as {@code Accuracy}, are
 * refused beside an {@link AutoencoderLoss}, whose labels are the samples themselves.
 *
 * <pre>{@code
 * SplitLossListener losses = new SplitLossListener();
 * var how = new DefaultTrainingConfig(AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli()))
 *         .addTrainingListeners(losses);
 * try (Model vae = Model.newInstance("vae")) {
 *     vae.setBlock(config.newBlock());
 *     try (Trainer trainer = vae.newTrainer(how)) {
 *         trainer.initialize(shape);
 *         EasyTrain.fit(trainer, 10, ReconstructionDataset.of(samples, 64).withOrder(1), null);
 *     }
 * }
 * losses.epochs().forEach(System.out::println);
 * }</pre>
 */
public final class SplitLossListener extends TrainingListenerAdapter {

    private final LossSums training = new LossSums();
    private final LossSums validation = new LossSums();
    private final List<Epoch> epochs = new ArrayList<>();

    /** Makes a listener that has heard nothing yet. */
    public SplitLossListener() {}

    /**
     * The losses of one epoch.
     *
     * @param training over the batches as they were trained, so that later ones know more
     * @param validation after the epoch, if there was any
     */
    public record Epoch(LossSummary training, Optional<LossSummary> validation) {}

    /** Returns the losses of all epochs so far. */
    public List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /** Returns the training loss of the running epoch so far; it waits for the device. */
    public Optional<LossSummary> running() {
        return training.isEmpty() ? Optional.empty() : Optional.of(training.mean());
    }

    /** Returns the sums of the running epoch's training so far. */
    LossSums runningSums() {
        return training;
    }

    /** Returns the validation loss so far of the running epoch; it waits for the device. */
    Optional<LossSummary> runningValidation() {
        return validation.isEmpty() ? Optional.empty() : Optional.of(validation.mean());
    }

    // The labels are the samples themselves: DJL would compare them with places of largest values.
    @Override
    public void onTrainingBegin(Trainer trainer) {
        for (Evaluator evaluator : trainer.getEvaluators()) {
            if (trainer.getLoss() instanceof AutoencoderLoss
                    && evaluator instanceof AbstractAccuracy) {
                throw new IllegalArgumentException(
                        "evaluators of an autoencoder must be of values, but %s is of classes"
                                .formatted(evaluator.getName()));
            }
        }
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        add(trainer, batchData, training);
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        add(trainer, batchData, validation);
    }

    private static void add(Trainer trainer, BatchData batchData, LossSums sums) {
        for (Map.Entry<Device, NDList> entry : batchData.getPredictions().entrySet()) {
            NDList predictions = entry.getValue();
            NDList labels = Objects.requireNonNull(batchData.getLabels().get(entry.getKey()));
            NDArray total = trainer.getLoss().evaluate(labels, predictions);
            if (trainer.getLoss() instanceof AutoencoderLoss loss) {
                sums.add(trainer.getManager(), loss.terms(labels, predictions), total);
            } else {
                sums.add(trainer.getManager(), total, labels.head().getShape().get(0));
            }
        }
    }

    @Override
    public void onEpoch(Trainer trainer) {
        if (training.isEmpty()) {
            throw new IllegalStateException("an epoch must have at least one training batch");
        }
        epochs.add(
                new Epoch(
                        training.mean(),
                        validation.isEmpty() ? Optional.empty() : Optional.of(validation.mean())));
        training.close();
        validation.close();
    }
}
