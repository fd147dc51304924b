package io.github.autoencoders.zoo;

import io.github.autoencoders.file.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Locale;

/** Copies that must have a size and a SHA-1, which DJL's metadata have of each file. */
final class Checked {

    private Checked() {}

    /**
     * Copies what must have a size and a digest.
     *
     * @throws IOException if it has others; it then may be there in part
     */
    static void copy(InputStream in, Path to, long size, String sha1) throws IOException {
        MessageDigest digest = Digest.SHA_1.start();
        try (OutputStream out = Files.newOutputStream(to)) {
            InputStream digested = new DigestInputStream(in, digest);
            byte[] block = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = digested.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    throw new EOFException(
                            String.format(
                                    Locale.ROOT,
                                    "must have %,d bytes, but ends after %,d",
                                    size,
                                    size - left));
                }
                out.write(block, 0, read);
                left -= read;
            }
        }
        if (in.read() >= 0) {
            throw new IOException(
                    String.format(Locale.ROOT, "must have %,d bytes, but has more", size));
        }
        String there = Digest.text(digest);
        if (!there.equals(sha1)) {
            throw new IOException(
                    "must have the SHA-1 "
                            + sha1
                            + " as its metadata say, but has "
                            + there
                            + ": it is damaged, or was replaced");
        }
    }
}
