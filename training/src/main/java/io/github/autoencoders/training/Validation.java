package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.application.Intervals;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.RestorationQuality;
import io.github.autoencoders.evaluation.Segmentation;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model's card says of the samples that it was judged by, computed again. */
public final class Validation {

    private Validation() {}

    /**
     * Returns the metrics of a card that samples can tell, and the {@link ReferenceScore}, by name.
     * The noise is that of the model's own training, so that the same samples give the same
     * numbers.
     *
     * @param saved a whole model
     * @param samples in its format
     * @param place where it is computed
     */
    public static Map<String, Double> metrics(SavedModel saved, Samples samples, Placement place)
            throws IOException, TranslateException {
        LossSummary loss = loss(saved, samples, place);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("validation_reconstruction", loss.reconstruction());
        metrics.put("validation_penalty", loss.penalty());
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place)) {
            metrics.putAll(ofOutputs(model, samples));
            ReferenceScore.of(model).ifPresent(score -> metrics.put(ReferenceScore.METRIC, score));
        }
        return metrics;
    }

    /**
     * Returns what is measured of that which a model makes of samples, by the metrics' names: how
     * well it restores or divides them, or forecasts what is behind; of most models nothing.
     */
    static Map<String, Double> ofOutputs(TrainedAutoencoder model, Samples samples) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        TrainingRecipe recipe = model.card().recipe();
        boolean restored = recipe.corruption().corrupts() || samples.arePairs();
        boolean forecasts = Intervals.areOf(model.config(), recipe);
        if (restored && !forecasts && model.config().otherTarget().isEmpty()) {
            metrics.putAll(RestorationQuality.of(model, samples).metrics());
        }
        if (samples.format().kind() == SampleKind.MASK) {
            metrics.putAll(Segmentation.of(model, samples).metrics());
        }
        if (forecasts) {
            Intervals found = Intervals.of(model, samples, Intervals.SHARE);
            metrics.put(Intervals.METRIC, found.width());
        }
        return metrics;
    }

    private static LossSummary loss(SavedModel saved, Samples samples, Placement place)
            throws IOException, TranslateException {
        TrainingRecipe recipe = saved.card().recipe();
        AutoencoderConfig config = saved.config();
        TrainingState judged = TrainingState.validation(saved.card().training().samples());
        AutoencoderBlock block = config.newBlock(recipe.regularizer().monteCarlo());
        AutoencoderLoss loss = recipe.newLoss().withState(() -> judged);
        SplitLossListener losses = new SplitLossListener();
        try (Model model = Model.newInstance("autoencoder", place.device(), place.engine())) {
            model.setBlock(block);
            saved.restore(model);
            try (Trainer trainer =
                    model.newTrainer(
                            new DefaultTrainingConfig(loss).addTrainingListeners(losses))) {
                trainer.initialize(block.inputShapes());
                for (Batch batch :
                        trainer.iterateDataset(TrainingPlan.validation(recipe, config, samples))) {
                    try (batch) {
                        EasyTrain.validateBatch(trainer, batch);
                    }
                }
                return losses.runningValidation().orElseThrow();
            }
        }
    }
}
