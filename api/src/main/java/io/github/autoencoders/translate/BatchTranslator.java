package io.github.autoencoders.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.model.AutoencoderConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From one array of a whole batch to another, without a copy into Java's memory. A conditional
 * model takes a second array, the labels one-hot [B, K], unless all inputs have one label. The
 * result belongs to the manager of the input; all that is computed on the way is closed with the
 * prediction.
 */
final class BatchTranslator implements Translator<NDList, NDList> {

    private static final String INPUT = "io.github.autoencoders.input";
    private static final String OWNER = "io.github.autoencoders.owner";

    private final AutoencoderConfig config;
    private final Computation computation;
    private final float @Nullable [] label; // of all inputs

    /**
     * Makes a translator.
     *
     * @param label of all inputs, one-hot [K], or null
     */
    BatchTranslator(AutoencoderConfig config, Computation computation, float @Nullable [] label) {
        this.config = config;
        this.computation = computation;
        this.label = label;
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return null; // the input is a batch already
    }

    @Override
    public NDList processInput(TranslatorContext context, NDList input) {
        boolean labels = !config.conditions().isEmpty() && label == null;
        if (input.size() != (labels ? 2 : 1)) {
            throw new IllegalArgumentException(
                    "input must be %s, but is a list of %s"
                            .formatted(
                                    labels ? "an array and its labels, one-hot" : "one array",
                                    input.size()));
        }
        NDArray given = input.head();
        long batch = requireShape(computation.input(), given);
        // New arrays belong to the manager of those that they are computed from.
        context.setAttachment(OWNER, given.getManager());
        NDArray own = given.reshape(given.getShape()); // the caller's stays where it is
        own.attach(context.getNDManager());
        NDArray taken = computation.input() == Content.SEED ? codes(own) : own;
        computation.requireTaken(config, taken);
        context.setAttachment(INPUT, taken);
        NDList inputs = new NDList(computation.input(config, taken));
        if (labels) {
            inputs.add(input.get(1));
        } else if (label != null) {
            NDArray one = Numbers.of(own.getManager(), label, new Shape(1, label.length));
            inputs.add(one.repeat(0, batch)); // [B, K]
        }
        return inputs;
    }

    private long requireShape(Content content, NDArray given) {
        Shape wanted = content.shape(config);
        Shape shape = given.getShape();
        if (shape.dimension() != wanted.dimension() + 1 || !shape.slice(1).equals(wanted)) {
            throw new IllegalArgumentException(
                    "%s must have shape %s, but has shape %s"
                            .formatted(content.key(), new Shape(-1).addAll(wanted), shape));
        }
        return shape.get(0);
    }

    // Of seeds [B, 1], codes [B, D].
    private NDArray codes(NDArray seeds) {
        long[] whole = seeds.toType(DataType.INT64, false).toLongArray();
        int size = config.bottleneck().codeSize();
        float[] codes = new float[whole.length * size];
        for (int i = 0; i < whole.length; i++) {
            float[] code = Task.standardNormal(whole[i], size);
            System.arraycopy(code, 0, codes, i * size, size);
        }
        return Numbers.of(seeds.getManager(), codes, new Shape(whole.length, size));
    }

    @Override
    public NDList processOutput(TranslatorContext context, NDList list) {
        NDArray given = (NDArray) Objects.requireNonNull(context.getAttachment(INPUT));
        NDList output = new NDList(computation.output(config, given, list));
        output.attach((NDManager) Objects.requireNonNull(context.getAttachment(OWNER)));
        return output;
    }
}
