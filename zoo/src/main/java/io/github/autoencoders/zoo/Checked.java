package io.github.autoencoders.zoo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies that must have a size and a SHA-1, which DJL's metadata have of each file. */
final class Checked {

    private Checked() {}

    /**
     * Copies what must have a size and a digest.
     *
     * @throws IOException if it has others; it then may be there in part
     */
    static void copy(InputStream in, Path to, long size, String sha1) throws IOException {
        MessageDigest digest = digest();
        try (OutputStream out = Files.newOutputStream(to)) {
            InputStream digested = new DigestInputStream(in, digest);
            byte[] block = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = digested.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    throw new EOFException(
                            "must have %,d bytes, but ends after %,d".formatted(size, size - left));
                }
                out.write(block, 0, read);
                left -= read;
            }
        }
        if (in.read() >= 0) {
            throw new IOException("must have %,d bytes, but has more".formatted(size));
        }
        String there = HexFormat.of().formatHex(digest.digest());
        if (!there.equals(sha1)) {
            throw new IOException(
                    "must have the SHA-1 "
                            + sha1
                            + " as its metadata say, but has "
                            + there
                            + ": it is damaged, or was replaced");
        }
    }

    static String sha1(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
