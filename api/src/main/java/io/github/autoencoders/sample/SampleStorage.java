package io.github.autoencoders.sample;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of samples: 8-bit images as bytes, what was read from text as doubles, all else as
 * floats.
 */
sealed interface SampleStorage {

    /** How many numbers a set may have: an array of them has no room for more. */
    int MOST = Integer.MAX_VALUE - 8;

    /** Returns how many numbers there are. */
    int length();

    /** Returns the type of the numbers. */
    DataType type();

    /** Returns one number; bytes are unsigned. */
    double at(int index);

    /**
     * Appends {@code count} numbers, beginning with {@code from}, in the buffer's byte order.
     *
     * @param type theirs, or float32 for doubles
     */
    default void put(ByteBuffer buffer, int from, int count, DataType type) {
        for (int i = from; i < from + count; i++) {
            switch (type) {
                case UINT8 -> buffer.put((byte) at(i));
                case FLOAT64 -> buffer.putDouble(at(i));
                default -> buffer.putFloat((float) at(i));
            }
        }
    }

    /**
     * Appends the blocks of {@code size} numbers with these indices, in this order.
     *
     * @param type theirs, or float32 for doubles
     */
    default void putBlocks(ByteBuffer buffer, int[] indices, int size, DataType type) {
        for (int index : indices) {
            put(buffer, index * size, size, type);
        }
    }

    /**
     * Returns how many numbers some samples have.
     *
     * @param name how messages call them
     * @throws IllegalArgumentException if they are more than fit in memory as one set
     */
    static int count(String name, long samples, long size) {
        if (samples * (double) size > MOST) {
            throw new IllegalArgumentException(
                    "%s must hold at most %s values together, but its %s samples of %s values hold more; take fewer samples or smaller ones"
                            .formatted(name, MOST, samples, size));
        }
        return (int) (samples * size);
    }

    /** Returns the blocks of {@code size} numbers with these indices, in this order. */
    SampleStorage blocks(int[] indices, int size);

    /**
     * Returns some channels of the first samples, in another order.
     *
     * @param order of the channels that are kept
     * @param samples how many
     * @param channels C of each sample
     * @param length L of each channel
     */
    default SampleStorage rearranged(int[] order, int samples, int channels, int length) {
        int[] indices =
                IntStream.range(0, Math.multiplyExact(samples, order.length))
                        .map(i -> i / order.length * channels + order[i % order.length])
                        .toArray();
        return blocks(indices, length);
    }

    /**
     * Returns the numbers of rows in which some columns are indices that become others.
     *
     * @param indices for each column the new index by the old one; nothing for what stays
     */
    default SampleStorage mapped(List<float[]> indices) {
        double[] mapped = new double[length()];
        for (int i = 0; i < mapped.length; i++) {
            float[] column = indices.get(i % indices.size());
            boolean stays = column.length == 0 || Double.isNaN(at(i));
            mapped[i] = stays ? at(i) : column[(int) at(i)];
        }
        return type() == DataType.FLOAT64
                ? new Doubles(mapped)
                : new Floats(Digits.narrowed(mapped));
    }

