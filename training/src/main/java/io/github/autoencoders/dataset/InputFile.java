package io.github.autoencoders.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file that may be compressed, which its first bytes tell and not its name. */
final class InputFile {

    private static final int GZIP_MAGIC = 0x1F8B;

    private InputFile() {}

    /** What is made of a file's contents. */
    interface Reading<T> {
        /** Returns what was read from the stream, which need not be read to its end. */
        T from(InputStream contents) throws IOException;
    }

    /** Returns what the reading makes of the file's contents, decompressed. */
    static <T> T read(Path path, Reading<T> reading) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(path + " must be a readable file");
        }
        try (InputStream contents = open(path)) {
            return reading.from(contents);
        } catch (ZipException | EOFException e) {
            throw new IOException(
                    path + " must be an intact gzip file, but is not: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            Exception reason = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(path + " cannot be read: " + reason.getMessage(), e);
        }
    }

    /** Returns a file's name without {@code .gz}. */
    static String plainName(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static InputStream open(Path path) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            file.mark(2);
            int magic = file.read() << 8 | file.read();
            file.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(file, 1 << 16) : file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
