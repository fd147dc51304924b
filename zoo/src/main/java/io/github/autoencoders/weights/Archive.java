package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip file whose entries are read whole, each after a look at its size, and checked. */
final class Archive implements AutoCloseable {

    private static final int MOST_ENTRIES = 2 * TensorBudget.MOST_TENSORS;
    private static final long MOST_BYTES = 8L * TensorBudget.MOST_VALUES;
    private static final long MOST_IN_ONE = Integer.MAX_VALUE - 8;

    private final ZipFile zip;
    private long bytes;

    private Archive(ZipFile zip) {
        this.zip = zip;
    }

    /** Opens a file; the caller closes it. */
    static Archive open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        if (zip.size() > MOST_ENTRIES) {
            zip.close();
            throw new IOException("it must hold at most %s files".formatted(MOST_ENTRIES));
        }
        return new Archive(zip);
    }

    /** Returns the names of the entries, in their order. */
    List<String> names() {
        return zip.stream().map(ZipEntry::getName).toList();
    }

    /**
     * Returns what is in an entry.
     *
     * @param most bytes that may be in it
     */
    byte[] read(String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        require(entry != null, "it must hold %s, but does not", name);
        long size = entry.getSize();
        long limit = Math.min(most, MOST_IN_ONE);
        require(
                size >= 0 && size <= limit,
                "%s must have at most %s bytes, but has %s",
                name,
                limit,
                size);
        bytes += size;
        require(bytes <= MOST_BYTES, "its files must have at most %s bytes", MOST_BYTES);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] read = in.readNBytes((int) size);
            CRC32 sum = new CRC32();
            sum.update(read);
            require(
                    read.length == size && in.read() < 0 && sum.getValue() == entry.getCrc(),
                    "%s must have the bytes that were written, but is damaged",
                    name);
            return read;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
