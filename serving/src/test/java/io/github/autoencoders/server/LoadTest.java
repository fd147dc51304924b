package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Requests per second and the time of one, over the loopback: {@code -Dload.model=FOLDER
 * -Dload.seconds=10}, and {@code -Dload.address=http://127.0.0.1:8080/predictions/NAME} for another
 * server, as DJL Serving. The table goes to {@code target/load.txt}. No request may fail.
 */
@EnabledIfSystemProperty(named = "load.model", matches = ".+")
class LoadTest {

    private static final int SECONDS = Integer.getInteger("load.seconds", 10);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void requestsPerSecond() throws Exception {
        SavedModel saved = SavedModel.open(Path.of(System.getProperty("load.model")));
        say("server      task    batch  clients  requests/s   p50 ms   p99 ms  heap MB");
        String other = System.getProperty("load.address", "");
        if (!other.isEmpty()) {
            measure("other", other, "?", saved);
            return;
        }
        for (int batch : new int[] {1, 16}) {
            ServerSettings settings =
                    new ServerSettings(
                            "127.0.0.1",
                            0,
                            "",
                            "",
                            16 << 20,
                            256 << 20,
                            Duration.ofSeconds(30),
                            256,
                            2,
                            batch,
                            Duration.ZERO);
            List<Task> tasks = List.of(Task.ENCODE, Task.DECODE);
            try (AutoencoderServer server =
                    AutoencoderServer.start(
                            "m", saved, tasks, TinyModels.engine(), null, settings)) {
                String address = "http://127.0.0.1:" + server.port() + "/predictions/m";
                measure("embedded", address, batch == 1 ? "off" : "on", saved);
            }
        }
    }

    private static void measure(String server, String address, String batch, SavedModel saved)
            throws Exception {
        ModelSummary about = ModelSummary.of(Task.ENCODE, saved.config());
        long size = about.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        for (Task task : List.of(Task.ENCODE, Task.DECODE)) {
            String name = task.name().toLowerCase(Locale.ROOT);
            String body =
                    "[0" + ", 0".repeat((int) (task == Task.ENCODE ? size : about.codeSize()) - 1);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address + "-" + name))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body + "]"))
                            .build();
            send(request, 4, 2); // warms up
            for (int clients : new int[] {1, 8, 32}) {
                long[] times = send(request, clients, SECONDS);
                long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
                say(
                        "%-11s %-7s %-6s %7d %11.0f %8.1f %8.1f %8d"
                                .formatted(
                                        server,
                                        name,
                                        batch,
                                        clients,
                                        times.length / (double) SECONDS,
                                        times[times.length / 2] / 1e6,
                                        times[times.length * 99 / 100] / 1e6,
                                        heap >> 20));
            }
        }
    }

    // The nanoseconds of each request, sorted.
    private static long[] send(HttpRequest request, int clients, int seconds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Callable<List<Long>> client =
                () -> {
                    List<Long> times = new ArrayList<>();
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        HttpResponse<String> response =
                                CLIENT.send(request, BodyHandlers.ofString());
                        assertEquals(200, response.statusCode(), response::body);
                        times.add(System.nanoTime() - start);
                    }
                    return times;
                };
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<Long>>> all = threads.invokeAll(Collections.nCopies(clients, client));
            LongStream.Builder times = LongStream.builder();
            for (Future<List<Long>> one : all) {
                one.get().forEach(times::add);
            }
            return times.build().sorted().toArray();
        } finally {
            threads.shutdown();
        }
    }

    private static void say(String line) throws Exception {
        Files.writeString(
                Path.of("target", "load.txt"),
                TinyModels.engine() + " " + line + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
