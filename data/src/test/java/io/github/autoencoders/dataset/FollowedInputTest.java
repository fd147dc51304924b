package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.zoo.TextForm;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class FollowedInputTest {

    @TempDir private Path folder;

    private static String read(FollowedInput input, int bytes) throws IOException {
        return new String(input.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsReadAsItGrowsAndUntilTheThreadIsInterrupted() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one\ntw");
        try (FollowedInput input = FollowedInput.of(file)) {
            assertEquals("one\n", read(input, 4));
            Files.writeString(file, "o\nthr", StandardOpenOption.APPEND);
            assertEquals("two\n", read(input, 4));
            Thread.currentThread().interrupt();
            assertEquals(-1, input.read());
            assertTrue(input.isStopped());
            assertFalse(Thread.interrupted());
        }
    }

    /** However few they are: what tells other formats by more bytes does not wait for them. */
    @Test
    void theFirstLinesAreDecodedBeforeThereAreMore() throws IOException {
        InputStream lines =
                new ByteArrayInputStream("a\n1\n".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        assertTrue(available() > 0, "it would wait for ever");
                        return super.read(target, offset, length);
                    }
                };
        try (BufferedReader text = DecodedText.of(lines, TextForm.RECOGNIZED)) {
            assertEquals("a", text.readLine());
        }
    }

    @Test
    void aFileThatShrinksIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one\ntwo\n");
        try (FollowedInput input = FollowedInput.of(file)) {
            assertEquals("one\ntwo\n", read(input, 8));
            Files.writeString(file, "1\n");
            assertEquals(
                    file + " must grow, but shrank from 8 to 2 bytes",
                    assertThrows(IOException.class, input::read).getMessage());
        }
    }

    @Test
    void aStreamIsReadToItsEnd() throws IOException {
        byte[] text = "one\ntwo".getBytes(StandardCharsets.UTF_8);
        try (FollowedInput input = FollowedInput.of(new ByteArrayInputStream(text))) {
            assertEquals("one\ntwo", read(input, 100));
            assertFalse(input.isStopped());
        }
    }

    @Test
    void aStreamThatGivesNothingIsLeftWhenTheThreadIsInterrupted() throws IOException {
        PipedOutputStream out = new PipedOutputStream();
        try (out;
                FollowedInput input = FollowedInput.of(new PipedInputStream(out))) {
            out.write("one\ntw".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertEquals("one\n", read(input, 4));
            Thread.currentThread().interrupt();
            assertEquals(-1, input.read());
            assertTrue(input.isStopped());
        }
    }
}
