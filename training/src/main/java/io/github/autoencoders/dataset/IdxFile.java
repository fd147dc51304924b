package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The format of the MNIST files: a magic number that states the type of the values and the number
 * of axes, the size of each axis, and the values, all big-endian.
 */
final class IdxFile {

    private static final int UNSIGNED_BYTES = 0x08;
    private static final int FLOATS = 0x0D;
    private static final int MAXIMUM_LENGTH = Integer.MAX_VALUE - 8;

    private final Path path;
    private final int type;
    private final int[] sizes; // of each axis, the first being the number of samples
    private final byte[] values;

    private IdxFile(Path path, int type, int[] sizes, byte[] values) {
        this.path = path;
        this.type = type;
        this.sizes = sizes;
        this.values = values;
    }

    /** Returns whether a file's name says that it has this format. */
    static boolean isNamed(Path path) {
        String name = InputFile.plainName(path);
        return name.endsWith(".idx") || name.endsWith("-ubyte");
    }

    /**
     * Returns the samples of a file of shape [N, F], [N, H, W] or [N, C, H, W]; a file named {@code
     * X-images-idx3-ubyte} takes its labels from {@code X-labels-idx1-ubyte} beside it, if that
     * exists.
     */
    static Samples samples(Path path) throws IOException {
        IdxFile file = InputFile.read(path, contents -> read(path, contents, 2, 4));
        Optional<Path> labelsPath = sibling(path, "images-idx3-ubyte", "labels-idx1-ubyte");
        int[] labels = labelsPath.isPresent() ? labels(labelsPath.get(), file) : new int[0];
        return file.toSamples(labels, labelNames(labels));
    }

    private static List<String> labelNames(int[] labels) {
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** Returns the file beside another whose name has another ending, compressed or not. */
    static Optional<Path> sibling(Path path, String ending, String otherEnding) {
        String name = InputFile.plainName(path);
        if (!name.endsWith(ending)) {
            return Optional.empty();
        }
        String other = name.substring(0, name.length() - ending.length()) + otherEnding;
        return Stream.of(other, other + ".gz")
                .map(path::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static int[] labels(Path path, IdxFile images) throws IOException {
        IdxFile file = InputFile.read(path, contents -> read(path, contents, 1, 1));
        if (file.type != UNSIGNED_BYTES || file.sizes[0] != images.sizes[0]) {
            throw new IOException(
                    "%s must hold %s labels of 8 bits, one for each sample of %s, but holds %s"
                            .formatted(path, images.sizes[0], images.path, file.sizes[0]));
        }
        return IntStream.range(0, file.values.length).map(i -> file.values[i] & 0xFF).toArray();
    }

    /**
     * Opens the same samples to be read a portion at a time.
     *
     * @param portion how many samples are read at a time
     */
    static SampleStream stream(Path path, int portion) throws IOException {
        InputStream contents = InputFile.open(path);
        try {
            IdxFile head =
                    InputFile.read(
                            path.toString(), contents, bytes -> readHeader(path, bytes, 2, 4));
            Optional<Path> labelsPath = sibling(path, "images-idx3-ubyte", "labels-idx1-ubyte");
            int[] labels = labelsPath.isPresent() ? labels(labelsPath.get(), head) : new int[0];
            if (head.sampleBytes() > MAXIMUM_LENGTH) {
                throw new IOException(
                        "%s must have at most %s bytes in a sample, but has axes of %s"
                                .formatted(path, MAXIMUM_LENGTH, Arrays.toString(head.sizes)));
            }
            int most = Math.min(portion, SampleStream.portion((int) head.sampleBytes()));
            return new Portions(head, contents, labels, most);
        } catch (IOException e) {
            contents.close();
            throw e;
        }
    }

    private static IdxFile read(Path path, InputStream contents, int leastAxes, int mostAxes)
            throws IOException {
        IdxFile head = readHeader(path, contents, leastAxes, mostAxes);
        return new IdxFile(path, head.type, head.sizes, values(path, contents, head));
    }

    // Without the values.
    private static IdxFile readHeader(Path path, InputStream contents, int leastAxes, int mostAxes)
            throws IOException {
        ByteBuffer magic = header(path, contents, 4, 0);
        int type = magic.get(2);
        int axes = magic.get(3);
        if (magic.getShort(0) != 0
                || (type != UNSIGNED_BYTES && type != FLOATS)
                || axes < leastAxes
                || axes > mostAxes) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s must start with 000008NN or 00000DNN, NN being %s, but starts with"
                                    + " %08X",
                            path,
                            axesRule(leastAxes, mostAxes),
                            magic.getInt(0)));
        }
        int[] sizes = new int[axes];
        header(path, contents, 4 * axes, 4).asIntBuffer().get(sizes);
        if (IntStream.of(sizes).min().orElse(0) < 1) {
            throw new IOException(
                    "%s must have axes of at least 1, but has axes of %s"
                            .formatted(path, Arrays.toString(sizes)));
        }
        return new IdxFile(path, type, sizes, new byte[0]);
    }

