package io.github.autoencoders.server;

import io.github.autoencoders.serving.ServingArchive;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installed DJL Serving in a process of its own, with a model for each task; the engine comes
 * from these tests. The environment's {@code DJL_SERVING_HOME} names its folder, whose {@code lib}
 * has its jars.
 */
final class DjlServing implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private DjlServing(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns the folder of the installed one, or null where there is none. */
    static @Nullable Path home() {
        String home = System.getenv("DJL_SERVING_HOME");
        return home == null ? null : Path.of(home);
    }

    /**
     * Starts one and waits until it has its models.
     *
     * @param name of the model; the tasks' names follow behind a hyphen
     * @param batchSize requests that one worker answers at once, at most
     * @param folder for its files
     */
    static DjlServing start(
            Path home, String name, SavedModel saved, List<Task> tasks, int batchSize, Path folder)
            throws Exception {
        int port = freePort();
        List<String> models = archives(name, saved, tasks, batchSize, folder);
        DjlServing started = new DjlServing(start(home, models, port, folder), port);
        HttpRequest asked =
                HttpRequest.newBuilder(URI.create(started.address() + "/models")).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready(asked, tasks.size())) {
            if (!started.process.isAlive() || System.nanoTime() > end) {
                started.close();
                throw new IOException(Files.readString(folder.resolve("djl.log")));
            }
            Thread.sleep(500);
        }
        return started;
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    // A folder, a .zip and a .tar.gz among them.
    private static List<String> archives(
            String name, SavedModel saved, List<Task> tasks, int batchSize, Path folder)
            throws IOException {
        List<String> endings = List.of("", ".zip", ".tar.gz");
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            String full = name + "-" + tasks.get(i).name().toLowerCase(Locale.ROOT);
            Path out = folder.resolve("archives").resolve(full + endings.get(i % endings.size()));
            new ServingArchive(tasks.get(i), TinyModels.engine(), 2, batchSize, 0)
                    .write(saved, out);
            arguments.add("-m");
            arguments.add(full + "=" + out.toUri());
        }
        return arguments;
    }

    private static Process start(Path home, List<String> models, int port, Path folder)
            throws IOException {
        String name = TinyModels.engine().toLowerCase(Locale.ROOT);
        String engine =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(jar -> Path.of(jar).getFileName().toString().startsWith(name))
                        .collect(Collectors.joining(File.pathSeparator));
        Path settings = folder.resolve("config.properties");
        Files.writeString(
                settings,
                "inference_address=http://127.0.0.1:%s\nmanagement_address=http://127.0.0.1:%1$s\n"
                        .formatted(port));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-DOPT_OUT_TRACKING=true",
                                "-cp",
                                home.resolve("lib") + "/*" + File.pathSeparator + engine,
                                "ai.djl.serving.ModelServer",
                                "-f",
                                settings.toString()));
        command.addAll(models);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("djl.log").toFile());
        builder.environment().put("MODEL_SERVER_HOME", home.toString());
        return builder.start();
    }

    private static boolean ready(HttpRequest models, int count) throws InterruptedException {
        try {
            String said = CLIENT.send(models, BodyHandlers.ofString()).body();
            return said.split("READY", -1).length == count + 1;
        } catch (IOException e) {
            return false; // not yet there
        }
    }

    int port() {
        return port;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
