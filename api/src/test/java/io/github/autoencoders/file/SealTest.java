package io.github.autoencoders.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class SealTest {

    // As printf abc | sha256sum and printf '' | sha256sum say.
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Path folder;

    SealTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("b"), "abc");
        Files.createFile(folder.resolve("a.json"));
    }

    @Test
    void sealIsWhatSha256sumWrites() throws Exception {
        Seal.write(folder, List.of("b", "a.json", "none"));
        assertEquals(
                NOTHING + "  a.json\n" + ABC + "  b\n",
                Files.readString(folder.resolve("SHA256SUMS")));
        Seal.require(folder, List.of("b", "a.json", "none"));
    }

    @Test
    void folderWithoutASealPasses() throws Exception {
        Seal.require(folder, List.of("b"));
    }

    @Test
    void damagedSealsAreRefused() throws Exception {
        assertDamaged("", " must name b, but does not: ");
        assertDamaged(NOTHING + "  a.json\n", " must name b, but does not: ");
        for (String line :
                List.of(ABC + " b\n", ABC + "  b", ABC.toUpperCase(Locale.ROOT) + "  b\n", "\n")) {
            assertDamaged(line, " must have lines of a sha256, two blanks and a name, but line 1");
        }
    }

    private void assertDamaged(String text, String message) throws Exception {
        Path seal = Files.writeString(folder.resolve("SHA256SUMS"), text);
        Exception e = assertThrows(IOException.class, () -> Seal.require(folder, List.of("b")));
        String said = String.valueOf(e.getMessage());
        assertEquals(seal + message, said.substring(0, (seal + message).length()));
    }

    @Test
    void lineEndsThatGitChangedAreTold() throws Exception {
        String sealed = "{}\n";
        Path file = Files.writeString(folder.resolve("b"), sealed);
        Seal.write(folder, List.of("b"));
        Path seal = folder.resolve("SHA256SUMS");
        assertConverted(file);
        String sums = Files.readString(seal);
        Files.writeString(file, sealed);
        assertConverted(seal);
        Files.writeString(seal, sums.replace("\r\n", "\n"));
        Files.writeString(file, "{ }\r\n"); // that is another change
        Exception e = assertThrows(IOException.class, () -> Seal.require(folder, List.of("b")));
        assertTrue(String.valueOf(e.getMessage()).contains("it is damaged, or was replaced"));
    }

    private void assertConverted(Path file) throws Exception {
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
        Exception e = assertThrows(IOException.class, () -> Seal.require(folder, List.of("b")));
        assertEquals(
                file
                        + " must end its lines as it was written, but has the line ends of Windows,"
                        + " as git makes them (core.autocrlf): have git leave it as it is, by a"
                        + " line \"* -text\" in .gitattributes, and check it out again",
                e.getMessage());
    }

    /** Ended in between, it leaves no seal rather than a broken one. */
    @Test
    void thereIsNoSealWhileFilesChange() throws Exception {
        Seal.write(folder, List.of("b"));
        Seal.around(
                folder,
                List.of("b"),
                () -> {
                    assertFalse(Files.exists(folder.resolve("SHA256SUMS")));
                    Files.writeString(folder.resolve("b"), "other");
                });
        Seal.require(folder, List.of("b"));
    }
}
