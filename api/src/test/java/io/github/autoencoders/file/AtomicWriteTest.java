package io.github.autoencoders.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class AtomicWriteTest {

    private final Path folder;

    AtomicWriteTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a/b.txt");
        AtomicWrite.text(file, "one");
        AtomicWrite.text(file, "two");
        assertEquals("two", Files.readString(file));
        assertEquals(List.of("b.txt"), names(folder.resolve("a")));
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicWrite.text(file, "one");
        assertThrows(IOException.class, () -> AtomicWrite.file(file, AtomicWriteTest::half));
        assertEquals("one", Files.readString(file));
        assertEquals(List.of("a.txt"), names(folder));
    }

    private static void half(Path file) throws IOException {
        Files.writeString(file, "half");
        throw new IOException("disk full");
    }

    @Test
    void aNewFolderAppearsWholeOrNotAtAll() throws IOException {
        Path made = folder.resolve("made");
        assertThrows(
                IOException.class,
                () -> AtomicWrite.newFolder(made, partial -> half(partial.resolve("file"))));
        assertEquals(List.of(), names(folder));
        AtomicWrite.newFolder(made, partial -> Files.writeString(partial.resolve("file"), "1"));
        assertEquals(List.of("file"), names(made));
        assertEquals(List.of("made"), names(folder));
    }

    @Test
    void aFolderIsReplacedAsAWhole() throws IOException {
        Path model = folder.resolve("model");
        AtomicWrite.replaceFolder(model, fresh -> Files.writeString(fresh.resolve("old"), "1"));
        AtomicWrite.replaceFolder(model, fresh -> Files.writeString(fresh.resolve("new"), "2"));
        assertEquals(List.of("new"), names(model));
        assertThrows(
                IOException.class,
                () -> AtomicWrite.replaceFolder(model, fresh -> half(fresh.resolve("half"))));
        assertEquals(List.of("new"), names(model));
        assertEquals(List.of("model"), names(folder));
    }

    @Test
    void aReplacementPassesOverWhatAnInterruptionLeft() throws IOException {
        for (String rest : List.of(".model.partial", "model.old", "model")) {
            Files.createDirectories(folder.resolve(rest).resolve("sub"));
            Files.writeString(folder.resolve(rest).resolve("sub/file"), rest);
        }
        Path model = folder.resolve("model");
        AtomicWrite.replaceFolder(model, fresh -> Files.writeString(fresh.resolve("whole"), "1"));
        assertEquals(List.of("whole"), names(model));
        assertEquals(List.of("model"), names(folder));
    }

    @Test
    void whatWasMovedAsideIsBroughtBack() throws IOException {
        Files.createDirectory(folder.resolve("model.old"));
        AtomicWrite.recover(folder.resolve("model"));
        assertTrue(Files.exists(folder.resolve("model")));
        assertFalse(Files.exists(folder.resolve("model.old")));
    }

    @Test
    void whatCannotBeWrittenIsSaidWithItsReason() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path under = file.resolve("under");
        String reason = "output must be where files can be written, but %s is not: %s is no folder";
        assertRefused(reason.formatted(under, file), () -> AtomicWrite.text(under, ""));
        assertRefused(
                "output must be a file, but is the folder " + folder,
                () -> AtomicWrite.text(folder, ""));
        assertRefused(
                "output must be a new or empty folder, but " + folder + " holds files",
                () -> AtomicWrite.newFolder(folder, partial -> {}));
        assertRefused(
                "output must be a new or empty folder, but is the file " + file,
                () -> AtomicWrite.requireNewOrEmpty(file));
    }

    private static void assertRefused(String message, Executable writing) {
        assertEquals(message, assertThrows(IOException.class, writing).getMessage());
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