    private static byte[] values(Path path, InputStream contents, IdxFile head) throws IOException {
        double bytes = head.sampleBytes() * head.samples();
        if (bytes > MAXIMUM_LENGTH) {
            throw new IOException(
                    "%s must have at most %s bytes of values, but has axes of %s"
                            .formatted(path, MAXIMUM_LENGTH, Arrays.toString(head.sizes)));
        }
        byte[] values = contents.readNBytes((int) bytes);
        head.requireEnd(contents, values.length);
        return values;
    }

    /**
     * Checks that a file has all its values, and nothing behind them.
     *
     * @param read how many bytes of values were read
     */
    private void requireEnd(InputStream contents, long read) throws IOException {
        long expected = (long) (sampleBytes() * samples());
        boolean more = read == expected && contents.read() >= 0;
        if (read < expected || more) {
            int header = 4 + 4 * sizes.length;
            throw new IOException(
                    "%s must hold %s (%s bytes), but %s"
                            .formatted(
                                    path,
                                    describe(sizes),
                                    header + expected,
                                    more ? "goes on" : "ends after " + (header + read) + " bytes"));
        }
    }

    int samples() {
        return sizes[0];
    }

    // As a double, which does not overflow.
    private double sampleBytes() {
        double values = IntStream.of(sizes).skip(1).asDoubleStream().reduce(1, (a, b) -> a * b);
        return values * (type == FLOATS ? Float.BYTES : 1);
    }

    /**
     * Reads the next samples.
     *
     * @param contents of the file, behind those that were read before
     * @param before how many these were
     * @param count how many are read
     */
    private Samples samples(
            InputStream contents, int before, int count, int[] labels, List<String> labelNames)
            throws IOException {
        int bytes = Math.toIntExact(((long) sampleBytes()) * count);
        byte[] read = contents.readNBytes(bytes);
        if (read.length < bytes || before + count == samples()) {
            requireEnd(contents, ((long) sampleBytes()) * before + read.length);
        }
        int[] part = sizes.clone();
        part[0] = count;
        return new IdxFile(path, type, part, read).toSamples(labels, labelNames);
    }

    private static final class Portions extends CountedStream {

        private final IdxFile head;
        private final InputStream contents;
        private final int[] labels;

        Portions(IdxFile head, InputStream contents, int[] labels, int portion) {
            super(head.path.toString(), head.samples(), portion, IdxFile.labelNames(labels));
            this.head = head;
            this.contents = contents;
            this.labels = labels;
        }

        @Override
        Samples part(int from, int to) throws IOException {
            int[] part = labels.length == 0 ? labels : Arrays.copyOfRange(labels, from, to);
            return InputFile.read(
                    name(),
                    contents,
                    bytes -> head.samples(bytes, from, to - from, part, labelNames()));
        }

        @Override
        public void close() throws IOException {
            contents.close();
        }
    }

    private static ByteBuffer header(Path path, InputStream contents, int length, int before)
            throws IOException {
        byte[] bytes = contents.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException(
                    "%s must start with an IDX header of %s bytes, but ends after %s bytes"
                            .formatted(path, before + length, before + bytes.length));
        }
        return ByteBuffer.wrap(bytes);
    }

    private static String axesRule(int least, int most) {
        return least == most
                ? String.format(Locale.ROOT, "%02X", least)
                : String.format(Locale.ROOT, "%02X to %02X", least, most);
    }

    // "60000 images of 28 x 28", or "60000 labels".
    private static String describe(int[] sizes) {
        String sample =
                IntStream.of(sizes)
                        .skip(1)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" x "));
        return switch (sizes.length) {
            case 1 -> sizes[0] + " labels";
            case 2 -> sizes[0] + " rows of " + sample;
            default -> sizes[0] + " images of " + sample;
        };
    }

    private Samples toSamples(int[] labels, List<String> labelNames) {
        long[] shape = IntStream.of(sizes).skip(1).asLongStream().toArray();
        if (sizes.length == 3) {
            shape = LongStream.concat(LongStream.of(1), LongStream.of(shape)).toArray();
        }
        SampleFormat format = SampleFormat.unfitted(new Shape(shape));
        if (type == UNSIGNED_BYTES) {
            return Samples.ofBytes(path.toString(), format, values, labels, labelNames);
        }
        float[] floats = new float[values.length / Float.BYTES];
        ByteBuffer.wrap(values).asFloatBuffer().get(floats);
        return Samples.ofFloats(path.toString(), format, floats, labels, labelNames);
    }
}
