package io.github.autoencoders.weights;

import io.github.autoencoders.file.AtomicWrite;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The kinds of files that hold weights, told by their names' ends. Readers execute nothing, and say
 * what they refuse before they take memory for it: a file may hold 10,000 tensors of 8 axes, and
 * 268,435,456 values; a header of safetensors, 16 MiB; a pickle, 64 MiB; Keras' HDF5, 1 GiB, in
 * groups that are nested 32 times. What is in a zip file is checked against its sum. The index of a
 * model in several files has the limits of one file for all of them together.
 */
public enum WeightFile {
    /** What Hugging Face's library of that name writes; it keeps no order of its own. */
    SAFETENSORS(Layout.PYTORCH, true, SafetensorsFile::read, ".safetensors") {
        @Override
        void writeAll(Path file, List<Tensor> tensors) throws IOException {
            SafetensorsFile.write(file, tensors);
        }
    },
    /** PyTorch's dictionaries of tensors. */
    STATE_DICT(Layout.PYTORCH, false, PyTorchFile::read, ".pt", ".pth", ".bin", ".ckpt"),
    /** Keras' models and their weights, by way of jHDF. */
    KERAS(Layout.KERAS, true, WeightFile::readKeras, ".keras", ".h5", ".hdf5"),
    /** NumPy's arrays, in the layout of whatever they were taken from. */
    NUMPY(Layout.PYTORCH, false, NumpyFile::read, ".npz", ".npy") {
        @Override
        void writeAll(Path file, List<Tensor> tensors) throws IOException {
            NumpyFile.write(file, tensors);
        }
    },
    /** An index of safetensors files, or of PyTorch's, that hold a model together. */
    SHARDS(Layout.PYTORCH, true, ShardIndex::read, ShardIndex.END);

    private final Layout layout;
    private final boolean unordered;
    private final Reading reading;
    private final List<String> ends;

    /** Reads a file. */
    @FunctionalInterface
    private interface Reading {
        List<Tensor> of(Path file) throws IOException;
    }

    WeightFile(Layout layout, boolean unordered, Reading reading, String... ends) {
        this.layout = layout;
        this.unordered = unordered;
        this.reading = reading;
        this.ends = List.of(ends);
    }

    // The reader's class itself cannot be had without jHDF.
    private static List<Tensor> readKeras(Path file) throws IOException {
        try {
            return KerasFile.read(file);
        } catch (NoClassDefFoundError e) {
            throw new IOException("io.jhdf:jhdf must be on the class path for it, but is not", e);
        }
    }

    /** Returns how the values of a layer mostly stand in such files. */
    public Layout layout() {
        return layout;
    }

    /**
     * Returns the kind of a file, as its name's end tells.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static WeightFile of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(kind -> kind.ends.stream().anyMatch(name::endsWith))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "weights must be in a file whose name ends by one of "
                                                + String.join(", ", ends())
                                                + ", but are in "
                                                + file));
    }

    private static List<String> ends() {
        return Stream.of(values()).flatMap(kind -> kind.ends.stream()).toList();
    }

    /**
     * Checks that there is a file with the name of one of weights.
     *
     * @throws IOException if there is no file
     * @throws IllegalArgumentException if its name is none
     */
    public static void requireOne(Path file) throws IOException {
        of(file);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("weights must be in a file, but " + file + " is none");
        }
    }

    /**
     * Returns the tensors of a file: in its order, or by their names where it has none, numbers in
     * them by their size, and an encoder's before a decoder's.
     *
     * @throws IOException if it cannot be read, is damaged, or is beyond what is read
     */
    public static List<Tensor> read(Path file) throws IOException {
        requireOne(file);
        WeightFile kind = of(file);
        try {
            FileHead.of(file).require(kind);
            List<Tensor> tensors = new ArrayList<>(kind.reading.of(file));
            if (kind.unordered) {
                tensors.sort(Comparator.comparing(tensor -> sortKey(tensor.name())));
            }
            return tensors;
        } catch (FileSystemException e) {
            throw e; // it says which file
        } catch (IOException e) {
            throw new IOException(
                    "%s must hold weights, but cannot be read: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static String sortKey(String name) {
        String half = Target.isOf("decoder", name) ? "2" : Target.isOf("encoder", name) ? "0" : "1";
        return half
                + name.replaceAll("(?<!\\d)(?=\\d)", "0".repeat(9))
                        .replaceAll("0+(\\d{10})(?!\\d)", "$1");
    }

    /** Writes tensors as 32-bit floats into a safetensors file or an NPZ. */
    public static void write(Path file, List<Tensor> tensors) throws IOException {
        WeightFile kind = of(file);
        AtomicWrite.file(file, partial -> kind.writeAll(partial, tensors));
    }

    void writeAll(Path file, List<Tensor> tensors) throws IOException {
        throw new IllegalArgumentException(
                "weights must be written to a .safetensors or .npz file, but are to go to a %s"
                        .formatted(ends.get(0)));
    }
}
