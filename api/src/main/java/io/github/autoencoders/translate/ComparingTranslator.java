package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.sample.SampleFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * From raw samples to numbers that compare them with what the whole model made of them. The samples
 * wait in the translator's context until the model's output comes.
 */
final class ComparingTranslator implements Translator<float[], float[]> {

    private static final String SAMPLES = "io.github.autoencoders.samples";

    private final SampleFormat format;
    private final Translator<float[], float[]> inputs;
    private final BiFunction<NDArray, NDList, NDArray> comparison;

    /**
     * Makes a translator.
     *
     * @param format of one sample
     * @param comparison from raw samples [B, ...shape], NaN where a value is missing, and what the
     *     block gives for them to outputs [B, ...]
     */
    ComparingTranslator(SampleFormat format, BiFunction<NDArray, NDList, NDArray> comparison) {
        inputs =
                new ArrayTranslator(
                        "sample",
                        format.shape(),
                        format.scaling().allowsMissing(),
                        raw -> raw,
                        NDList::head);
        this.format = format;
        this.comparison = comparison;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, float[] input) throws Exception {
        NDArray raw = inputs.batchProcessInput(context, List.of(input)).head();
        waiting(context).add(raw);
        return new NDList(format.toModel(raw).squeeze(0)); // [...modelShape]
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<float[]> items)
            throws Exception {
        NDArray raw = inputs.batchProcessInput(context, items).head();
        waiting(context).add(raw);
        return new NDList(format.toModel(raw)); // [B, ...modelShape]
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) throws Exception {
        NDArray raw = waiting(context).remove();
        NDList batch = new NDList();
        for (NDArray array : list) {
            NDArray one = array.expandDims(0);
            one.setName(array.getName()); // by which the output's parts are found
            batch.add(one);
        }
        return inputs.batchProcessOutput(context, new NDList(comparison.apply(raw, batch))).get(0);
    }

    @Override
    public List<float[]> batchProcessOutput(TranslatorContext context, NDList list)
            throws Exception {
        NDArray raw = waiting(context).remove();
        return inputs.batchProcessOutput(context, new NDList(comparison.apply(raw, list)));
    }

    // Servers that batch by themselves give all items, and then ask for all outputs in order.
    @SuppressWarnings("unchecked") // nobody else uses the key
    private static Deque<NDArray> waiting(TranslatorContext context) {
        if (context.getAttachment(SAMPLES) == null) {
            context.setAttachment(SAMPLES, new ArrayDeque<NDArray>());
        }
        return (Deque<NDArray>) Objects.requireNonNull(context.getAttachment(SAMPLES));
    }
}
