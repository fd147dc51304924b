package io.github.autoencoders.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/**
 * Changes of single bytes of a file, at places that a seed gives: 200, or as many as {@code
 * -Dflips=1000} says.
 */
public final class FlippedBytes {

    private static final int USUAL = 200;
    private static final int CHANGES = Integer.getInteger("flips", USUAL);

    private FlippedBytes() {}

    /** Asserts that each change is refused in one line that begins with a file's name. */
    public static void assertRefused(Path file, Executable opening) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < CHANGES; i++) {
            int place = i < 2 ? i * (sound.length - 1) : random.nextInt(sound.length);
            byte[] changed = sound.clone();
            changed[place] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, changed);
            String where = file + ", byte " + place + " is " + changed[place];
            Exception e = assertThrows(IOException.class, opening, where);
            String message = String.valueOf(e.getMessage());
            assertEquals(1, message.lines().count(), where + ": " + message);
            assertTrue(
                    message.startsWith(file.resolveSibling("").toString()), where + ": " + message);
            boolean seal = file.endsWith("SHA256SUMS"); // it is that, or the file beside it
            assertTrue(
                    seal ? message.contains("SHA256SUMS") : message.startsWith(file.toString()),
                    where + ": " + message);
            assertTrue(!message.contains("Exception"), where + ": " + message);
        }
        Files.write(file, sound);
        if (CHANGES > USUAL) {
            System.out.println(CHANGES + " changed bytes, all told: " + file);
        }
    }
}
