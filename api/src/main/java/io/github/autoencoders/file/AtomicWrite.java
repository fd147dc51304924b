package io.github.autoencoders.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files and folders that appear whole or not at all: what is not finished stands beside them
 * under a hidden name, and is moved in one step. The name is the writer's own, so that of two that
 * write the same at once neither writes into the other's; of two files the later one stays.
 */
public final class AtomicWrite {

    // The name of what it becomes, and the process that writes it; earlier versions named none.
    private static final Pattern PARTIAL =
            Pattern.compile("(?s)\\.(.*?)(?:\\.(\\d{1,18})-(?:([0-9a-f]+)-)?\\d+)?\\.partial");
    private static final String HOST = host();
    private static final Duration LONG = Duration.ofDays(1); // no file is written for so long

    private AtomicWrite() {}

    /** Writes a file or fills a folder. */
    @FunctionalInterface
    public interface Writing {
        /** Writes to a place that exists and is empty. */
        void to(Path place) throws IOException;
    }

    /**
     * Writes a file; one of the same name is replaced. Folders above it are made.
     *
     * @throws FullDiskException if it does not fit
     * @throws IOException if it cannot be written, with the name of the file
     */
    public static void file(Path file, Writing writing) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new IOException("output must be a file, but is the folder " + file);
        }
        Path partial = partial(absolute);
        try {
            Files.createDirectories(folder);
            deleteAbandoned(absolute);
            // Not by createTempFile, whose files none but their owner may read.
            Files.write(partial, new byte[0]);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        try {
            writing.to(partial);
            Files.move(
                    partial,
                    absolute,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FullDiskException.orElse(file, e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Writes a text in UTF-8; a file of the same name is replaced. */
    public static void text(Path file, CharSequence text) throws IOException {
        file(file, partial -> Files.writeString(partial, text));
    }

    /**
     * Fills a folder that is new or empty.
     *
     * @throws IOException if it holds files, or cannot be written
     */
    public static void newFolder(Path folder, Writing writing) throws IOException {
        requireNewOrEmpty(folder);
        Path absolute = folder.toAbsolutePath().normalize();
        fill(
                folder,
                writing,
                partial -> {
                    requireNewOrEmpty(absolute);
                    Files.deleteIfExists(absolute); // not every system moves onto an empty one
                    Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
                });
    }

    /**
     * Fills a folder; one of the same name is replaced. At each moment the old one, perhaps as
     * {@code NAME.old}, or the new one is there: {@link #recover} finds it.
     */
    public static void replaceFolder(Path folder, Writing writing) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path old = old(absolute);
        fill(
                folder,
                writing,
                partial -> {
                    delete(old);
                    if (Files.exists(absolute)) {
                        Files.move(absolute, old, StandardCopyOption.ATOMIC_MOVE);
                    }
                    Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
                    delete(old);
                });
    }

    private static void fill(Path folder, Writing writing, Writing move) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path partial = partial(absolute);
        try {
            deleteAbandoned(absolute);
            delete(partial);
            Files.createDirectories(partial);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try {
            writing.to(partial);
            move.to(partial);
        } catch (IOException e) {
            throw FullDiskException.orElse(folder, e);
        } finally {
            delete(partial);
        }
    }

    /** Puts back a folder whose replacement was interrupted between its two moves. */
    public static void recover(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(old(absolute)) && !Files.exists(absolute)) {
            Files.move(old(absolute), absolute, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Puts back a file or folder as {@link #recover} does, and deletes what an interrupted writing
     * left beside it. For whoever alone writes there.
     */
    public static void clean(Path place) throws IOException {
        recover(place);
        Path absolute = place.toAbsolutePath().normalize();
        for (Path partial : partials(absolute)) {
            delete(partial);
        }
        delete(old(absolute));
    }

    /**
     * Checks, before any work is done, that a folder is empty or not there yet.
     *
     * @throws IOException if it is a file, or holds files
     */
    public static void requireNewOrEmpty(Path folder) throws IOException {
        requireNewOrEmpty(folder, held -> false);
    }

    /**
     * Checks, before any work is done, that a folder is not there yet or holds nothing that counts.
     *
     * @param leftover whether what it holds does not count
     * @throws IOException if it is a file, or holds other files
     */
    public static void requireNewOrEmpty(Path folder, Predicate<Path> leftover) throws IOException {
        requirePlace(folder);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(
                    "output must be a new or empty folder, but is the file " + folder);
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(leftover.negate())) {
                    throw new IOException(
                            "output must be a new or empty folder, but " + folder + " holds files");
                }
            }
        }
    }

    /**
     * Checks, before any work is done, that a file or folder can be made where it shall be.
     *
     * @throws IOException if what would be above it is no folder, or nothing may be written there
     */
    public static void requirePlace(Path out) throws IOException {
        Path parent = out.toAbsolutePath().normalize().getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent != null && !Files.isDirectory(parent)) {
            throw unwritable(out, new NotDirectoryException(parent.toString()));
        }
        if (parent != null && !Files.isWritable(parent)) {
            throw unwritable(out, new AccessDeniedException(parent.toString()));
        }
    }

    /** Deletes a file, or a folder and all that is in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file); // another may have been faster
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Returns what to throw about an output where nothing can be written. */
    public static IOException unwritable(Path out, IOException reason) {
        IOException full = FullDiskException.orElse(out, reason);
        return full instanceof FullDiskException
                ? full
                : new IOException(
                        "output must be where files can be written, but %s is not: %s"
                                .formatted(out, reason(out, reason)),
                        reason);
    }

    private static String reason(Path out, IOException e) {
        Path absolute = out.toAbsolutePath().normalize();
        for (Path parent = absolute; parent != null; parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return parent + " is no folder";
            }
        }
        return e instanceof AccessDeniedException
                ? "no permission"
                : "it cannot be made (" + e.getClass().getSimpleName() + ")";
    }

    private static Path partial(Path absolute) {
        return absolute.resolveSibling(
                ".%s.%s-%s-%s.partial"
                        .formatted(
                                absolute.getFileName(),
                                ProcessHandle.current().pid(),
                                HOST,
                                Thread.currentThread().getId()));
    }

    // Other hosts and containers, which may write into the same folder, number their own processes.
    private static String host() {
        String name;
        try {
            name = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException e) { // another system
            name =
                    Objects.requireNonNullElse(
                            System.getenv("COMPUTERNAME"), System.getProperty("os.name"));
        }
        return Integer.toHexString(name.strip().hashCode());
    }

    /** Returns whether something is what a file or folder is before it is whole. */
    public static boolean isPartial(Path place, Path other) {
        Matcher named = PARTIAL.matcher(String.valueOf(other.getFileName()));
        return named.matches() && named.group(1).equals(String.valueOf(place.getFileName()));
    }

    private static List<Path> partials(Path absolute) throws IOException {
        Path folder = absolute.resolveSibling("").toAbsolutePath();
        if (isNew(folder) || !Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isPartial(absolute, file)).toList();
        }
    }

    // Whether it lies in what is itself not yet whole, where nobody else has written.
    private static boolean isNew(Path folder) {
        for (Path name : folder) {
            if (PARTIAL.matcher(name.toString()).matches()) {
                return true;
            }
        }
        return false;
    }

    // What is left of programs that were killed.
    private static void deleteAbandoned(Path absolute) throws IOException {
        for (Path partial : partials(absolute)) {
            if (isAbandoned(partial)) {
                delete(partial);
            }
        }
    }

    private static boolean isAbandoned(Path partial) throws IOException {
        Matcher named = PARTIAL.matcher(partial.getFileName().toString());
        if (!named.matches() || named.group(2) == null) {
            return true;
        }
        if (named.group(3) != null && !named.group(3).equals(HOST)) {
            Instant since = Files.getLastModifiedTime(partial).toInstant();
            return since.isBefore(Instant.now().minus(LONG));
        }
        return ProcessHandle.of(Long.parseLong(named.group(2))).isEmpty();
    }

    private static Path old(Path absolute) {
        return absolute.resolveSibling(absolute.getFileName() + ".old");
    }
}
