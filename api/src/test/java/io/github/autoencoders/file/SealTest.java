package io.github.autoencoders.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
