package io.github.autoencoders.cli;

import io.github.autoencoders.server.ServerSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where a server listens, and what it takes. */
final class ServerOptions {

    private static final int MOST_MEGABYTES = 2047;
    private static final int MOST_TOTAL = 1 << 20;

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
                    "The size of all requests that come in or wait, together, at most, and of all"
                            + " answers that go out; others get 503 (default: ${DEFAULT-VALUE}, an"
                            + " eighth of Java's memory).")
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

    /** Returns the settings, those of the model among them, after all were checked. */
    ServerSettings settings(ServingOptions options) {
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
}
