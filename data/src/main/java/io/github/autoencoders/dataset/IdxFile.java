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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Files of the format of MNIST's: a magic number that states the type of the values and the number
 * of axes, the size of each axis, and the values, all big-endian. Their shape is [N, F], [N, H, W]
 * or [N, C, H, W]; a file named {@code X-images-idx3-ubyte} takes its labels from {@code
 * X-labels-idx1-ubyte} beside it, if that exists.
 */
final class IdxFile implements DataKind {

    private static final int UNSIGNED_BYTES = 0x08;
    private static final int FLOATS = 0x0D;
    private static final int MAXIMUM_LENGTH = Integer.MAX_VALUE - 8;

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("IDX file", ".*(\\.idx|-ubyte)");
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return samples(Path.of(input));
    }

    /** Returns all samples of a file. */
    static Samples samples(Path path) throws IOException {
        return InputFile.read(
                path,
                contents -> {
                    Values file = new Values(path, contents, 2, 4);
                    return file.samples(0, file.sizes[0], file.labels());
                });
    }

    /** Returns the file, divided; or where the file's test set lies beside it, both. */
    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        Path path = Path.of(input);
        Optional<Path> beside = sibling(path, "train-images-idx3-ubyte", "t10k-images-idx3-ubyte");
        if (beside.isEmpty()) {
            return DataKind.super.split(input, options);
        }
        Samples training = samples(path);
        Samples validation = samples(beside.get());
        if (!validation.format().equals(training.format())) {
            throw new IllegalArgumentException(
                    "%s must hold samples of shape %s as %s does, but holds samples of shape %s"
                            .formatted(
                                    validation.name(),
                                    training.format().shape(),
                                    training.name(),
                                    validation.format().shape()));
        }
        return new DataSplit(training, validation);
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        Path path = Path.of(input);
        InputStream contents = InputFile.open(path);
        try {
            Values file =
                    InputFile.read(
                            path.toString(), contents, bytes -> new Values(path, bytes, 2, 4));
            file.requireAtMost("in a sample", file.sampleBytes());
            int[] labels = file.labels();
            return Optional.of(
                    new CountedStream(
                            path.toString(),
                            file.sizes[0],
                            Math.min(portion, SampleStream.portion((int) file.sampleBytes())),
                            labelNames(labels),
                            (from, to) ->
                                    InputFile.read(
                                            path.toString(),
                                            contents,
                                            bytes -> file.samples(from, to, labels)),
                            contents));
        } catch (IOException e) {
            contents.close();
            throw e;
        }
    }

    private static List<String> labelNames(int[] labels) {
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** Returns the file beside another whose name has another ending, compressed or not. */
    private static Optional<Path> sibling(Path path, String ending, String otherEnding) {
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

    /** A file whose header was read, and whose values follow. */
    private static final class Values {

        private final Path path;
        private final InputStream contents;
        private final int type;
        private final int[] sizes; // of each axis, the first being the number of samples

        Values(Path path, InputStream contents, int leastAxes, int mostAxes) throws IOException {
            this.path = path;
            this.contents = contents;
            ByteBuffer magic = header(4, 0);
            type = magic.get(2);
            int axes = magic.get(3);
            if (magic.getShort(0) != 0
                    || (type != UNSIGNED_BYTES && type != FLOATS)
                    || axes < leastAxes
                    || axes > mostAxes) {
                throw new IOException(
                        "%s must start with 000008NN or 00000DNN, NN being %s, but starts with %s"
                                .formatted(
                                        path,
                                        axesRule(leastAxes, mostAxes),
                                        HexFormat.of()
                                                .withUpperCase()
                                                .toHexDigits(magic.getInt(0))));
            }
            sizes = new int[axes];
            header(4 * axes, 4).asIntBuffer().get(sizes);
            if (IntStream.of(sizes).min().orElse(0) < 1) {
                throw new IOException(
                        "%s must have axes of at least 1, but has axes of %s"
                                .formatted(path, Arrays.toString(sizes)));
            }
        }

        private ByteBuffer header(int length, int before) throws IOException {
            byte[] bytes = contents.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException(
                        "%s must start with an IDX header of %s bytes, but ends after %s bytes"
                                .formatted(path, before + length, before + bytes.length));
            }
            return ByteBuffer.wrap(bytes);
        }

        // As a double, which does not overflow.
        double sampleBytes() {
            double values = IntStream.of(sizes).skip(1).asDoubleStream().reduce(1, (a, b) -> a * b);
            return values * (type == FLOATS ? Float.BYTES : 1);
        }

        void requireAtMost(String where, double bytes) throws IOException {
            if (bytes > MAXIMUM_LENGTH) {
                throw new IOException(
                        "%s must have at most %s bytes %s, but has axes of %s"
                                .formatted(path, MAXIMUM_LENGTH, where, Arrays.toString(sizes)));
            }
        }

        /** Returns the labels from the file beside this, or none. */
        int[] labels() throws IOException {
            Optional<Path> beside = sibling(path, "images-idx3-ubyte", "labels-idx1-ubyte");
            return beside.isEmpty()
                    ? new int[0]
                    : InputFile.read(beside.get(), bytes -> labels(beside.get(), bytes));
        }

        private int[] labels(Path beside, InputStream bytes) throws IOException {
            Values file = new Values(beside, bytes, 1, 1);
            byte[] labels = file.next(0, file.sizes[0]);
            if (file.type != UNSIGNED_BYTES || labels.length != sizes[0]) {
                throw new IOException(
                        "%s must hold %s labels of 8 bits, one for each sample of %s, but holds %s"
                                .formatted(beside, sizes[0], path, file.sizes[0]));
            }
            return IntStream.range(0, labels.length).map(i -> labels[i] & 0xFF).toArray();
        }

        /**
         * Returns the bytes of samples, those before them being read; the last must end the file.
         */
        private byte[] next(int from, int to) throws IOException {
            requireAtMost("of values", sampleBytes() * (to - from));
            long each = (long) sampleBytes();
            byte[] read = contents.readNBytes((int) each * (to - from));
            long before = each * from + read.length;
            long expected = each * to;
            boolean more = before == expected && to == sizes[0] && contents.read() >= 0;
            if (before < expected || more) {
                int header = 4 + 4 * sizes.length;
                throw new IOException(
                        "%s must hold %s (%s bytes), but %s"
                                .formatted(
                                        path,
                                        describe(sizes),
                                        header + each * sizes[0],
                                        more
                                                ? "goes on"
                                                : "ends after " + (header + before) + " bytes"));
            }
            return read;
        }

        /** Returns the next samples, those before them being read. */
        Samples samples(int from, int to, int[] labels) throws IOException {
            byte[] values = next(from, to);
            int[] part = labels.length == 0 ? labels : Arrays.copyOfRange(labels, from, to);
            long[] shape = IntStream.of(sizes).skip(1).asLongStream().toArray();
            if (sizes.length == 3) {
                shape = LongStream.concat(LongStream.of(1), LongStream.of(shape)).toArray();
            }
            SampleFormat format = SampleFormat.unfitted(new Shape(shape));
            if (type == UNSIGNED_BYTES) {
                return Samples.ofBytes(path.toString(), format, values, part, labelNames(labels));
            }
            float[] floats = new float[values.length / Float.BYTES];
            ByteBuffer.wrap(values).asFloatBuffer().get(floats);
            return Samples.ofFloats(path.toString(), format, floats, part, labelNames(labels));
        }
    }

    private static String axesRule(int least, int most) {
        return least == most ? "0" + least : "0%s to 0%s".formatted(least, most);
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
}
