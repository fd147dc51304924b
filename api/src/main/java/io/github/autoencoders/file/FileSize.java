package io.github.autoencoders.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How large a file may be that is read as a whole. */
public final class FileSize {

    private FileSize() {}

    /**
     * Checks a file before it is read.
     *
     * @throws IOException if it has more bytes, or is not there
     */
    public static void requireAtMost(long most, Path file) throws IOException {
        long size = Files.size(file);
        if (size > most) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s must have at most %,d bytes, but has %,d",
                            file,
                            most,
                            size));
        }
    }
}
