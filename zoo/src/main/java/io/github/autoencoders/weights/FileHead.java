package io.github.autoencoders.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a file is by its first bytes.
 *
 * @param begin those bytes, each a character, in lower case
 */
record FileHead(String begin) {

    private static final int BYTES = 32;
    private static final String PAGE = "it is a page of HTML, not the file that it was to be";

    /** How files begin, what they are then, and what kind of weights they may be. */
    private record Sign(String begin, String what, Set<WeightFile> kinds) {}

    private static final Sign ZIP =
            new Sign(
                    "pk\3\4",
                    "it is a zip file, as .pt, .keras and .npz are",
                    Set.of(WeightFile.STATE_DICT, WeightFile.KERAS, WeightFile.NUMPY));

    private static final Sign ARRAY =
            new Sign(
                    "\u0093numpy",
                    "it is an array of NumPy, whose name ends by .npy",
                    Set.of(WeightFile.NUMPY));

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign( // what a clone has where Git LFS was not installed
                            "version https://git-lfs",
                            "it is a pointer of Git LFS; git lfs pull fetches the file itself",
                            Set.of()),
                    new Sign("<!doctype html", PAGE, Set.of()),
                    new Sign("<html", PAGE, Set.of()),
                    new Sign(
                            "\u0089hdf",
                            "it is HDF5, whose name ends by .h5",
                            Set.of(WeightFile.KERAS)),
                    ZIP,
                    ARRAY);

    private static final Sign SAFETENSORS =
            new Sign(
                    "{\"",
                    "its header is that of safetensors, whose name ends by .safetensors",
                    Set.of(WeightFile.SAFETENSORS, WeightFile.SHARDS)); // JSON from its first byte

    /** Reads it. */
    static FileHead of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String read = new String(in.readNBytes(BYTES), StandardCharsets.ISO_8859_1);
            return new FileHead(read.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Checks that it does not tell of another kind of file.
     *
     * @throws IOException if it does, or the file is empty
     */
    void require(WeightFile kind) throws IOException {
        TensorBudget.require(!begin.isEmpty(), "it is empty");
        for (Sign sign : SIGNS) {
            require(begin.stripLeading().startsWith(sign.begin), sign, kind);
        }
        require(begin.startsWith(SAFETENSORS.begin, Long.BYTES), SAFETENSORS, kind);
    }

    private static void require(boolean begins, Sign sign, WeightFile kind) throws IOException {
        TensorBudget.require(!begins || sign.kinds.contains(kind), "%s", sign.what);
    }

    /** Returns whether it is that of a zip file. */
    boolean isZip() {
        return begin.startsWith(ZIP.begin);
    }

    /** Returns whether it is that of one array of NumPy. */
    boolean isArray() {
        return begin.startsWith(ARRAY.begin);
    }
}
