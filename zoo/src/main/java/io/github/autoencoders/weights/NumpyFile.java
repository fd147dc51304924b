package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's format of arrays, <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NPY</a>, versions 1
 * to 3, and NPZ, a zip file of them. Arrays of objects, which are pickled, are refused.
 */
final class NumpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_HEADER = 1 << 16;
    private static final String EXTENSION = ".npy";

    // As NumPy writes it; keys are sorted.
    private static final Pattern HEADER =
            Pattern.compile(
                    "\\{'descr': '([<>|=]?)([a-zA-Z]\\d{1,4})', 'fortran_order': (True|False),"
                            + " 'shape': \\(([\\d, ]{0,200})\\),? ?\\}\\s*");

    private NumpyFile() {}

    /** Reads an array, which has the file's name, or the arrays of an NPZ in their order. */
    static List<Tensor> read(Path file) throws IOException {
        TensorBudget budget = new TensorBudget();
        String called = String.valueOf(file.getFileName());
        if (called.toLowerCase(Locale.ROOT).endsWith(EXTENSION) || FileHead.of(file).isArray()) {
            long size = Files.size(file);
            require(size <= 8L * TensorBudget.MOST_VALUES, "it must have at most 2 GiB");
            return List.of(array(stem(called), Files.readAllBytes(file), budget));
        }
        try (Archive archive = Archive.open(file)) {
            List<Tensor> tensors = new ArrayList<>();
            for (String name : archive.names()) {
                require(name.endsWith(EXTENSION), "it must hold .npy alone, but holds %s", name);
                byte[] bytes = archive.read(name, Long.MAX_VALUE);
                tensors.add(array(stem(name), bytes, budget));
            }
            return tensors;
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - EXTENSION.length());
    }

    private static Tensor array(String name, byte[] bytes, TensorBudget budget) throws IOException {
        require(
                bytes.length > MAGIC.length + 2
                        && Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length),
                "%s must begin as an array of NumPy, but does not",
                name);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = bytes[MAGIC.length];
        require(version >= 1 && version <= 3, "%s is of NPY's version %s", name, version);
        int lengthAt = MAGIC.length + 2;
        int begin = lengthAt + (version == 1 ? 2 : 4);
        require(bytes.length >= begin, "%s ends in its header", name);
        int length =
                version == 1
                        ? Short.toUnsignedInt(buffer.getShort(lengthAt))
                        : buffer.getInt(lengthAt);
        require(
                length >= 0 && length <= Math.min(MOST_HEADER, bytes.length - begin),
                "the header of %s must have at most %s bytes, but has %s",
                name,
                Math.min(MOST_HEADER, bytes.length - begin),
                Integer.toUnsignedString(length));
        String header = new String(bytes, begin, length, StandardCharsets.UTF_8);
        return array(name, header, buffer.position(begin + length), budget);
    }

    private static Tensor array(String name, String header, ByteBuffer rest, TensorBudget budget)
            throws IOException {
        Matcher said = HEADER.matcher(header);
        require(
                said.matches(),
                "%s must be an array of numbers, but its header is %s",
                name,
                shown(header));
        NumberType type = NumberType.ofNumpy(name, said.group(2));
        long[] sizes = sizes(name, said.group(4));
        int count = budget.take(name, sizes);
        long wanted = (long) count * type.width();
        require(
                rest.remaining() == wanted,
                "%s must have %s bytes for shape %s, but has %s",
                name,
                wanted,
                new Shape(sizes),
                rest.remaining());
        rest.order(said.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        float[] values = type.read(rest, rest.position(), count);
        if (said.group(3).equals("False")) {
            return Tensor.of(name, new Shape(sizes), values);
        }
        int axes = sizes.length; // the first axis first
        long[] reversed = IntStream.range(0, axes).mapToLong(i -> sizes[axes - 1 - i]).toArray();
        int[] back = IntStream.range(0, axes).map(i -> axes - 1 - i).toArray();
        return Tensor.of(name, new Shape(reversed), values).transposed(back);
    }

    // A header's text may hold anything.
    private static String shown(String header) {
        String line = header.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > 100 ? line.substring(0, 100) + "..." : line;
    }

    private static long[] sizes(String name, String text) throws IOException {
        try {
            return Stream.of(text.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IOException("%s has no shape: (%s)".formatted(name, text), e);
        }
    }

    /** Writes an NPZ of 32-bit floats. */
    static void write(Path file, List<Tensor> tensors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Tensor tensor : tensors) {
                zip.putNextEntry(entry(tensor.name() + EXTENSION));
                zip.write(header(tensor.shape()));
                zip.write(tensor.littleEndian());
                zip.closeEntry();
            }
        }
    }

    // Always of the same time, so that equal weights make equal files.
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        return entry;
    }

    private static byte[] header(Shape shape) {
        String sizes =
                LongStream.of(shape.getShape())
                        .mapToObj(size -> size + ",")
                        .collect(Collectors.joining(" "));
        String said =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
                        .formatted(shape.dimension() == 1 ? sizes : cut(sizes));
        int head = MAGIC.length + 4;
        int padding = 63 - (head + said.length()) % 64; // the values begin at a multiple of 64
        byte[] text = (said + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    // Without the last comma, which Python wants after a single size alone.
    private static String cut(String sizes) {
        return sizes.isEmpty() ? sizes : sizes.substring(0, sizes.length() - 1);
    }
}
