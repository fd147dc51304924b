package io.github.autoencoders.zoo;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.util.passthrough.PassthroughNDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of parameters, looked through before DJL reads it: DJL takes the sizes in it on trust and
 * reserves memory for them, and takes parameters of any shape. No engine is touched, and no value
 * is kept.
 */
final class ParameterFile {

    private static final byte[] MAGIC = "DJL@".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_AXES = 8;
    private static final int MOST_ENTRIES = 1000; // of inputs and properties; there are a few

    private final DataInputStream in;

    private ParameterFile(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * Checks that a file holds the parameters of a block, and nothing that DJL should not read.
     *
     * @param expected a block whose parameters have their shapes
     * @param blank another block of the same kind, not initialized, which is changed
     */
    static void requireFits(Path file, Block expected, Block blank)
            throws IOException, MalformedModelException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            ParameterFile parameters = new ParameterFile(stream);
            parameters.readHead();
            blank.loadParameters(parameters.manager(), parameters.in);
            if (parameters.in.read() >= 0) {
                throw new MalformedModelException("it goes on after the last of them");
            }
        } catch (OutOfMemoryError | NegativeArraySizeException e) { // by DJL, for a list of shapes
            throw new MalformedModelException("it asks for more memory than there is", e);
        }
        requireSame(expected.getParameters(), blank.getParameters());
    }

    private static void requireSame(ParameterList expected, ParameterList read)
            throws MalformedModelException {
        for (String name : expected.keys()) {
            Parameter parameter = read.get(name);
            if (!parameter.isInitialized()) {
                throw new MalformedModelException(name + " is not there");
            }
            Shape there = parameter.getArray().getShape();
            Shape wanted = expected.get(name).getShape();
            if (!there.equals(wanted)) {
                throw new MalformedModelException(
                        name + " must have shape " + wanted + ", but has shape " + there);
            }
        }
    }

    // What stands before the block's own parameters, as BaseModel.save writes it.
    private void readHead() throws IOException, MalformedModelException {
        byte[] magic = new byte[MAGIC.length];
        in.readFully(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new MalformedModelException("it is not in DJL's format");
        }
        in.readInt(); // version
        in.readUTF(); // name
        in.readUTF(); // type
        int inputs = count("inputs");
        for (int i = 0; i < inputs; i++) {
            in.readUTF();
            readShape();
        }
        int properties = count("properties");
        for (int i = 0; i < 2 * properties; i++) {
            in.readUTF();
        }
    }

    private int count(String what) throws IOException, MalformedModelException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new MalformedModelException(what + " must be a few, but are " + count);
        }
        return count;
    }

    private Shape readShape() throws IOException {
        int axes = axes();
        long[] sizes = new long[axes];
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = in.readLong();
        }
        in.skipNBytes(2L * axes()); // the layout
        return new Shape(sizes);
    }

    private int axes() throws IOException {
        int axes = in.readInt();
        if (axes < 0 || axes > MOST_AXES) {
            throw new IOException("a shape has " + axes + " axes");
        }
        return axes;
    }

    // Blocks read all but the arrays by themselves, and those through their manager.
    private NDManager manager() {
        return (NDManager)
                Proxy.newProxyInstance(
                        NDManager.class.getClassLoader(),
                        new Class<?>[] {NDManager.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("decode")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            return skipArray();
                        });
    }

    // As NDSerializer of DJL writes an array.
    private NDArray skipArray() throws IOException {
        in.readUTF(); // magic word
        int version = in.readInt();
        if (version > 1 && in.readByte() == 1) {
            in.readUTF(); // name
        }
        in.readUTF(); // sparse format
        String type = in.readUTF();
        Shape shape = readShape();
        if (version > 2) {
            in.readByte(); // order of the bytes
        }
        int length = in.readInt();
        if (!type.equals("FLOAT32") || length != 4.0 * size(shape)) {
            throw new IOException(
                    "%s values of shape %s must not take %s bytes".formatted(type, shape, length));
        }
        in.skipNBytes(length); // throws where the file ends before
        return new PassthroughNDArray(
                PassthroughNDManager.INSTANCE, shape, shape, DataType.FLOAT32);
    }

    // As a double, which does not overflow.
    private static double size(Shape shape) {
        return Arrays.stream(shape.getShape()).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
