package io.github.autoencoders.serving;

import ai.djl.ndarray.types.DataType;
import ai.djl.util.Float16Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The numbers of one array that a request holds: in NumPy's format .npy, alone or in an .npz, or in
 * DJL's own, an NDList.
 *
 * <p>DJL's decoders take the memory that a header asks for before they look at what there is; here
 * no more is taken than was sent.
 */
final class Tensor {

    /** As many as NumPy takes. */
    static final int MAX_AXES = 32;

    /** Of what an .npz holds uncompressed: as many numbers of four bytes. */
    private static final int MAX_NUMBERS = 1 << 24;

    private static final int MAX_BYTES = MAX_NUMBERS * Float.BYTES;
    private static final int MAX_HEADER = 10_000; // bytes, as many as NumPy takes

    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String DJL = "NDAR";
    private static final Pattern DESCRIPTION = Pattern.compile("'descr': *'([<>|=]?)(\\w\\d)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([\\d, L]*)\\)");

    private final List<Long> shape;
    private final double[] values;

    private Tensor(List<Long> shape, double[] values) {
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    /** Returns whether bytes begin as one of the formats does. */
    static boolean isTensor(byte[] bytes) {
        return isNumpy(bytes) || isList(bytes);
    }

    /** Returns whether the format is one of NumPy's. */
    static boolean isNumpy(byte[] bytes) {
        return startsWith(bytes, 0, NUMPY) || isZip(bytes);
    }

    private static boolean isList(byte[] bytes) {
        byte[] magic = DJL.getBytes(StandardCharsets.US_ASCII);
        return bytes.length > 10 && bytes[0] == 0 && startsWith(bytes, 6, magic);
    }

    private static boolean isZip(byte[] bytes) {
        return startsWith(bytes, 0, new byte[] {'P', 'K', 3, 4});
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] magic) {
        return bytes.length >= from + magic.length
                && Arrays.equals(bytes, from, from + magic.length, magic, 0, magic.length);
    }

