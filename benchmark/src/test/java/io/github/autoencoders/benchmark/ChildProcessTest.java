package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class ChildProcessTest {

    /** A Java program that says what it was given, and holds 64 MiB. */
    static final class Program {
        public static void main(String[] arguments) throws InterruptedException {
            byte[] held = new byte[64 << 20];
            for (int i = 0; i < held.length; i += 1024) {
                held[i] = 1;
            }
            Thread.sleep(200);
            System.out.println(
                    String.join(",", arguments)
                            + " "
                            + System.getenv("OF_THE_CHILD")
                            + " "
                            + ManagementFactory.getRuntimeMXBean().getInputArguments());
            System.err.println("a line\nthe last line");
            System.exit(held[1024] + 2);
        }
    }

    @Test
    void javaRunsWithArgumentsEnvironmentAndOptionsAndIsMeasured() throws IOException {
        Instant before = Instant.now();
        ChildProcess.Ended ended =
                ChildProcess.ofJava(Program.class, List.of("a b", "c"))
                        .with("OF_THE_CHILD", "set")
                        .run();
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertEquals("a b,c set " + options, ended.output().strip());
        assertEquals(3, ended.status());
        assertEquals("the last line", ended.reason());
        assertTrue(!ended.started().isBefore(before) && ended.started().isBefore(Instant.now()));
        assertTrue(ended.wall().toMillis() >= 200, () -> ended.wall().toString());
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux keeps the peak");
        assertTrue(ended.peakBytes().orElseThrow() > 64 << 20, () -> ended.toString());
    }

    @Test
    void aSignalIsNamedBesideTheLastLine() {
        assertEquals("killed by signal 9, after: loading", ended(137, "loading\n\n").reason());
        assertEquals("killed by signal 11", ended(139, "").reason());
        assertEquals("exit status 3", ended(3, "").reason());
        assertEquals("what went wrong", ended(255, "what went wrong\n").reason());
    }

    private static ChildProcess.Ended ended(int status, String errors) {
        return new ChildProcess.Ended(
                status,
                "",
                errors,
                Instant.EPOCH,
                Duration.ZERO,
                Optional.empty(),
                OptionalLong.empty());
    }

    /** A Java program that writes a line, and half a second later ends. */
    static final class Slow {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(System.getenv("PATH") + " " + System.getenv("OF_THE_CHILD"));
            System.out.flush();
            Thread.sleep(500);
        }
    }

    @Test
    void variablesAreTakenAwayAndTheFirstOutputIsTimed() throws IOException {
        ChildProcess.Ended ended =
                ChildProcess.ofJava(Slow.class, List.of())
                        .with("OF_THE_CHILD", "set")
                        .without("OF_THE_CHILD")
                        .without("PATH")
                        .run();
        assertEquals("null null", ended.output().strip());
        long untilOutput = ended.untilOutput().orElseThrow().toMillis();
        assertTrue(untilOutput > 0, () -> ended.toString());
        assertTrue(untilOutput + 400 < ended.wall().toMillis(), () -> ended.toString());
        assertTrue(ChildProcess.ofJava(Silent.class, List.of()).run().untilOutput().isEmpty());
    }

    /** A Java program that says nothing. */
    static final class Silent {
        public static void main(String[] arguments) {}
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        ChildProcess missing = ChildProcess.of(List.of("/no/such/program"));
        IOException error = assertThrows(IOException.class, missing::run);
        assertTrue(String.valueOf(error.getMessage()).contains("/no/such/program"));
    }

    @Test
    void thePeakIsReadInBytes() {
        assertEquals(
                OptionalLong.of(2048 * 1024),
                ResidentMemory.peak(
                        "Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"));
        assertEquals(OptionalLong.empty(), ResidentMemory.peak("Name:\tx\nState:\tZ\n"));
    }
}
