package io.github.autoencoders.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class AtomicWriteTest {

    @TempDir private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileThatFailsLeavesTheOldOne() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicWrite.text(file, "old");
        IOException failed =
                assertThrows(
                        IOException.class,
                        () ->
                                AtomicWrite.file(
                                        file,
                                        partial -> {
                                            Files.writeString(partial, "half");
                                            throw new IOException("disk full");
                                        }));
        assertEquals("disk full", failed.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
        AtomicWrite.text(file, "new");
        assertEquals("new", Files.readString(file));
    }

    /** By its final name, also where a file within a folder did not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "out.csv: No space left on device",
                "Disk quota exceeded",
                "There is not enough space on the disk"
            })
    void whatDidNotFitOnTheDiskIsNamed(String system) throws IOException {
        Path made = folder.resolve("made");
        Path file = made.resolve("a.txt");
        IOException reason = new IOException(system);
        Exception alone =
                assertThrows(
                        FullDiskException.class, () -> AtomicWrite.file(file, failing(reason)));
        assertEquals(file + " must fit on its disk, but does not: " + system, alone.getMessage());
        Exception within =
                assertThrows(
                        FullDiskException.class,
                        () ->
                                AtomicWrite.replaceFolder(
                                        made,
                                        partial ->
                                                AtomicWrite.file(
                                                        partial.resolve("b"), failing(reason))));
        assertEquals(made + " must fit on its disk, but does not: " + system, within.getMessage());
        Exception before = AtomicWrite.unwritable(made, reason);
        assertEquals(within.getMessage(), before.getMessage());
    }

    private static AtomicWrite.Writing failing(IOException reason) {
        return partial -> {
            throw reason;
        };
    }

    @Test
    void aFolderThatFailsIsNotThere() throws IOException {
        Path made = folder.resolve("made");
        assertThrows(
                IOException.class,
                () ->
                        AtomicWrite.newFolder(
                                made,
                                partial -> {
                                    Files.writeString(partial.resolve("one"), "1");
                                    throw new IOException("stopped");
                                }));
        assertEquals(List.of(), names());
        AtomicWrite.newFolder(made, partial -> Files.writeString(partial.resolve("one"), "1"));
        assertEquals("1", Files.readString(made.resolve("one")));
        IOException full =
                assertThrows(IOException.class, () -> AtomicWrite.newFolder(made, partial -> {}));
        assertEquals(
                "output must be a new or empty folder, but " + made + " holds files",
                full.getMessage());
    }

    @Test
    void aFolderIsReplacedWholeOrStays() throws IOException {
        Path made = folder.resolve("made");
        AtomicWrite.replaceFolder(made, partial -> Files.writeString(partial.resolve("a"), "1"));
        assertThrows(
                IllegalStateException.class,
                () ->
                        AtomicWrite.replaceFolder(
                                made,
                                partial -> {
                                    throw new IllegalStateException("stopped");
                                }));
        assertEquals("1", Files.readString(made.resolve("a")));
        AtomicWrite.replaceFolder(made, partial -> Files.writeString(partial.resolve("b"), "2"));
        assertFalse(Files.exists(made.resolve("a")));
        assertEquals(List.of("made"), names());
    }

    /** As it is where a process was killed between the two moves. */
    @Test
    void aFolderWhoseReplacementWasInterruptedIsPutBack() throws IOException {
        Files.createDirectory(folder.resolve("made.old"));
        AtomicWrite.recover(folder.resolve("made"));
        assertEquals(List.of("made"), names());
        Files.createDirectory(folder.resolve("made.old"));
        AtomicWrite.recover(folder.resolve("made"));
        assertEquals(List.of("made", "made.old"), names()); // the new one is there
    }

    @Test
    void whatAnInterruptionLeftIsPassedOver() throws IOException {
        for (String rest : List.of(".made.partial", "made.old", "made")) {
            Files.createDirectories(folder.resolve(rest).resolve("sub"));
            Files.writeString(folder.resolve(rest).resolve("sub/file"), rest);
        }
        Path made = folder.resolve("made");
        AtomicWrite.replaceFolder(made, partial -> Files.writeString(partial.resolve("a"), "1"));
        assertEquals(List.of("made"), names());
        assertFalse(Files.exists(made.resolve("sub")));
    }

    /** The number of a process that is not there, and one that is. */
    @Test
    void whatAKilledProgramLeftIsDeletedAndWhatAnotherWritesStays() throws IOException {
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        String writing = ".a.txt." + other + "-1.partial";
        List<String> left = List.of(".a.txt.999999999999-1.partial", ".a.txt.partial");
        for (String name : List.of(writing, left.get(0), left.get(1), ".a.txt.x-1.partial")) {
            Files.writeString(folder.resolve(name), "");
        }
        Path file = folder.resolve("a.txt");
        AtomicWrite.text(file, "1");
        assertEquals(
                List.of(".a.txt.x-1.partial", writing, "a.txt").stream().sorted().toList(),
                names());
        AtomicWrite.clean(file);
        assertEquals(List.of(".a.txt.x-1.partial", "a.txt"), names());
    }

    /** As of another container, whose processes have numbers of their own. */
    @Test
    void whatAnotherHostWritesStaysForADay() throws IOException {
        Path other = folder.resolve(".a.txt.999999999999-0-1.partial");
        Files.writeString(other, "");
        AtomicWrite.text(folder.resolve("a.txt"), "1");
        assertTrue(Files.exists(other));
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        AtomicWrite.text(folder.resolve("a.txt"), "1");
        assertFalse(Files.exists(other));
    }

    /** One is between its first and its last line when the other begins and ends. */
    @Test
    void twoThatWriteTheSameAtOnceDoNotMix() throws Exception {
        Path file = folder.resolve("a.txt");
        AtomicWrite.file(
                file,
                partial -> {
                    Files.writeString(partial, "first\n");
                    inAnotherThread(() -> AtomicWrite.text(file, "second\n"));
                    assertEquals("second\n", Files.readString(file));
                    Files.writeString(partial, "last\n", StandardOpenOption.APPEND);
                });
        assertEquals("first\nlast\n", Files.readString(file));
        Path made = folder.resolve("made");
        IOException refused =
                assertThrows(
                        IOException.class,
                        () ->
                                AtomicWrite.newFolder(
                                        made,
                                        partial -> {
                                            Files.writeString(partial.resolve("a"), "1");
                                            inAnotherThread(
                                                    () ->
                                                            AtomicWrite.newFolder(
                                                                    made,
                                                                    other ->
                                                                            Files.writeString(
                                                                                    other.resolve(
                                                                                            "b"),
                                                                                    "2")));
                                        }));
        assertEquals(
                "output must be a new or empty folder, but " + made + " holds files",
                refused.getMessage());
        assertEquals("2", Files.readString(made.resolve("b")));
        assertEquals(List.of("a.txt", "made"), names());
    }

    private static void inAnotherThread(Executable work) throws IOException {
        try {
            CompletableFuture.runAsync(
                            () -> {
                                try {
                                    work.execute();
                                } catch (Throwable e) {
                                    throw new CompletionException(e);
                                }
                            })
                    .join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Test
    void whatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path below = file.resolve("a.txt");
        IOException refused = assertThrows(IOException.class, () -> AtomicWrite.text(below, ""));
        assertEquals(
                "output must be where files can be written, but %s is not: %s is no folder"
                        .formatted(below, file),
                refused.getMessage());
        IOException noFile = assertThrows(IOException.class, () -> AtomicWrite.text(folder, ""));
        assertEquals("output must be a file, but is the folder " + folder, noFile.getMessage());
    }
}
