package io.github.autoencoders.benchmark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run in a process of its own, to its end.
 *
 * @param command the program and its arguments
 * @param environment what is set beside this process's own environment, or in the place of it
 */
public record ChildProcess(List<String> command, Map<String, String> environment) {

    private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

    // The value of a variable that is taken away; no variable can have it.
    private static final String NONE = "\0";

    public ChildProcess {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command must name a program, but is empty");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Returns a program of this system. */
    public static ChildProcess of(List<String> command) {
        return new ChildProcess(command, Map.of());
    }

    /**
     * Returns a Java program with the Java, the options and the class path of this process; what
     * the launcher set for the native libraries is inherited with the environment.
     *
     * @param main the class of its main method
     */
    public static ChildProcess ofJava(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return of(command);
    }

    /** Returns the same with one more variable of the environment. */
    public ChildProcess with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(environment);
        changed.put(name, value);
        return new ChildProcess(command, changed);
    }

    /** Returns the same without a variable that this process has in its environment. */
    public ChildProcess without(String name) {
        return with(name, NONE);
    }

    /**
     * How a process ended.
     *
     * @param status its exit status; on Unix, 128 and a number for one that was killed by a signal
     * @param output what it wrote to its standard output, taken for UTF-8
     * @param errors what it wrote to its standard error
     * @param started just before it was started
     * @param wall from its start to its end, to within 20 ms
     * @param untilOutput from its start until there was something in its standard output, to within
     *     20 ms; empty if there was nothing
     * @param peakBytes the largest resident memory of that process, without those that it started;
     *     seen by looking every 20 ms, so that a peak in the last 20 ms is missed; empty where
     *     there is no {@code /proc}, or it ended before it was seen
     */
    public record Ended(
            int status,
            String output,
            String errors,
            Instant started,
            Duration wall,
            Optional<Duration> untilOutput,
            OptionalLong peakBytes) {

        /**
         * Returns the last line that it wrote to its standard error, or else how it ended; where a
         * signal ended it, which says nothing itself, both.
         */
        public String reason() {
            Optional<String> last =
                    errors.lines()
                            .filter(line -> !line.isBlank())
                            .reduce((first, second) -> second);
            if (status > 128 && status <= 128 + 64) {
                String killed = "killed by signal " + (status - 128);
                return last.map(line -> killed + ", after: " + line).orElse(killed);
            }
            return last.orElse("exit status " + status);
        }
    }

    /**
     * Runs the process to its end. It has an empty standard input, and ends with this one.
     *
     * @throws IOException if it cannot be started
     */
    public Ended run() throws IOException {
        Path output = Files.createTempFile("autoencoders-", ".out");
        Path errors = Files.createTempFile("autoencoders-", ".err");
        try {
            return run(output, errors);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    // Files rather than pipes: nobody need read along, and none fills up.
    private Ended run(Path output, Path errors) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        environment.forEach(
                (name, value) -> {
                    if (value.equals(NONE)) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
        Instant started = Instant.now();
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            OptionalLong peak = OptionalLong.empty();
            Optional<Duration> untilOutput = Optional.empty();
            boolean ended = false;
            while (!ended) {
                OptionalLong seen = ResidentMemory.peak(process.pid());
                peak = seen.isPresent() ? seen : peak;
                ended = process.waitFor(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
                if (untilOutput.isEmpty() && Files.size(output) > 0) {
                    untilOutput = Optional.of(since(start));
                }
            }
            Duration wall = since(start);
            int status = process.exitValue();
            return new Ended(status, text(output), text(errors), started, wall, untilOutput, peak);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command.get(0) + " ran");
        } finally {
            process.destroyForcibly();
            removeHook(ending);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void removeHook(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook at work.
        }
    }

    // Whatever a program writes can be shown.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
