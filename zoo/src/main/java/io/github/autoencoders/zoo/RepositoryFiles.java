package io.github.autoencoders.zoo;

import ai.djl.repository.Repository;
import ai.djl.util.Utils;
import io.github.autoencoders.file.Digest;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of a repository, whose place may be out of reach.
 *
 * @param place where they lie
 * @param owner in whose folder of the cache texts are kept for that
 */
record RepositoryFiles(RepositoryPlace place, Repository owner) {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryFiles.class);
    private static final int MOST_BYTES = 1 << 20; // of a text

    /**
     * Copies a file.
     *
     * @param size that it must have
     * @param sha1 that it must have, as DJL's metadata say it of each
     * @throws IOException if it has others; it then may be there in part
     */
    void copy(String path, Path to, long size, String sha1) throws IOException {
        requireOnline(path);
        try (InputStream in = place.open(path)) {
            copy(in, to, size, sha1);
        } catch (FileNotFoundException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(place + ": " + path + " " + e.getMessage(), e);
        }
    }

    private static void copy(InputStream in, Path to, long size, String sha1) throws IOException {
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

    /** Returns a small file; of a remote place, what was read last if it cannot be reached. */
    String text(String path) throws IOException {
        if (!place.isRemote()) {
            return read(path);
        }
        String digest =
                Digest.SHA_256.of(place.address().toString().getBytes(StandardCharsets.UTF_8));
        Path kept =
                owner.getCacheDirectory()
                        .resolve("autoencoders-" + digest.substring(0, 16))
                        .resolve(path);
        if (Utils.isOfflineMode() && Files.exists(kept)) {
            return Files.readString(kept);
        }
        requireOnline(path);
        String text;
        try {
            text = read(path);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            if (!Files.exists(kept)) {
                throw new IOException(place + " cannot be reached: " + e.getMessage(), e);
            }
            LOG.warn("{} cannot be reached; going on with what was read last", place);
            return Files.readString(kept);
        }
        try {
            Path fresh = freshBeside(kept);
            Files.writeString(fresh, text);
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; without it {} must be reached", kept, place);
        }
        return text;
    }

    private void requireOnline(String path) throws IOException {
        if (place.isRemote() && Utils.isOfflineMode()) {
            throw new IOException(
                    place + " cannot be asked for " + path + " while DJL_OFFLINE is true");
        }
    }

    /**
     * Returns a path for what becomes a file or folder, when it is whole. A temporary one of Java's
     * would be its owner's alone, also after it was moved.
     */
    static Path freshBeside(Path wanted) throws IOException {
        Path folder = wanted.resolveSibling(".").normalize();
        return Files.createDirectories(folder).resolve(".new" + UUID.randomUUID());
    }

    private String read(String path) throws IOException {
        try (InputStream in = place.open(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(
                        String.format(
                                Locale.ROOT,
                                "%s must have at most %,d bytes, but has more",
                                path,
                                MOST_BYTES));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
