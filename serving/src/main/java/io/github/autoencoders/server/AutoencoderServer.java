package io.github.autoencoders.server;

import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.serving.RowRequests;
import io.github.autoencoders.serving.SampleRequests;
import io.github.autoencoders.serving.ScoreRequests;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.RowScorer;
import io.github.autoencoders.zoo.SampleScorer;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A small server: the tasks of a model at the addresses of DJL Serving, {@code
 * /predictions/NAME-TASK}, and a page to explore its codes. For development and small use.
 *
 * <pre>{@code
 * try (TrainedAutoencoder model = TrainedAutoencoder.open("vae-mnist-2");
 *         AutoencoderServer server = AutoencoderServer.start(
 *                 "digits", model, List.of(Task.ENCODE, Task.SAMPLE), ServerSettings.LOCAL)) {
 *     server.join(); // POST http://localhost:8080/predictions/digits-encode
 * }
 * }</pre>
 */
public final class AutoencoderServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1000;
    private static final int MAX_THREADS = 16; // none of them ever waits
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(100);

    private final Server server;
    private final ServerConnector connector;
    private final Map<String, ServedModel> models;
    private final Workers workers;
    private final ServerSettings settings;
    private final Example example;

    private AutoencoderServer(
            Server server,
            ServerConnector connector,
            Map<String, ServedModel> models,
            Workers workers,
            ServerSettings settings,
            Example example) {
        this.server = server;
        this.connector = connector;
        this.models = models;
        this.workers = workers;
        this.settings = settings;
        this.example = example;
    }

    /**
     * Starts to answer.
     *
     * @param name of the model
     * @param model which the caller closes after the server; all tasks share its parameters
     * @param tasks that it can do; their names follow the model's, behind a hyphen
     * @throws IOException if the address is taken
     * @throws IllegalArgumentException if the host is none of this computer's, the model cannot do
     *     a task, or the engine {@linkplain EngineChoice#takesOneCaller takes one caller}, and
     *     there are several workers
     */
    public static AutoencoderServer start(
            String name, TrainedAutoencoder model, Collection<Task> tasks, ServerSettings settings)
            throws IOException {
        EngineChoice.requireTakes(model.place().engine(), settings.workers());
        return start(name, new ServedSource.Trained(model), tasks, settings);
    }

    /**
     * Starts to answer by files of ONNX, as for the model that they were exported from.
     *
     * @param name of the model
     * @param model which the caller closes after the server
     * @param tasks that its files are for
     * @throws IOException if the address is taken
     * @throws IllegalArgumentException if the host is none of this computer's, or no file is for a
     *     task
     */
    public static AutoencoderServer start(
            String name, ExportedModel model, Collection<Task> tasks, ServerSettings settings)
            throws IOException {
        return start(name, new ServedSource.Exported(model), tasks, settings);
    }

    /**
     * Starts to answer by what judges rows, at {@code /predictions/NAME-score}: a detector of
     * anomalies, say.
     *
     * @param name of it
     * @param scorer which the caller closes after the server
     * @throws IOException if the address is taken
     * @throws IllegalArgumentException if the host is none of this computer's
     */
    public static AutoencoderServer start(String name, RowScorer scorer, ServerSettings settings)
            throws IOException {
        return start(name, new RowRequests(scorer), settings, Example.ofRows(name));
    }

    /**
     * Starts to answer likewise by what judges samples of a model: a detector of unusual images,
     * say.
     *
     * @param name of it
     * @param scorer which the caller closes after the server
     * @throws IOException if the address is taken
     * @throws IllegalArgumentException if the host is none of this computer's
     */
    public static AutoencoderServer start(String name, SampleScorer scorer, ServerSettings settings)
            throws IOException {
        Example example = Example.ofSamples(name, scorer.config());
        return start(name, new SampleRequests(scorer), settings, example);
    }

    private static AutoencoderServer start(
            String name, ScoreRequests requests, ServerSettings settings, Example example)
            throws IOException {
        Supplier<Answering> answering = () -> new Answering.ByScores(requests);
        return start(name, Map.of(Task.SCORE, answering), settings, example);
    }

    private static AutoencoderServer start(
            String name, ServedSource source, Collection<Task> tasks, ServerSettings settings)
            throws IOException {
        Map<Task, Supplier<Answering>> answering = new LinkedHashMap<>();
        tasks.forEach(task -> answering.put(task, () -> Answering.of(source, task)));
        return start(name, answering, settings, Example.of(name, tasks, source.config()));
    }

    private static AutoencoderServer start(
            String name,
            Map<Task, Supplier<Answering>> answering,
            ServerSettings settings,
            Example example)
            throws IOException {
        if (name.isEmpty() || name.contains("/")) {
            throw new IllegalArgumentException(
                    "name must be one part of an address, but is \"" + name + '"');
        }
        requireOwn(settings.host());
        ServerMetrics metrics = new ServerMetrics();
        Map<String, ServedModel> models = new LinkedHashMap<>();
        Workers workers = new Workers(settings.workers());
        try {
            answering.forEach(
                    (task, by) -> {
                        String full = name + "-" + task.key();
                        models.put(
                                full, new ServedModel(full, by.get(), workers, settings, metrics));
                    });
            return start(models, workers, settings, metrics, example);
        } catch (IOException | RuntimeException | Error e) {
            workers.close();
            models.values().forEach(ServedModel::close);
            throw e;
        }
    }

    // Else it would be said that the port is taken.
    private static void requireOwn(String host) throws IOException {
        String refusal = "host must be an address of this computer, but is " + host;
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean own =
                    address.isAnyLocalAddress()
                            || address.isLoopbackAddress()
                            || NetworkInterface.getByInetAddress(address) != null;
            if (!own) {
                throw new IllegalArgumentException(refusal);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(refusal, e);
        }
    }

    /** Starts to answer for models, which the server closes with the workers in the end. */
    static AutoencoderServer start(
            Map<String, ServedModel> models,
            Workers workers,
            ServerSettings settings,
            ServerMetrics metrics,
            Example example)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(MAX_CONNECTIONS);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        Admission admission = new Admission(settings);
        Handler all =
                new Handler.Sequence(
                        new PageFiles(admission),
                        new ModelEndpoints(models, admission, settings, metrics));
        server.setErrorHandler(new ServerErrors());
        SlowHeads heads = new SlowHeads(crossOrigin(all, settings.origin()), connector);
        server.setHandler(new GracefulHandler(heads));
        // A request may still come in, and then wait for its answer.
        server.setStopTimeout(settings.timeLimit().multipliedBy(2).plus(IDLE).toMillis());
        try {
            server.start();
            heads.watch(settings.timeLimit());
        } catch (IOException e) {
            throw new IOException(
                    "port must be free, but %s of %s cannot be had: %s"
                            .formatted(settings.port(), settings.host(), e.getMessage()),
                    e);
        } catch (Exception e) {
            throw new IOException(e);
        }
        return new AutoencoderServer(server, connector, models, workers, settings, example);
    }

    private static Handler crossOrigin(Handler handler, String origin) {
        if (origin.isEmpty()) {
            return handler;
        }
        CrossOriginHandler crossing = new CrossOriginHandler();
        crossing.setAllowedOriginPatterns(Set.of(origin.equals("*") ? "*" : Pattern.quote(origin)));
        crossing.setAllowedHeaders(Set.of("Content-Type", "Accept", "Authorization"));
        crossing.setAllowedMethods(Set.of("GET", "HEAD", "POST"));
        crossing.setHandler(handler);
        return crossing;
    }

    /** Returns the port that it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Returns the address of the page, as a browser takes it. */
    public String address() {
        return settings.address(port());
    }

    /** Returns the addresses that answer requests, one for each task. */
    public List<String> predictions() {
        return models.keySet().stream().map(name -> address() + "/predictions/" + name).toList();
    }

    /**
     * Returns a line for a shell that asks something the server can answer, by the program {@code
     * curl}.
     *
     * @param token written in the place of the settings' token, as {@code $TOKEN}; ignored if there
     *     is none
     */
    public String example(String token) {
        return example.line(address(), settings.token().isEmpty() ? "" : "Bearer " + token);
    }

    /** Waits until the server is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Takes no more requests, answers those that it took, and ends. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server must stop, but does not", e);
        } finally {
            workers.close();
            models.values().forEach(ServedModel::close);
        }
    }
}
