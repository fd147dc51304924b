package io.github.autoencoders.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.autoencoders.testing.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                JavaProgram.of(List.of(), Other.class, folder.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
