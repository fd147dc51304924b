package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many requests a second the program that was built answers, over the loopback, and how long
 * one takes, beside DJL Serving where the environment's {@code DJL_SERVING_HOME} names one: {@code
 * -Dload.model=MODEL -Dload.program=.../bin/autoencoders}, the folder of a model or the name of a
 * published one, and {@code -Dload.seconds=10} for each cell. With {@code -Dload.soak=600}, so many
 * seconds of load and the server's memory instead. Servers are processes of their own. The tables,
 * in Markdown, also go to {@code target/load.md}. No request may fail.
 */
@EnabledIfSystemProperty(named = "load.model", matches = ".+")
class LoadTest {

    private static final int SECONDS = Integer.getInteger("load.seconds", 10);
    private static final int SOAK = Integer.getInteger("load.soak", 0);
    private static final int SAMPLES = 20;
    private static final List<Task> TASKS = List.of(Task.ENCODE, Task.DECODE);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private Path folder;

    /** What was counted: the nanoseconds of each request that was answered, and what failed. */
    private record Count(List<Long> times, int failures, double seconds) {

        double perSecond() {
            return times.size() / seconds;
        }

        private double milliseconds(int percent) {
            return times.isEmpty()
                    ? Double.NaN
                    : times.get((times.size() - 1) * percent / 100) / 1e6;
        }

        String cells() {
            return String.format(
                    Locale.ROOT,
                    "%.0f | %.1f | %.1f | %s",
                    perSecond(),
                    milliseconds(50),
                    milliseconds(99),
                    failures);
        }
    }

    /** The program that was built, serving. */
    private record Program(Process process, String address) implements AutoCloseable {