    /**
     * Returns the one array that bytes hold.
     *
     * @throws IOException if they hold something else
     */
    static Tensor read(byte[] bytes) throws IOException {
        try {
            if (isZip(bytes)) {
                return ofNumpy(ByteBuffer.wrap(unzipped(bytes)), MAX_NUMBERS);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return startsWith(bytes, 0, NUMPY) ? ofNumpy(buffer, Long.MAX_VALUE) : ofList(buffer);
        } catch (BufferUnderflowException e) {
            throw new IOException("it ends early", e);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            ZipEntry first = zip.getNextEntry();
            if (first == null) {
                throw new IOException("it holds no array");
            }
            byte[] array = zip.readNBytes(MAX_BYTES + 1);
            if (array.length > MAX_BYTES) {
                throw new IOException("it holds more than " + MAX_BYTES + " bytes");
            }
            if (zip.getNextEntry() != null) {
                throw new IOException("it must hold one array, but holds more");
            }
            return array;
        }
    }

    private static Tensor ofNumpy(ByteBuffer buffer, long most) throws IOException {
        byte[] magic = new byte[NUMPY.length];
        buffer.get(magic);
        if (!Arrays.equals(magic, NUMPY)) {
            throw new IOException("it holds no array of NumPy's");
        }
        int major = buffer.get();
        buffer.get(); // the minor version
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        int length = major == 1 ? Short.toUnsignedInt(buffer.getShort()) : buffer.getInt();
        if (length > MAX_HEADER) {
            throw new IOException(
                    "its header must have at most " + MAX_HEADER + " bytes, but has " + length);
        }
        String header = text(buffer, length);
        Matcher description = DESCRIPTION.matcher(header);
        Matcher sizes = SHAPE.matcher(header);
        if (!description.find() || !sizes.find()) {
            throw new IOException(
                    "its header must have descr and shape, but is "
                            + header.strip().replaceAll("\\s+", " "));
        }
        if (header.contains("'fortran_order': True")) {
            throw new IOException("it must be in C order, but is in Fortran's");
        }
        List<Long> shape =
                Stream.of(sizes.group(1).split(",", -1))
                        .map(size -> size.replace("L", "").strip())
                        .filter(size -> !size.isEmpty())
                        .map(Long::valueOf)
                        .toList();
        requireAxes(shape.size());
        if (size(shape) > most) {
            throw new IOException(
                    "it must hold at most %s numbers, but is of shape %s".formatted(most, shape));
        }
        buffer.order(order(description.group(1)));
        return of(shape, description.group(2), buffer);
    }

    private static ByteOrder order(String symbol) {
        return symbol.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    // As ai.djl.ndarray.NDSerializer writes it.
    private static Tensor ofList(ByteBuffer buffer) throws IOException {
        int arrays = buffer.getInt();
        if (arrays != 1) {
            throw new IOException("it must hold one array, but holds " + arrays);
        }
        if (!utf(buffer).equals(DJL)) {
            throw new IOException("it holds no array of DJL's");
        }
        int version = buffer.getInt();
        if (version > 1 && buffer.get() == 1) {
            utf(buffer); // its name
        }
        utf(buffer); // its sparse format
        String type = DataType.valueOf(utf(buffer)).asNumpy();
        Long[] shape = new Long[length(buffer, Long.BYTES)];
        requireAxes(shape.length);
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = buffer.getLong();
        }
        int layout = length(buffer, Character.BYTES);
        buffer.position(buffer.position() + layout * Character.BYTES);
        buffer.order(version > 2 ? order(text(buffer, 1)) : ByteOrder.nativeOrder());
        // The number of bytes is always written with the highest first.
        buffer.getInt();
        return of(List.of(shape), type.replaceAll("[<>|=]", ""), buffer);
    }

    // A length whose elements are there.
    private static int length(ByteBuffer buffer, int bytes) throws IOException {
        int length = buffer.getInt();
        if (length < 0 || (long) length * bytes > buffer.remaining()) {
            throw new IOException("it ends early");
        }
        return length;
    }

    private static String utf(ByteBuffer buffer) throws IOException {
        return text(buffer, Short.toUnsignedInt(buffer.getShort()));
    }

    private static String text(ByteBuffer buffer, int length) throws IOException {
        if (length < 0 || length > buffer.remaining()) {
            throw new IOException("it ends early");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Tensor of(List<Long> shape, String type, ByteBuffer buffer) throws IOException {
        ToDoubleFunction<ByteBuffer> next = reader(type);
        long size = size(shape);
        int bytes = type.charAt(1) - '0';
        if (size != buffer.remaining() / bytes || buffer.remaining() % bytes != 0) {
            throw new IOException(
                    "it must hold the numbers of shape %s, but holds %s bytes of type %s"
                            .formatted(shape, buffer.remaining(), type));
        }
        double[] values = new double[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = next.applyAsDouble(buffer);
        }
        return new Tensor(shape, values);
    }

    /** Returns an array of a shape, whose values must be as many as it says. */
    static Tensor of(List<Long> shape, double[] values) throws IOException {
        if (size(shape) != values.length) {
            throw new IOException(
                    "data must hold the numbers of shape %s, but holds %s"
                            .formatted(shape, values.length));
        }
        return new Tensor(shape, values);
    }

    // What is longer would fill messages, too.
    private static void requireAxes(int axes) throws IOException {
        if (axes > MAX_AXES) {
            throw new IOException(
                    "its shape must have at most %s sizes, but has %s".formatted(MAX_AXES, axes));
        }
    }

    /** Returns whether a shape, which may be any, is that of so many numbers. */
    static boolean isSize(List<Long> shape, int numbers) {
        try {
            return size(shape) == numbers;
        } catch (IOException e) { // none is
            return false;
        }
    }

    private static long size(List<Long> shape) throws IOException {
        long size = 1;
        for (long axis : shape) {
            if (axis < 0) {
                throw new IOException("shape must not be negative, but is " + shape);
            }
            if (axis > 0 && size > Long.MAX_VALUE / axis) {
                throw new IOException("shape must be of fewer than 2^63 numbers, but is " + shape);
            }
            size *= axis;
        }
        return size;
    }

    private static ToDoubleFunction<ByteBuffer> reader(String type) throws IOException {
        return switch (type) {
            case "f2" -> buffer -> Float16Utils.halfToFloat(buffer.getShort());
            case "f4" -> ByteBuffer::getFloat;
            case "f8" -> ByteBuffer::getDouble;
            case "i1" -> ByteBuffer::get;
            case "u1", "b1" -> buffer -> Byte.toUnsignedInt(buffer.get());
            case "i2" -> ByteBuffer::getShort;
            case "u2" -> buffer -> Short.toUnsignedInt(buffer.getShort());
            case "i4" -> ByteBuffer::getInt;
            case "u4" -> buffer -> Integer.toUnsignedLong(buffer.getInt());
            case "i8" -> ByteBuffer::getLong;
            case "u8" -> buffer -> unsigned(buffer.getLong());
            default -> throw new IOException("its type must be that of numbers, but is " + type);
        };
    }

    // The lowest bit of a great one is nothing to a double, but for how it is rounded.
    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * ((value >>> 1) | (value & 1));
    }

    /** Returns the shape. */
    List<Long> shape() {
        return shape;
    }

    /** Returns the numbers, flattened. */
    double[] values() {
        return values.clone();
    }
}
