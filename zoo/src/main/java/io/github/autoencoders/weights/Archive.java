package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file whose entries are read whole, each after a look at its size, and checked. */
final class Archive implements AutoCloseable {

    private static final int MOST_ENTRIES = 2 * TensorBudget.MOST_TENSORS;
    private static final long MOST_BYTES = 8L * TensorBudget.MOST_VALUES;
    private static final long MOST_IN_ONE = Integer.MAX_VALUE - 8;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private long bytes;

    private Archive(ZipFile zip) throws IOException {
        this.zip = zip;
        require(zip.size() <= MOST_ENTRIES, "it must hold at most %s files", MOST_ENTRIES);
        try {
            zip.stream().forEach(entry -> entries.put(entry.getName(), entry));
        } catch (IllegalArgumentException e) {
            throw new IOException("the names of its files must be text, but are not", e);
        }
    }

    /** Opens a file; the caller closes it. */
    static Archive open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new IOException(
                    "it must be a whole zip file, but is none, or was cut short: " + e.getMessage(),
                    e);
        }
        try {
            return new Archive(zip);
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /** Returns the names of the entries, in their order. */
    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Returns what is in an entry.
     *
     * @param most bytes that may be in it
     */
    byte[] read(String name, long most) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IOException("it must hold %s, but does not".formatted(name));
        }
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