        static Program start(String model, int batch, Path log) throws Exception {
            String address = "http://127.0.0.1:" + DjlServing.freePort();
            String port = address.substring(address.lastIndexOf(':') + 1);
            List<String> command =
                    List.of(
                            System.getProperty("load.program"),
                            "serve",
                            model,
                            "--name=m",
                            "--task=encode,decode",
                            "--engine=" + TinyModels.engine(),
                            "--batch=" + batch,
                            "--port=" + port);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().remove("OMP_NUM_THREADS"); // that of these tests
            Process process =
                    builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Program program = new Program(process, address);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!there(address)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    program.close();
                    throw new IOException(Files.readString(log));
                }
                Thread.sleep(200);
            }
            return program;
        }

        private static boolean there(String address) throws InterruptedException {
            HttpRequest ping = HttpRequest.newBuilder(URI.create(address + "/ping")).build();
            try {
                return CLIENT.send(ping, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false; // not yet
            }
        }

        // What Linux says of its memory.
        private long megabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
    }

    private static SavedModel model() throws IOException {
        return ModelRepository.open("load.model", Path.of(System.getProperty("load.model")));
    }

    @Test
    void requestsPerSecond() throws Exception {
        if (SOAK > 0) {
            return;
        }
        SavedModel saved = model();
        Path home = DjlServing.home();
        say("");
        say(
                "%s, %s processors, %s s for each cell, times in ms"
                        .formatted(
                                TinyModels.engine(),
                                Runtime.getRuntime().availableProcessors(),
                                SECONDS));
        say("");
        say(
                "| task | batch | clients | requests/s | p50 | p99 | failures"
                        + " | DJL Serving: requests/s | p50 | p99 | failures | ratio |");
        say("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        int failures = 0;
        for (int batch : new int[] {1, 16}) {
            Path work = Files.createDirectory(folder.resolve("batch-" + batch));
            try (Program ours =
                            Program.start(
                                    saved.folder().toString(), batch, work.resolve("ours.log"));
                    DjlServing djl =
                            home == null
                                    ? null
                                    : DjlServing.start(home, "m", saved, TASKS, batch, work)) {
                failures += compare(saved, batch, ours.address, djl == null ? null : djl.address());
            }
        }
        assertEquals(0, failures);
    }

    private static int compare(SavedModel saved, int batch, String ours, @Nullable String djl)
            throws Exception {
        int failures = 0;
        for (Task task : TASKS) {
            send(List.of(request(ours, task, saved)), 4, 3); // warms up
            if (djl != null) {
                send(List.of(request(djl, task, saved)), 4, 3);
            }
            for (int clients : new int[] {1, 8, 32}) {
                Count own = send(List.of(request(ours, task, saved)), clients, SECONDS);
                failures += own.failures;
                String beside = "- | - | - | - | -";
                if (djl != null) {
                    Count theirs = send(List.of(request(djl, task, saved)), clients, SECONDS);
                    double ratio = own.perSecond() / theirs.perSecond();
                    beside = theirs.cells() + String.format(Locale.ROOT, " | %.2f", ratio);
                }
                say(
                        "| %s | %s | %s | %s | %s |"
                                .formatted(
                                        task.name().toLowerCase(Locale.ROOT),
                                        batch == 1 ? "off" : "up to " + batch,
                                        clients,
                                        own.cells(),
                                        beside));
            }
        }
        return failures;
    }

    @Test
    void memoryUnderLoad() throws Exception {
        if (SOAK == 0) {
            return;
        }
        SavedModel saved = model();
        say("");
        say("%s, %s s, 8 clients that encode and decode".formatted(TinyModels.engine(), SOAK));
        say("");
        say("| s | requests/s | p50 ms | p99 ms | failures | RSS MB |");
        say("|--:|--:|--:|--:|--:|--:|");
        List<Long> memory = new ArrayList<>();
        int failures = 0;
        try (Program ours =
                Program.start(saved.folder().toString(), 16, folder.resolve("ours.log"))) {
            List<HttpRequest> both =
                    List.of(
                            request(ours.address, Task.ENCODE, saved),
                            request(ours.address, Task.DECODE, saved));
            int each = Math.max(1, SOAK / SAMPLES);
            for (int i = 1; i <= SAMPLES; i++) {
                Count count = send(both, 8, each);
                failures += count.failures;
                memory.add(ours.megabytes());
                String line = "| %d | %s | %d |";
                say(line.formatted(i * each, count.cells(), memory.get(i - 1)));
            }
        }
        assertEquals(0, failures);
        long half = memory.get(SAMPLES / 2);
        assertTrue(memory.get(SAMPLES - 1) < 1.1 * half, memory::toString);
    }

    private static HttpRequest request(String server, Task task, SavedModel saved) {
        ModelSummary about = ModelSummary.of(Task.ENCODE, saved.config());
        long size = about.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        int numbers = Math.toIntExact(task == Task.ENCODE ? size : about.codeSize());
        String name = task.name().toLowerCase(Locale.ROOT);
        return HttpRequest.newBuilder(URI.create(server + "/predictions/m-" + name))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[0" + ", 0".repeat(numbers - 1) + "]"))
                .build();
    }

    private static Count send(List<HttpRequest> requests, int clients, int seconds)
            throws Exception {
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        AtomicInteger failures = new AtomicInteger();
        Callable<List<Long>> client =
                () -> {
                    List<Long> times = new ArrayList<>();
                    for (int i = 0; System.nanoTime() < end; i++) {
                        long from = System.nanoTime();
                        if (succeeds(requests.get(i % requests.size()))) {
                            times.add(System.nanoTime() - from);
                        } else {
                            failures.incrementAndGet();
                        }
                    }
                    return times;
                };
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<Long>>> all = threads.invokeAll(Collections.nCopies(clients, client));
            List<Long> times = new ArrayList<>();
            for (Future<List<Long>> one : all) {
                times.addAll(one.get());
            }
            double taken = (System.nanoTime() - start) / 1e9;
            Collections.sort(times);
            return new Count(times, failures.get(), taken);
        } finally {
            threads.shutdown();
        }
    }

    private static boolean succeeds(HttpRequest request) throws InterruptedException {
        try {
            return CLIENT.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void say(String line) throws IOException {
        System.out.println(line);
        Files.writeString(
                Path.of("target", "load.md"),
                line + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
