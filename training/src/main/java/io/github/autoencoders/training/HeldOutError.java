package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.sample.Schema;
import java.util.Map;
import java.util.Objects;

/**
 * The root of the mean squared error of the values held out, where some are missing: of ratings in
 * raw units, the RMSE by which they are compared, section 3 of <a
 * href="https://doi.org/10.1145/2740908.2742726">Sedhain et al. (2015)</a>; of a table, whose
 * columns have units of their own, in standard deviations of the columns of numbers.
 */
final class HeldOutError extends TrainingListenerAdapter {

    private final AutoencoderConfig config;
    private final boolean columns; // with a scaling of their own
    private double squares;
    private double count;
    private double last = Double.NaN;

    HeldOutError(AutoencoderConfig config) {
        this.config = config;
        columns = config.format().scaling().isPerFeature();
    }

    /** Returns the error's name among the metrics of a model. */
    String metric() {
        return columns
                ? AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED
                : AutoencoderTrainer.HELD_OUT_RMSE;
    }

    /** Returns the error after the last epoch; NaN before the first. */
    double last() {
        return last;
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        for (Map.Entry<Device, NDList> entry : batchData.getPredictions().entrySet()) {
            NDList labels = Objects.requireNonNull(batchData.getLabels().get(entry.getKey()));
            if (labels.size() < 3) {
                return; // nothing is held out
            }
            NDArray heldOut = labels.get(2);
            NDArray parameters = AutoencoderOutput.of(entry.getValue()).parameters();
            NDArray mean = config.likelihood().mean(parameters);
            Shape draws = new Shape(-1).addAll(heldOut.getShape()); // of the code, each decoded
            NDArray predicted = inUnits(mean.reshape(draws).mean(new int[] {0}));
            NDArray difference = predicted.sub(inUnits(labels.head()));
            NDArray error = difference.toType(heldOut.getDataType(), false).mul(heldOut);
            squares += ofNumbers(error).square().sum().getFloat();
            count += ofNumbers(heldOut).sum().getFloat();
        }
    }

    // Words have no distance, nor have places in cycles; they stand behind the numbers.
    private NDArray ofNumbers(NDArray values) {
        Schema schema = config.format().schema();
        int numbers = schema.features().size() - schema.wordClasses().size();
        return !schema.isOfNumbers() && numbers > 0 ? values.get(":,0:" + numbers) : values;
    }

    private NDArray inUnits(NDArray model) {
        return columns ? model : config.format().toRaw(model);
    }

    @Override
    public void onEpoch(Trainer trainer) {
        last = Math.sqrt(squares / count);
        squares = 0;
        count = 0;
    }
}
