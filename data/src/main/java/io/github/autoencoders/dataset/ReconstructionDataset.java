package io.github.autoencoders.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.ReadAhead;
import io.github.autoencoders.sample.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batches in which each sample is its own label: data (x), with the condition [B, K] and the noise
 * [B, N] behind it if they are asked for, labels (x), where x has shape [B, ...modelShape] and is
 * in model units. The x of the data are others than those of the labels where samples have {@link
 * Samples#inputs}, and may be corrupted; that of the labels never is. Where values may be missing,
 * the labels are (x, mask), the mask 1 for a known value and 0 for a missing one; and with other
 * inputs (x, mask, hidden), of which the last is 1 for what is known but does not go in.
 *
 * <pre>{@code
 * Dataset training = ReconstructionDataset.of(split.training(), 64).withOrder(1);
 * Dataset validation = ReconstructionDataset.of(split.validation(), 64);
 * EasyTrain.fit(trainer, 3, training, validation); // with a Trainer of DJL's
 * }</pre>
 *
 * <p>Immutable: iterating twice gives the same batches. For a new order at each epoch, train on
 * {@link #withOrder} of a seed that depends on the epoch; likewise for the noise.
 */
public final class ReconstructionDataset implements Dataset {

    private final Samples samples;
    private final int batchSize;
    private final int[] order; // the indices of the samples, in the order in which they come
    private final Noise noise;
    private final Conditions conditions;
    private final CorruptedSamples corrupted;

    private ReconstructionDataset(
            Samples samples,
            int batchSize,
            int[] order,
            Noise noise,
            Conditions conditions,
            CorruptedSamples corrupted) {
        this.samples = samples;
        this.batchSize = batchSize;
        this.order = order;
        this.noise = noise;
        this.conditions = conditions;
        this.corrupted = corrupted;
    }

    /**
     * Returns the samples in their own order, without noise; the last batch is smaller if need be.
     *
     * @param samples at least one
     * @param batchSize B, at least 1
     */
    public static ReconstructionDataset of(Samples samples, int batchSize) {
        Require.atLeast(1, "batchSize", batchSize);
        int[] order = IntStream.range(0, samples.size()).toArray();
        CorruptedSamples clean = new CorruptedSamples(samples, new Corruption.None(), 0);
        return new ReconstructionDataset(
                samples, batchSize, order, Noise.NONE, Conditions.NONE, clean);
    }

    /** Returns the same samples in a random order, the same for the same seed. */
    public ReconstructionDataset withOrder(long seed) {
        int[] shuffled = Permutation.of(samples.size(), RandomStreams.of(seed, 0));
        return new ReconstructionDataset(
                samples, batchSize, shuffled, noise, conditions, corrupted);
    }

    /**
     * Returns the same samples, each with standard normal noise of its own, which depends on the
     * seed and the sample but neither on the order nor on the engine.
     *
     * @param newNoiseSize N, at least 1; the noise of a batch has shape [B, N]
     * @param seed decides the noise
     */
    public ReconstructionDataset withNoise(int newNoiseSize, long seed) {
        Require.atLeast(1, "noiseSize", newNoiseSize);
        return new ReconstructionDataset(
                samples, batchSize, order, new Noise(newNoiseSize, seed), conditions, corrupted);
    }

    /**
     * Returns the same samples, each with its label as a condition: one-hot, shape [B, K].
     *
     * @param names of the labels, in the model's order; none for a model without condition
     * @throws IllegalArgumentException if a sample has none of these labels
     */
    public ReconstructionDataset withConditions(List<String> names) {
        Conditions given =
                names.isEmpty()
                        ? Conditions.NONE
                        : new Conditions(
                                names.size(),
                                IntStream.of(samples.labelsAmong(names)).boxed().toList());
        return new ReconstructionDataset(samples, batchSize, order, noise, given, corrupted);
    }

    /**
     * Returns the same samples, of which the data, but not the labels, are corrupted. What becomes
     * of a sample depends on the seed and the sample but neither on the order nor on the engine.
     *
     * @param corruption must fit the samples
     * @param seed decides what chance does
     */
    public ReconstructionDataset withCorruption(Corruption corruption, long seed) {
        corruption.requireFits(samples.inputs().format());
        return new ReconstructionDataset(
                samples,
                batchSize,
                order,
                noise,
                conditions,
                new CorruptedSamples(samples, corruption, seed));
    }

    /**
     * Returns some of the batches, as they are.
     *
     * @param from the first, from 0
     * @param to behind the last
     */
    public ReconstructionDataset batches(int from, int to) {
        long end = Math.min(size(), (long) to * batchSize);
        int[] some = Arrays.copyOfRange(order, from * batchSize, (int) end);
        return new ReconstructionDataset(samples, batchSize, some, noise, conditions, corrupted);
    }

    /** Returns the number of samples in one iteration. */
    public int size() {
        return order.length;
    }

    /** Returns the number of batches in one iteration. */
    public int batches() {
        return (size() + batchSize - 1) / batchSize;
    }

    @Override
    public void prepare(@Nullable Progress progress) {
        // The samples are in memory.
    }

    /**
     * Returns the batches, each made when asked for; whoever asks closes it.
     *
     * @param manager parent of the manager of each batch
     */
    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return () -> new Batches(manager);
    }

    /**
     * Returns the same batches, the next made by the executor while the last is in use.
     *
     * @param manager parent of the manager of each batch, to be closed after the executor's work
     * @param executor or null to make each when asked for
     */
    @Override
    public Iterable<Batch> getData(NDManager manager, @Nullable ExecutorService executor) {
        return executor == null ? getData(manager) : () -> ahead(new Batches(manager), executor);
    }

    // One that was made and never asked for is closed with the manager.
    private static Iterator<Batch> ahead(Iterator<Batch> batches, ExecutorService executor) {
        return new ReadAhead<>(
                () -> batches.hasNext() ? Optional.of(batches.next()) : Optional.empty(), executor);
    }

    private Batch batch(NDManager parent, int from) {
        int[] indices = Arrays.copyOfRange(order, from, Math.min(size(), from + batchSize));
        NDManager manager = parent.newSubManager();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray raw = samples.raw(scratch, indices);
            NDArray target = samples.format().toModel(raw);
            NDList labels = new NDList(target);
            if (samples.format().allowsMissing()) {
                labels.add(samples.format().scaling().modelMask(raw));
            }
            NDArray x = target;
            if (samples.inputs() != samples) {
                NDArray rawInputs = samples.inputs().raw(scratch, indices);
                x = samples.inputs().format().toModel(rawInputs);
                if (samples.format().allowsMissing()) {
                    NDArray given = samples.format().scaling().modelMask(rawInputs);
                    labels.add(labels.get(1).mul(given.eq(0).toType(target.getDataType(), false)));
                }
            }
            NDList data = new NDList(corrupted.of(indices, x));
            if (conditions.count > 0) {
                data.add(conditions.of(manager, indices));
            }
            if (noise.size > 0) {
                data.add(noise.of(manager, indices));
            }
            // Takes the arrays over from scratch. As elsewhere in DJL, progress counts the samples
            // so far.
            return new Batch(
                    manager,
                    data,
                    labels,
                    indices.length,
                    Batchifier.STACK,
                    Batchifier.STACK,
                    from + indices.length,
                    size(),
                    IntStream.of(indices).asLongStream().boxed().toList());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The index of each sample's condition, of {@code count}; or 0 and none. */
    private record Conditions(int count, List<Integer> ofSamples) {

        static final Conditions NONE = new Conditions(0, List.of());

        NDArray of(NDManager manager, int[] indices) {
            float[] oneHot = new float[indices.length * count];
            for (int i = 0; i < indices.length; i++) {
                oneHot[i * count + ofSamples.get(indices[i])] = 1;
            }
            return Numbers.of(manager, oneHot, new Shape(indices.length, count));
        }
    }

    /** Numbers from N(0, 1), {@code size} for each sample; or 0 for none. */
    private record Noise(int size, long seed) {

        static final Noise NONE = new Noise(0, 0);

        NDArray of(NDManager manager, int[] indices) {
            ByteBuffer buffer = manager.allocateDirect(indices.length * size * Float.BYTES);
            for (int index : indices) {
                Random random = RandomStreams.of(seed, index);
                for (int i = 0; i < size; i++) {
                    buffer.putFloat((float) random.nextGaussian());
                }
            }
            Shape shape = new Shape(indices.length, size);
            return Numbers.of(manager, buffer.rewind(), shape, DataType.FLOAT32);
        }
    }

    private final class Batches implements Iterator<Batch> {

        private final NDManager manager;
        private int next;

        Batches(NDManager manager) {
            this.manager = manager;
        }

        @Override
        public boolean hasNext() {
            return next < size();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all %s samples were given".formatted(size()));
            }
            Require.uninterrupted("making batches");
            Batch batch = batch(manager, next);
            next += batch.getSize();
            return batch;
        }
    }
}
