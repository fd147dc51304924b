package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import ai.djl.ndarray.types.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keras' weights: {@code .weights.h5} and older {@code .h5}, which are HDF5, and {@code .keras}, a
 * zip file that holds them. HDF5 is read by jHDF, which an application that wants this brings.
 */
final class KerasFile {

    private static final String WEIGHTS = "model.weights.h5";
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_NODES = 1 << 17;

    private final TensorBudget budget = new TensorBudget();
    private final List<Tensor> tensors = new ArrayList<>();
    private final long room;
    private int nodes;

    private KerasFile(long room) {
        this.room = room;
    }

    /** Reads all datasets of numbers, called by their paths. */
    static List<Tensor> read(Path file) throws IOException {
        byte[] bytes;
        if (FileHead.of(file).isZip()) {
            try (Archive archive = Archive.open(file)) {
                bytes = archive.read(WEIGHTS, MOST_BYTES);
            }
        } else {
            require(Files.size(file) <= MOST_BYTES, "it must have at most %s bytes", MOST_BYTES);
            bytes = Files.readAllBytes(file);
        }
        try {
            return read(bytes);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw new IOException("it must be HDF5, but is damaged", e); // jHDF trusts its file
        }
    }

    private static List<Tensor> read(byte[] bytes) throws IOException {
        try (HdfFile hdf = HdfFile.fromBytes(bytes)) {
            KerasFile keras = new KerasFile(bytes.length);
            keras.add("", hdf, 0);
            return keras.tensors;
        }
    }

    private void add(String path, Group group, int level) throws IOException {
        require(
                level <= TensorBudget.MOST_LEVELS,
                "its groups must be nested at most %s times",
                TensorBudget.MOST_LEVELS);
        for (Node node : group) {
            nodes++;
            require(nodes <= MOST_NODES, "it must hold at most %s groups", MOST_NODES);
            String name = path.isEmpty() ? node.getName() : path + "/" + node.getName();
            if (node instanceof Group child) {
                add(name, child, level + 1);
            } else if (node instanceof Dataset dataset && isOfNumbers(dataset)) {
                tensors.add(tensor(name, dataset));
            }
        }
    }

    private static boolean isOfNumbers(Dataset dataset) {
        Class<?> type = dataset.getJavaType();
        return type == float.class
                || type == double.class
                || type == int.class
                || type == long.class;
    }

    // What it takes in memory is no more than the file has: Keras does not compress.
    private Tensor tensor(String name, Dataset dataset) throws IOException {
        long[] sizes = IntStream.of(dataset.getDimensions()).asLongStream().toArray();
        int count = budget.take(name, sizes);
        double bytes = (double) count * dataset.getDataType().getSize();
        require(
                bytes <= room && !dataset.isCompound() && !dataset.isVariableLength(),
                "%s must have at most the %s bytes of the file, but has %s",
                name,
                room,
                bytes);
        Object values = count == 0 ? new float[0] : flat(dataset);
        require(Array.getLength(values) == count, "%s must have %s values", name, count);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = ((Number) Array.get(values, i)).floatValue();
        }
        return Tensor.of(name, new Shape(sizes), floats);
    }

    private static Object flat(Dataset dataset) {
        Object values = dataset.getDataFlat();
        return values.getClass().isArray()
                ? values
                : new double[] {((Number) values).doubleValue()};
    }
}
