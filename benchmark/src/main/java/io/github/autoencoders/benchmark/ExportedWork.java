package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A task of a new model in ONNX Runtime, as a program of Java has it done: from the float[] of each
 * raw sample of a batch to the float[] of its result.
 *
 * @param model that was exported
 * @param predictor does the task
 * @param data what goes in
 * @param starts of the batches
 */
record ExportedWork(
        ExportedModel model,
        Predictor<float[], float[]> predictor,
        DataWork data,
        Iterator<Integer> starts)
        implements TimedWork {

    /**
     * Makes a model, and exports it.
     *
     * @param recipe of the model
     * @param place where it is made
     * @param threads that compute in ONNX Runtime
     */
    static ExportedWork of(
            TrainingRecipe recipe, DataWork data, Task task, Placement place, int threads)
            throws IOException {
        try (TrainedAutoencoder whole = newModel(recipe, data.samples(), place)) {
            ExportedModel exported = ExportedModel.of(whole, List.of(task), threads);
            return new ExportedWork(
                    exported,
                    exported.newPredictor(task, float[].class, float[].class),
                    data,
                    InferenceWork.starts(data.samples().size(), data.batch()).iterator());
        }
    }

    private static TrainedAutoencoder newModel(
            TrainingRecipe recipe, Samples samples, Placement place) {
        AutoencoderConfig config = TrainingWork.config(recipe, samples);
        Samples one = samples.first(1); // of a card that nobody reads
        ModelCard card = ModelCard.of(recipe, one, one, "", place, 0, Map.of());
        Model model = Model.newInstance("benchmark", place.device(), place.engine());
        AutoencoderBlock block = config.newBlock();
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        model.setBlock(block);
        return TrainedAutoencoder.ofModel(config, card, place, model);
    }

    /** Returns no arrays: all results are in Java's memory then. */
    @Override
    public NDList run(NDManager scope) throws TranslateException {
        List<float[]> rows = data.samples().inputs().samples();
        int from = starts.next();
        predictor.batchPredict(rows.subList(from, Math.min(from + data.batch(), rows.size())));
        return new NDList();
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
