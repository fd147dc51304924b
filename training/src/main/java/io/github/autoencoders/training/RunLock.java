package io.github.autoencoders.training;

import io.github.autoencoders.file.AtomicWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What keeps other programs from training in a folder until it is closed. It is taken before
 * anything there is looked at or written; the system lets go of it when a program ends, however.
 *
 * @param file that is locked
 * @param channel that holds the lock
 * @param made the folders that were not there before, the deepest first
 */
record RunLock(Path file, FileChannel channel, List<Path> made) implements AutoCloseable {

    static final String FILE = ".lock";

    // Locked is a byte far behind the file's end: some systems let nobody read what is locked.
    private static final long PLACE = Long.MAX_VALUE - 1;

    /**
     * Takes a folder, which is made where there is none.
     *
     * @throws IOException if it cannot be written, or another training holds it
     */
    static RunLock of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            AtomicWrite.requireNewOrEmpty(folder);
        }
        List<Path> made =
                Stream.iterate(folder.toAbsolutePath(), Objects::nonNull, Path::getParent)
                        .takeWhile(Files::notExists)
                        .toList();
        Path file = folder.resolve(FILE);
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            removeEmpty(made);
            throw AtomicWrite.unwritable(folder, e);
        }
        try {
            if (channel.tryLock(PLACE, 1, false) != null && isStillThere(file, channel)) {
                return new RunLock(file, channel, made);
            }
        } catch (OverlappingFileLockException e) { // this program holds it
            channel.close();
            throw new IOException(taken(folder), e);
        } catch (IOException e) { // the disk may be full
            try (channel) {
                Files.deleteIfExists(file);
            }
            removeEmpty(made);
            throw AtomicWrite.unwritable(folder, e);
        }
        channel.close();
        throw new IOException(taken(folder));
    }

    // Whoever held it before may have deleted the file between our opening and our locking it; then
    // a third may hold a new one of its name. Ours is known by its size, a random one: to open the
    // file once more, and close it, would let go of the lock (POSIX).
    private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
        int size = 1 + Math.floorMod(UUID.randomUUID().hashCode(), 1 << 16);
        // Its last byte alone is written: on a full disk there may be room for a part of more.
        channel.truncate(0).write(ByteBuffer.allocate(1), size - 1L);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String taken(Path folder) {
        return "out must be a folder of no other training, but one is under way in " + folder;
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }

    /** Removes the folders that were made, as far as they are empty. */
    void removeMade() throws IOException {
        removeEmpty(made);
    }

    private static void removeEmpty(List<Path> made) throws IOException {
        for (Path folder : made) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                return; // it serves others by now
            }
        }
    }
}
