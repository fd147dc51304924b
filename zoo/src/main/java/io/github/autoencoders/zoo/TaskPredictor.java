package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One part of a saved model with a translator, ready to be used, in batches of at most {@value
 * #BATCH_SIZE}. For one thread.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
public final class TaskPredictor<I, O> implements AutoCloseable {

    private static final int BATCH_SIZE = 256;

    private final Model model;
    private final Predictor<I, O> predictor;

    private TaskPredictor(Model model, Predictor<I, O> predictor) {
        this.model = model;
        this.predictor = predictor;
    }

    /**
     * Loads a part of a model.
     *
     * @param saved the model
     * @param part what to run, as {@code Part.ENCODER}
     * @param translator of that part, as {@code Task::encoding}
     * @param place where it is computed
     * @throws IOException if the parameters cannot be read
     */
    public static <I, O> TaskPredictor<I, O> load(
            SavedModel saved,
            Part part,
            Function<AutoencoderConfig, Translator<I, O>> translator,
            Placement place)
            throws IOException {
        Translator<I, O> translating = translator.apply(saved.config()); // may refuse the model
        Model model = saved.load(part, place);
        return new TaskPredictor<>(model, model.newPredictor(translating));
    }

    /** Returns an output for each input, in order. */
    public List<O> predict(List<I> inputs) throws TranslateException {
        List<O> outputs = new ArrayList<>(inputs.size());
        for (int from = 0; from < inputs.size(); from += BATCH_SIZE) {
            int to = Math.min(from + BATCH_SIZE, inputs.size());
            outputs.addAll(predictor.batchPredict(inputs.subList(from, to)));
        }
        return outputs;
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
