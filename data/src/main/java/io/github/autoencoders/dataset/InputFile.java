package io.github.autoencoders.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
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
        try (InputStream contents = open(path)) {
            return read(path.toString(), contents, reading);
        }
    }

    /**
     * Returns what the reading makes of contents that were opened.
     *
     * @param name how messages call them
     */
    static <T> T read(String name, InputStream contents, Reading<T> reading) throws IOException {
        try {
            return reading.from(contents);
        } catch (ZipException | EOFException e) {
            throw new IOException(
                    name + " must be an intact gzip file, but is not: " + e.getMessage(), e);
        } catch (TextFormatException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof TextFormatException wrong) {
                throw new IOException(name + ": " + wrong.getMessage(), wrong);
            }
            Exception reason = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(name + " cannot be read: " + reason.getMessage(), e);
        }
    }

    /** Returns a path, or nothing if it cannot be one. */
    static Optional<Path> path(String input) {
        try {
            return input.isEmpty() ? Optional.empty() : Optional.of(Path.of(input));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns whether a path is that of something. */
    static boolean exists(String input) {
        return path(input).filter(Files::exists).isPresent();
    }

    /**
     * Returns whether the name of what is no folder is of a form, perhaps with {@code .gz} behind.
     *
     * @param form a regular expression, capitals or not
     */
    static boolean isNamed(String input, String form) {
        return path(input)
                .filter(path -> !Files.isDirectory(path))
                .map(path -> String.valueOf(path.getFileName()))
                .filter(name -> name.matches("(?is)(" + form + ")(\\.gz)?"))
                .isPresent();
    }

    /** Returns a file's name without {@code .gz}. */
    static String plainName(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /** Returns the file's contents, decompressed; the caller closes them. */
    static InputStream open(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(path + " must be a readable file");
        }
        InputStream file = Files.newInputStream(path);
        try {
            return read(path.toString(), file, InputFile::decompressed);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Returns contents, decompressed if they are compressed. */
    static InputStream decompressed(InputStream contents) throws IOException {
        InputStream buffered = new BufferedInputStream(contents, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }
}
