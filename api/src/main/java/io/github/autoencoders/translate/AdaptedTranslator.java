package io.github.autoencoders.translate;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.List;
import java.util.function.Function;

/** A translator of arrays with other types at its two ends. */
final class AdaptedTranslator<I, O> implements Translator<I, O> {

    private final Translator<float[], float[]> arrays;
    private final Function<I, float[]> input;
    private final Function<float[], O> output;

    AdaptedTranslator(
            Translator<float[], float[]> arrays,
            Function<I, float[]> input,
            Function<float[], O> output) {
        this.arrays = arrays;
        this.input = input;
        this.output = output;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, I item) throws Exception {
        return arrays.processInput(context, input.apply(item));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> items) throws Exception {
        return arrays.batchProcessInput(context, items.stream().map(input).toList());
    }

    @Override
    public O processOutput(TranslatorContext context, NDList list) throws Exception {
        return output.apply(arrays.processOutput(context, list));
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList list) throws Exception {
        return arrays.batchProcessOutput(context, list).stream().map(output).toList();
    }
}
