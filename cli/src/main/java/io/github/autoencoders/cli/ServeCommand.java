package io.github.autoencoders.cli;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A model to a server. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Answers requests for the tasks of a model over HTTP, as DJL Serving does, and has a"
                    + " page to explore its codes. It runs until it is stopped (Ctrl-C), and"
                    + " then answers what it took.",
            "",
            "Whoever reaches the address may use the model: where that is not this computer alone,"
                    + " ask for a token, and put a server with TLS in front."
        })
final class ServeCommand implements Callable<Integer> {

    private static final int MOST_MEGABYTES = 2047;
    private static final int MOST_TOTAL = 1 << 20;

    @Mixin private ServingOptions options = new ServingOptions();

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            description =
                    "What to answer: encode, decode, reconstruct, sample, score (default: all that"
                            + " the model can do).")
    private List<Task> tasks = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The model's name in the addresses (default: that of its folder).")
    private @Nullable String name;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Where to listen, 0.0.0.0 for all that the computer has (default:"
                            + " ${DEFAULT-VALUE}).")
    private String host = ServerSettings.LOCAL.host();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port = ServerSettings.LOCAL.port();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "What clients must send in the header Authorization, behind Bearer. Others"
                            + " see the list of programs: rather set AUTOENCODERS_TOKEN (default:"
                            + " none).",
            defaultValue = "${env:AUTOENCODERS_TOKEN:-}")
    private String token = "";

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description =
                    "Whose pages may ask the server, as https://example.org, or * (default: its"
                            + " own alone).")
    private String origin = "";

    @Option(
            names = "--max-mb",
            paramLabel = "MB",
            description = "The size of a request, at most (default: ${DEFAULT-VALUE}).")
    private int megabytes = ServerSettings.LOCAL.maxBytes() >> 20;

    @Option(
            names = "--max-total-mb",
            paramLabel = "MB",
            description =
                    "The size of all requests that come in or wait, together, at most; others get"
                            + " 503 (default: ${DEFAULT-VALUE}, an eighth of Java's memory).")
    private int totalMegabytes = (int) (ServerSettings.LOCAL.maxTotalBytes() >> 20);

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description =
                    "How long a request may take to come in, and its answer, in seconds (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seconds = (int) ServerSettings.LOCAL.timeLimit().toSeconds();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description =
                    "Requests that wait for one task, at most; others get 503 (default:"
                            + " ${DEFAULT-VALUE}).")
    private int queue = ServerSettings.LOCAL.queueSize();

    @Mixin private EngineOptions engine = new EngineOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ServerSettings settings = settings();
        SavedModel saved = options.open();
        List<Task> wanted = tasks.isEmpty() ? possible(saved) : tasks;
        for (Task task : wanted) {
            saved.require(task.part());
            task.requireFits(saved.config());
        }
        Placement place = engine.start(settings.workers());
        String called = Objects.requireNonNullElse(name, options.name());
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place);
                AutoencoderServer server =
                        AutoencoderServer.start(called, model, wanted, settings)) {
            tell(called, saved, wanted, server.port());
            server.join();
            return CommandLine.ExitCode.OK;
        } catch (InterruptedException e) { // on Ctrl-C, or when the system ends the process
            throw new StoppedException("stopped, and answered what it took");
        }
    }

    private ServerSettings settings() {
        ServingOptions.requireWithin("--port", port, 0, 65535);
        ServingOptions.requireWithin("--max-mb", megabytes, 1, MOST_MEGABYTES);
        ServingOptions.requireWithin("--max-total-mb", totalMegabytes, megabytes, MOST_TOTAL);
        ServingOptions.requireWithin("--timeout", seconds, 1, Integer.MAX_VALUE);
        ServingOptions.requireWithin("--queue", queue, 1, Integer.MAX_VALUE);
        return ServerSettings.LOCAL
                .withHost(host)
                .withPort(port)
                .withToken(token)
                .withOrigin(origin)
                .withBytes(megabytes << 20, (long) totalMegabytes << 20)
                .withTimeLimit(Duration.ofSeconds(seconds))
                .withQueueSize(queue)
                .withWorkers(options.workers())
                .withBatchSize(options.batch())
                .withBatchDelay(Duration.ofMillis(options.delay()));
    }

    private static List<Task> possible(SavedModel saved) {
        return Stream.of(Task.values())
                .filter(task -> saved.part().holds(task.part()))
                .filter(task -> task.fits(saved.config()))
                .toList();
    }

    private void tell(String called, SavedModel saved, List<Task> wanted, int at) {
        PrintWriter out = Output.of(spec);
        String address = address(host, at);
        for (Task task : wanted) {
            out.printf(
                    "%s/predictions/%s-%s%n",
                    address, called, ModelSummary.of(task, saved.config()).task());
        }
        out.printf("%s/ is the page; Ctrl-C stops the server%n", address);
        out.flush();
    }

    /** Returns what a browser takes: an IPv6 address stands in brackets there. */
    static String address(String host, int port) {
        return "http://%s:%s".formatted(HostPort.normalizeHost(host), port);
    }
}
