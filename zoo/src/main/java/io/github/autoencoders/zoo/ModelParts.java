package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Computation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The parts of a model in the memory of its engine, and what they compute. For any number of
 * threads. Whoever closes it waits for those that compute.
 */
final class ModelParts implements AutoCloseable {

    private static final int BATCH_SIZE = 256; // at most

    private final AutoencoderConfig config;
    private final Placement place;
    private final Part part;
    private final Model model; // owns the parameters
    private final Map<Part, Block> blocks = new EnumMap<>(Part.class);
    private final ReadWriteLock use; // shared with the halves
    private final boolean owner;
    private volatile boolean closed;

    /**
     * Takes a model, which is closed with this.
     *
     * @param part that its block is
     */
    ModelParts(AutoencoderConfig config, Part part, Placement place, Model model) {
        this(config, part, place, model, model.getBlock(), new ReentrantReadWriteLock(), true);
        // A user's own code may do another thing at each call.
        if (!config.architecture().isOwn()) {
            DecoderProgram.shorten(model.getBlock(), place, model.getNDManager());
        }
    }

    private ModelParts(
            AutoencoderConfig config,
            Part part,
            Placement place,
            Model model,
            Block block,
            ReadWriteLock use,
            boolean owner) {
        this.config = config;
        this.part = part;
        this.place = place;
        this.model = model;
        this.use = use;
        this.owner = owner;
        for (Part each : Part.values()) {
            if (part.holds(each)) {
                blocks.put(each, each == part ? block : each.alone((AutoencoderBlock) block));
            }
        }
    }

    AutoencoderConfig config() {
        return config;
    }

    Part part() {
        return part;
    }

    Placement place() {
        return place;
    }

    /** Returns one part alone, of the same parameters; to close it frees nothing. */
    ModelParts half(Part wanted) {
        return new ModelParts(config, wanted, place, model, block(wanted), use, false);
    }

    Block block(Part wanted) {
        requireOpen();
        Block block = blocks.get(wanted);
        if (block == null) {
            throw new IllegalArgumentException(
                    "part must be %s, which is all that is there, but is %s"
                            .formatted(part, wanted));
        }
        return block;
    }

    /** Returns DJL's model of a part, of the same parameters. */
    Model newModel(Part wanted) {
        Block block = block(wanted);
        Model shared = Model.newInstance(SavedModel.NAME, place.device(), place.engine());
        shared.setBlock(block);
        return shared;
    }

    /** Returns what a part is written as. */
    <T> T exported(Export export, BiFunction<ExportedGraph, NDManager, T> form) {
        List<Lock> locks = locked();
        try {
            return form.apply(
                    new ExportedGraph(export, config, block(export.part())), model.getNDManager());
        } finally {
            locks.forEach(Lock::unlock);
        }
    }

    private List<Lock> locked() {
        List<Lock> locks = List.of(use.readLock(), EngineChoice.callerLock(place.engine()));
        locks.forEach(Lock::lock);
        return locks;
    }

    /** Writes what is there into a folder that exists. */
    void write(Path folder, ModelCard card) throws IOException {
        try (Model shared = newModel(part)) {
            Block block = shared.getBlock();
            // DJL does not save a block that was loaded but never given the names of its inputs.
            block.initialize(shared.getNDManager(), DataType.FLOAT32, block.getInputShapes());
            SavedModel.write(folder, part, config, shared, card);
        }
    }

    /**
     * Returns one array for each of the samples or codes. Of pairs, what goes in is what is
     * encoded, and what is to come out is what a score judges.
     *
     * @param noise of one of them by its index, the part's last input; one without values for none
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    double[][] compute(Computation computation, Samples given, IntFunction<float[]> noise) {
        computation.requireFits(config, given);
        computation.requireTaken(config, given);
        int[] labels =
                config.needsLabels(computation.part())
                        ? given.labelsAmong(config.conditions())
                        : new int[0];
        List<Lock> locks = locked();
        try {
            Block block = block(computation.part());
            double[][] outputs = new double[given.size()][];
            int batchSize = config.atOnce(BATCH_SIZE);
            for (int from = 0; from < given.size(); from += batchSize) {
                Require.uninterrupted("computing");
                int[] batch =
                        IntStream.range(from, Math.min(from + batchSize, given.size())).toArray();
                try (NDManager scope = model.getNDManager().newSubManager()) {
                    NDArray raw = given.raw(scope, batch);
                    NDArray in = given.arePairs() ? given.inputs().raw(scope, batch) : raw;
                    NDList inputs = new NDList(computation.input(config, in));
                    addRows(scope, inputs, batch, i -> oneHot(labels, i));
                    addRows(scope, inputs, batch, noise);
                    NDList made = block.forward(new ParameterStore(scope, false), inputs, false);
                    double[] all = Digits.of(computation.output(config, raw, made));
                    int size = all.length / batch.length;
                    for (int i = 0; i < batch.length; i++) {
                        outputs[from + i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
                    }
                }
            }
            return outputs;
        } finally {
            locks.forEach(Lock::unlock);
        }
    }

    private float[] oneHot(int[] labels, int index) {
        float[] oneHot = new float[config.conditions().size()];
        if (labels.length > 0) {
            oneHot[labels[index]] = 1;
        }
        return oneHot;
    }

    // An array [B, values of a row]; none where rows are empty.
    private static void addRows(
            NDManager scope, NDList inputs, int[] batch, IntFunction<float[]> row) {
        float[][] rows = IntStream.of(batch).mapToObj(row).toArray(float[][]::new);
        int size = rows[0].length;
        if (size > 0) {
            float[] values = new float[Math.multiplyExact(rows.length, size)];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, values, i * size, size);
            }
            inputs.add(Numbers.of(scope, values, new Shape(rows.length, size)));
        }
    }

    private void requireOpen() {
        if (closed || !model.getNDManager().isOpen()) {
            throw new IllegalStateException("model must be open to be used, but is closed");
        }
    }

    @Override
    public void close() {
        if (!owner) {
            closed = true;
            return;
        }
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
