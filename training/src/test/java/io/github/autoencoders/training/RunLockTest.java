package io.github.autoencoders.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class RunLockTest {

    /** Another program, which says what it was told. */
    static final class Other {
        public static void main(String[] arguments) {
            try (RunLock lock = RunLock.of(Path.of(arguments[0]))) {
                System.out.print("held " + lock.file());
            } catch (IOException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void otherProgramTakesAFolderOnlyWhenItIsLeft(@TempDir Path folder) throws Exception {
        try (RunLock lock = RunLock.of(folder)) {
            assertEquals(
                    "out must be a folder of no other training, but one is under way in " + folder,
                    saidByAnother(folder));
            assertEquals(folder.resolve(".lock"), lock.file());
        }
        assertEquals("held " + folder.resolve(".lock"), saidByAnother(folder));
        assertFalse(Files.exists(folder.resolve(".lock")));
    }

    private static String saidByAnother(Path folder) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Other.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
