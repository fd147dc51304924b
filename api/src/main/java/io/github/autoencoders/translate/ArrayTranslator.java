package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * From flat arrays of one shape to flat arrays. A batch is translated as a whole, in one array; a
 * single item takes the same way as a batch of one.
 */
final class ArrayTranslator implements Translator<float[], float[]> {

    private final String name;
    private final Shape shape;
    private final boolean missing;
    private final UnaryOperator<NDArray> toModel;
    private final Function<NDList, NDArray> fromModel;

    /** Makes a translator of inputs that have all their values. */
    ArrayTranslator(
            String name,
            Shape shape,
            UnaryOperator<NDArray> toModel,
            Function<NDList, NDArray> fromModel) {
        this(name, shape, false, toModel, fromModel);
    }

    /**
     * Makes a translator.
     *
     * @param name of the input, for messages
     * @param shape of one input
     * @param missing whether values may be NaN
     * @param toModel from inputs [B, ...shape] to what the block takes
     * @param fromModel from what the block gives to outputs [B, ...]
     */
    ArrayTranslator(
            String name,
            Shape shape,
            boolean missing,
            UnaryOperator<NDArray> toModel,
            Function<NDList, NDArray> fromModel) {
        this.name = name;
        this.shape = shape;
        this.missing = missing;
        this.toModel = toModel;
        this.fromModel = fromModel;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, float[] input) {
        return new NDList(batchProcessInput(context, List.of(input)).head().squeeze(0));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<float[]> inputs) {
        int size = Math.toIntExact(shape.size());
        float[] values = new float[Math.multiplyExact(inputs.size(), size)];
        for (int i = 0; i < inputs.size(); i++) {
            requireValid(name, missing, inputs.get(i), size);
            System.arraycopy(inputs.get(i), 0, values, i * size, size);
        }
        Shape batch = new Shape(inputs.size()).addAll(shape);
        return new NDList(toModel.apply(context.getNDManager().create(values, batch)));
    }

    /**
     * Checks an input.
     *
     * @param name of the input, for messages
     * @param missing whether values may be NaN
     * @param size how many values it must have
     * @throws IllegalArgumentException if it has others
     */
    static void requireValid(String name, boolean missing, float[] input, int size) {
        if (input.length != size) {
            throw new IllegalArgumentException(
                    name + " must hold " + size + " values, but holds " + input.length);
        }
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(input[i]) && !(missing && Float.isNaN(input[i]))) {
                throw new IllegalArgumentException(
                        name + " must hold finite numbers, but value " + i + " is " + input[i]);
            }
        }
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) {
        NDList batch = new NDList();
        list.forEach(array -> batch.add(array.expandDims(0)));
        return batchProcessOutput(context, batch).get(0);
    }

    @Override
    public List<float[]> batchProcessOutput(TranslatorContext context, NDList list) {
        NDArray outputs = fromModel.apply(list);
        int count = Math.toIntExact(outputs.getShape().get(0));
        float[] values = outputs.toFloatArray();
        int size = count == 0 ? 0 : values.length / count;
        List<float[]> separate = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            separate.add(Arrays.copyOfRange(values, i * size, (i + 1) * size));
        }
        return separate;
    }
}
