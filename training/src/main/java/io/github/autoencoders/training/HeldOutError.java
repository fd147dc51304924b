package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import java.util.Map;
import java.util.Objects;

/**
 * The root of the mean squared error of the known values in validation, in raw units: for ratings
 * the RMSE by which they are compared, section 3 of <a
 * href="https://doi.org/10.1145/2740908.2742726">Sedhain et al. (2015)</a>.
 */
final class HeldOutError extends TrainingListenerAdapter {

    private final AutoencoderConfig config;
    private double squares;
    private double count;
    private double last = Double.NaN;

    HeldOutError(AutoencoderConfig config) {
        this.config = config;
    }

    /** Returns the error after the last epoch; NaN before the first. */
    double last() {
        return last;
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        for (Map.Entry<Device, NDList> entry : batchData.getPredictions().entrySet()) {
            NDList labels = Objects.requireNonNull(batchData.getLabels().get(entry.getKey()));
            NDArray parameters = AutoencoderOutput.of(entry.getValue()).parameters();
            NDArray predicted = config.format().toRaw(config.likelihood().mean(parameters));
            NDArray error = predicted.sub(config.format().toRaw(labels.head())).mul(labels.get(1));
            squares += error.square().sum().getFloat();
            count += labels.get(1).sum().getFloat();
        }
    }

    @Override
    public void onEpoch(Trainer trainer) {
        last = Math.sqrt(squares / count);
        squares = 0;
        count = 0;
    }
}