    /** Returns these numbers and then the others, which must be of the same type. */
    default SampleStorage followedBy(SampleStorage others) {
        double[] all = new double[Math.addExact(length(), others.length())];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < length() ? at(i) : others.at(i - length());
        }
        return new Doubles(all);
    }

    /** Returns whether two blocks of {@code size} numbers have numbers of the same places. */
    default boolean overlap(int one, int other, int size) {
        return one == other;
    }

    /**
     * Returns the numbers of one channel of the first samples, those that samples share only once.
     *
     * @param samples how many
     * @param channels C of each sample
     * @param length L of each channel
     */
    default DoubleStream channel(int channel, int samples, int channels, int length) {
        return IntStream.range(0, samples)
                .map(i -> (i * channels + channel) * length)
                .flatMap(from -> IntStream.range(from, from + length))
                .mapToDouble(this::at);
    }

    /**
     * Returns the numbers of one pass over them: these, unless they are {@link Probabilities}.
     *
     * @param seed decides what is drawn
     */
    default SampleStorage drawn(long seed) {
        return this;
    }

    /** Returns how far each of the first samples can be moved at most. */
    default List<Augmentation.Room> rooms(int samples) {
        return Collections.nCopies(samples, Augmentation.Room.ANY);
    }

    /**
     * Returns the numbers of the first samples, each moved by itself.
     *
     * @param shape of a sample, [C, L] or [C, H, W]
     */
    default SampleStorage moved(Shape shape, List<Augmentation.Move> moves) {
        return new Moved(this, shape, moves);
    }

    /**
     * Adds the first {@code count} numbers to a digest, in big-endian order.
     *
     * @param type theirs, or float32 for doubles
     */
    default void digest(MessageDigest digest, int count, DataType type) {
        int each = 4096;
        ByteBuffer some = ByteBuffer.allocate(each * type.getNumOfBytes());
        for (int from = 0; from < count; from += each) {
            put(some.clear(), from, Math.min(each, count - from), type);
            digest.update(some.flip());
        }
    }

    // Of arrays of one type.
    private static void copyBlocks(Object values, int[] indices, int size, Object taken) {
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * size, taken, i * size, size);
        }
    }

    /** Unsigned bytes. */
    final class Bytes implements SampleStorage {

        private static final int CACHE_LINE = 64; // bytes that are fetched from memory at once
        private static final int NEAR = 1 << 18; // bytes that stay near a processor

        private final byte[] values;

        Bytes(byte[] values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public DataType type() {
            return DataType.UINT8;
        }

        @Override
        public double at(int index) {
            return values[index] & 0xFF;
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count, DataType type) {
            buffer.put(values, from, count);
        }

        // In a random order, blocks lie anywhere in memory. To copy one after the other would be to
        // wait for each; a processor that is asked for many at once waits for all together.
        @Override
        public void putBlocks(ByteBuffer buffer, int[] indices, int size, DataType type) {
            int together = Math.max(1, NEAR / size);
            for (int from = 0; from < indices.length; from += together) {
                int[] some =
                        Arrays.copyOfRange(
                                indices, from, Math.min(indices.length, from + together));
                buffer.put(buffer.position(), fetched(some, size)); // is overwritten
                SampleStorage.super.putBlocks(buffer, some, size, type);
            }
        }

        // What it returns is of no use, but lets no compiler leave out the reading.
        private byte fetched(int[] indices, int size) {
            byte read = 0;
            for (int index : indices) {
                for (int at = 0; at < size; at += CACHE_LINE) {
                    read ^= values[index * size + at];
                }
                read ^= values[index * size + size - 1];
            }
            return read;
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            return taken(indices, size);
        }

        private Bytes taken(int[] indices, int size) {
            byte[] taken = new byte[Math.multiplyExact(indices.length, size)];
            copyBlocks(values, indices, size, taken);
            return new Bytes(taken);
        }

        @Override
        public SampleStorage followedBy(SampleStorage others) {
            return joined((Bytes) others);
        }

        private Bytes joined(Bytes others) {
            byte[] more = others.values;
            byte[] all = Arrays.copyOf(values, Math.addExact(values.length, more.length));
            System.arraycopy(more, 0, all, values.length, more.length);
            return new Bytes(all);
        }

        @Override
        public void digest(MessageDigest digest, int count, DataType type) {
            digest.update(values, 0, count);
        }
    }

    /**
     * Unsigned bytes that are 255 times the probability of white, 255, rather than black, 0. They
     * are as they are until they are drawn.
     */
    final class Probabilities implements SampleStorage {

        private final Bytes levels;

        Probabilities(Bytes levels) {
            this.levels = levels;
        }

        @Override
        public SampleStorage drawn(long seed) {
            SplittableRandom random = RandomStreams.apart(seed);
            byte[] drawn = new byte[levels.length()];
            for (int i = 0; i < drawn.length; i++) {
                int level = levels.values[i] & 0xFF;
                boolean white = level > 0 && random.nextInt(255) < level;
                drawn[i] = (byte) (white ? 255 : 0);
            }
            return new Bytes(drawn);
        }

        @Override
        public int length() {
            return levels.length();
        }

        @Override
        public DataType type() {
            return levels.type();
        }

        @Override
        public double at(int index) {
            return levels.at(index);
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count, DataType type) {
            levels.put(buffer, from, count, type);
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            return new Probabilities(levels.taken(indices, size));
        }

        @Override
        public SampleStorage followedBy(SampleStorage others) {
            return new Probabilities(levels.joined(((Probabilities) others).levels));
        }

        @Override
        public void digest(MessageDigest digest, int count, DataType type) {
            levels.digest(digest, count, type);
        }
    }

    /** Floats, all finite. */
    final class Floats implements SampleStorage {

        private final float[] values;

        Floats(float[] values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public DataType type() {
            return DataType.FLOAT32;
        }

        @Override
        public double at(int index) {
            return values[index];
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count, DataType type) {
            buffer.asFloatBuffer().put(values, from, count);
            buffer.position(buffer.position() + count * Float.BYTES);
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            float[] taken = new float[Math.multiplyExact(indices.length, size)];
            copyBlocks(values, indices, size, taken);
            return new Floats(taken);
        }

        @Override
        public SampleStorage followedBy(SampleStorage others) {
            if (!(others instanceof Floats floats)) {
                return SampleStorage.super.followedBy(others);
            }
            float[] more = floats.values;
            float[] all = Arrays.copyOf(values, Math.addExact(values.length, more.length));
            System.arraycopy(more, 0, all, values.length, more.length);
            return new Floats(all);
        }
    }

    /** Doubles, all finite or missing. */
    final class Doubles implements SampleStorage {

        private final double[] values;

        Doubles(double[] values) {
            this.values = values;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public DataType type() {
            return DataType.FLOAT64;
        }

        @Override
        public double at(int index) {
            return values[index];
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            double[] taken = new double[Math.multiplyExact(indices.length, size)];
            copyBlocks(values, indices, size, taken);
            return new Doubles(taken);
        }
    }

    /**
     * Windows of a series, one after the other, each with all its channels one after the other;
     * windows that overlap share their numbers.
     */
    final class Windows implements SampleStorage {

        private final List<double[]> channels;
        private final int[] starts; // of the windows, in the series
        private final int length; // of a window

        Windows(List<double[]> channels, int[] starts, int length) {
            this.channels = channels;
            this.starts = starts;
            this.length = length;
        }

        @Override
        public int length() {
            return starts.length * channels.size() * length;
        }

        @Override
        public DataType type() {
            return DataType.FLOAT64;
        }

        @Override
        public double at(int index) {
            int row = index / length; // one channel of one window
            return channels.get(row % channels.size())[
                    starts[row / channels.size()] + index % length];
        }

        @Override
        public SampleStorage rearranged(int[] order, int samples, int all, int size) {
            return new Windows(
                    IntStream.of(order).mapToObj(channels::get).toList(), starts, length);
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            int[] taken = IntStream.of(indices).map(index -> starts[index]).toArray();
            return new Windows(channels, taken, length);
        }

        @Override
        public boolean overlap(int one, int other, int size) {
            return Math.abs(starts[one] - starts[other]) < length;
        }

        // To where the window before or behind begins, if it shares points with this one: nothing
        // is shown of another sound, or of what is held out.
        @Override
        public List<Augmentation.Room> rooms(int samples) {
            NavigableSet<Integer> places = new TreeSet<>();
            Arrays.stream(starts, 0, samples).forEach(places::add);
            return Arrays.stream(starts, 0, samples)
                    .mapToObj(
                            start ->
                                    new Augmentation.Room(
                                            room(start, places.higher(start)),
                                            room(start, places.lower(start))))
                    .toList();
        }

        private int room(int start, @Nullable Integer neighbour) {
            int room = neighbour == null ? length : Math.abs(neighbour - start);
            return room < length ? room : 0;
        }

        /** Moves each window over its series: what it shows moves the other way. */
        @Override
        public SampleStorage moved(Shape shape, List<Augmentation.Move> moves) {
            int[] moved =
                    IntStream.range(0, moves.size())
                            .map(i -> starts[i] - moves.get(i).right())
                            .toArray();
            return new Windows(channels, moved, length);
        }

        @Override
        public DoubleStream channel(int channel, int samples, int all, int size) {
            BitSet points = new BitSet();
            for (int i = 0; i < samples; i++) {
                points.set(starts[i], starts[i] + length);
            }
            return points.stream().mapToDouble(point -> channels.get(channel)[point]);
        }
    }

    /**
     * Images or sequences of another storage, each moved by itself; they are moved when they are
     * asked for.
     */
    final class Moved implements SampleStorage {

        private final SampleStorage original;
        private final int planes; // of a sample
        private final int height;
        private final int width;
        private final List<Augmentation.Move> moves;

        Moved(SampleStorage original, Shape shape, List<Augmentation.Move> moves) {
            this.original = original;
            planes = (int) shape.get(0);
            height = shape.dimension() == 2 ? 1 : (int) shape.get(1);
            width = (int) shape.get(shape.dimension() - 1);
            this.moves = List.copyOf(moves);
        }

        @Override
        public int length() {
            return original.length();
        }

        @Override
        public DataType type() {
            return original.type();
        }

        @Override
        public double at(int index) {
            int plane = index / (height * width);
            int place = index % (height * width);
            int source = moves.get(plane / planes).source(place, height, width);
            return original.at(plane * height * width + source);
        }

        @Override
        public SampleStorage blocks(int[] indices, int size) {
            throw new IllegalStateException("moved samples must be read in batches alone");
        }

        @Override
        public SampleStorage followedBy(SampleStorage others) {
            throw new IllegalStateException("moved samples must be read in batches alone");
        }
    }
}
