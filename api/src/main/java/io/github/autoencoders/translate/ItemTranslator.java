package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Digits;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * From items to what a computation makes of each. A batch is translated as a whole, in one array of
 * each of the part's inputs; a single item takes the same way as a batch of one.
 *
 * @param shapes of the arrays of one item
 * @param arrays of an item, each flattened and checked, as the part takes them: a float[] or a
 *     double[], this where the part takes all digits
 * @param output from the numbers of one
 */
record ItemTranslator<I, O>(
        AutoencoderConfig config,
        Computation computation,
        List<Shape> shapes,
        Function<I, List<?>> arrays,
        Function<double[], O> output)
        implements Translator<I, O> {

    private static final String GIVEN = "io.github.autoencoders.given";

    ItemTranslator {
        shapes = List.copyOf(shapes);
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, I item) {
        NDList batch = batchProcessInput(context, List.of(item));
        NDList one = new NDList();
        batch.forEach(array -> one.add(array.squeeze(0)));
        return one;
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> items) {
        List<List<?>> rows = new ArrayList<>();
        items.forEach(item -> rows.add(arrays.apply(item)));
        NDManager manager = context.getNDManager();
        NDList inputs = new NDList();
        for (int k = 0; k < shapes.size(); k++) {
            Shape batch = new Shape(rows.size()).addAll(shapes.get(k));
            int count = Math.toIntExact(batch.size());
            boolean exact = k == 0 && computation.isExact(config);
            inputs.add(
                    exact
                            ? Numbers.of(manager, doubles(rows, k, count), batch)
                            : Numbers.of(manager, floats(rows, k, count), batch));
        }
        waiting(context).add(inputs.head());
        inputs.set(0, computation.input(config, inputs.head()));
        return inputs;
    }

    private static double[] doubles(List<List<?>> rows, int k, int count) {
        DoubleBuffer values = DoubleBuffer.allocate(count);
        rows.forEach(row -> values.put((double[]) row.get(k)));
        return values.array();
    }

    private static float[] floats(List<List<?>> rows, int k, int count) {
        FloatBuffer values = FloatBuffer.allocate(count);
        for (List<?> row : rows) {
            values.put(
                    row.get(k) instanceof double[] doubles
                            ? Digits.narrowed(doubles)
                            : (float[]) row.get(k));
        }
        return values.array();
    }

    @Override
    public O processOutput(TranslatorContext context, NDList list) {
        NDList batch = new NDList();
        for (NDArray array : list) {
            NDArray one = array.expandDims(0);
            one.setName(array.getName()); // by which the output's parts are found
            batch.add(one);
        }
        return batchProcessOutput(context, batch).get(0);
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList list) {
        NDArray outputs = computation.output(config, waiting(context).remove(), list);
        int count = Math.toIntExact(outputs.getShape().get(0));
        double[] values = Digits.of(outputs);
        int size = count == 0 ? 0 : values.length / count;
        List<O> separate = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            separate.add(output.apply(Arrays.copyOfRange(values, i * size, (i + 1) * size)));
        }
        return separate;
    }

    // Servers that batch by themselves give all items, and then ask for all outputs in order.
    @SuppressWarnings("unchecked") // nobody else uses the key
    private static Deque<NDArray> waiting(TranslatorContext context) {
        if (context.getAttachment(GIVEN) == null) {
            context.setAttachment(GIVEN, new ArrayDeque<NDArray>());
        }
        return (Deque<NDArray>) Objects.requireNonNull(context.getAttachment(GIVEN));
    }
}
