package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The translator of a model without conditions, with each item's label put behind its first array:
 * one-hot, shape [B, K].
 */
final class ConditionalTranslator<I, J, O> implements Translator<I, O> {

    private final Translator<J, O> unconditional;
    private final Function<I, J> rest;
    private final ToIntFunction<I> label;
    private final int conditions;

    private ConditionalTranslator(
            Translator<J, O> unconditional,
            Function<I, J> rest,
            ToIntFunction<I> label,
            int conditions) {
        this.unconditional = unconditional;
        this.rest = rest;
        this.label = label;
        this.conditions = conditions;
    }

    /** Returns a translator that gives all items one label. */
    static <I, O> Translator<I, O> ofOne(
            Translator<I, O> unconditional, int label, int conditions) {
        return new ConditionalTranslator<I, I, O>(
                unconditional, item -> item, item -> label, conditions);
    }

    /**
     * Returns a translator whose items have the index of their label as their last value.
     *
     * @param name of the input, for messages
     * @param size of an item without its label
     */
    static <O> Translator<float[], O> ofLast(
            Translator<float[], O> unconditional, String name, int size, int conditions) {
        return new ConditionalTranslator<float[], float[], O>(
                unconditional,
                item -> {
                    requireSize(item, name, size);
                    return Arrays.copyOf(item, size);
                },
                item -> index(item[size], conditions),
                conditions);
    }

    /** Checks that an item has a label behind its values. */
    static void requireSize(float[] item, String name, int size) {
        if (item.length != size + 1) {
            throw new IllegalArgumentException(
                    "%s must hold %d values and the index of its label, but holds %d values"
                            .formatted(name, size, item.length));
        }
    }

    /** Returns the label's index, after a check. */
    static int index(float label, int conditions) {
        if (!(label >= 0 && label < conditions) || label != (int) label) {
            throw new IllegalArgumentException(
                    "label must be a whole number from 0 to %d, but is %s"
                            .formatted(conditions - 1, label));
        }
        return (int) label;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, I item) throws Exception {
        NDList arrays = unconditional.processInput(context, rest.apply(item));
        return withCondition(arrays, oneHot(context, List.of(item)).squeeze(0));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> items) throws Exception {
        NDList arrays = unconditional.batchProcessInput(context, items.stream().map(rest).toList());
        return withCondition(arrays, oneHot(context, items));
    }

    // Behind the first array; what else there is, as noise, comes last.
    private static NDList withCondition(NDList arrays, NDArray condition) {
        return new NDList(arrays.head(), condition).addAll(arrays.subNDList(1));
    }

    private NDArray oneHot(TranslatorContext context, List<I> items) {
        NDManager manager = context.getNDManager();
        float[] ones = new float[items.size() * conditions];
        for (int i = 0; i < items.size(); i++) {
            ones[i * conditions + label.applyAsInt(items.get(i))] = 1;
        }
        return manager.create(ones, new Shape(items.size(), conditions));
    }

    @Override
    public O processOutput(TranslatorContext context, NDList list) throws Exception {
        return unconditional.processOutput(context, list);
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList list) throws Exception {
        return unconditional.batchProcessOutput(context, list);
    }
}
