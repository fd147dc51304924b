package io.github.autoencoders.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs of tests that run in processes of their own, on the class path of the tests. */
public final class JavaProgram {

    private JavaProgram() {}

    /**
     * Returns what starts a program.
     *
     * @param options of Java
     */
    public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    // Surefire may start the tests from a jar that only names the class path.
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Runs a program to its end, which must be a good one, and returns what it said. */
    public static String said(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        CompletableFuture<Process> end =
                process.onExit()
                        .orTimeout(5, TimeUnit.MINUTES)
                        .whenComplete((ended, late) -> process.destroyForcibly());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        end.join();
        return said;
    }
}
