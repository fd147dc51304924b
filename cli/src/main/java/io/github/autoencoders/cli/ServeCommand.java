package io.github.autoencoders.cli;

import io.github.autoencoders.detection.CodedDetector;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.RowScorer;
import io.github.autoencoders.zoo.SampleScorer;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "A file of ONNX that export wrote, or a folder of such files of one model, is served by"
                    + " ONNX Runtime, which on processors answers single requests faster; --engine"
                    + " OnnxRuntime exports a model first, and serves what it is then.",
            "",
            "The folder of a detector, which anomalies train wrote, is served likewise: it answers"
                    + " rows, points of a series, or images and other samples with scores,"
                    + " p-values and reasons.",
            "",
            "Whoever reaches the address may use the model: where that is not this computer alone,"
                    + " ask for a token, and put a server with TLS in front."
        })
final class ServeCommand implements Callable<Integer>, Pulse.Waiting {

    private static final int SHORT = 16; // values of a code, in a line
    private static final String JSON = "-H 'Content-Type: application/json' ";
    private static final String RESTORE =
            "-H 'Content-Type: audio/wav' --data-binary @noisy.wav -o clean.wav ";

    /** A file that a detector may be sent. */
    private record Sent(String type, String file) {}

    private static final Sent ROWS = new Sent("text/csv", "rows.csv");
    private static final Sent IMAGE = new Sent("image/png", "image.png");
    private static final Sent SOUND = new Sent("audio/wav", "sound.wav");
    private static final Sent NUMBERS = new Sent("application/json", "numbers.json");

    @Mixin private ServingOptions options = new ServingOptions();

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            completionCandidates = Candidates.OfTasks.class,
            description =
                    "What to answer: encode, decode, reconstruct, sample, score (default: all that"
                            + " the model can do).")
    private List<Task> tasks = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The model's name in the addresses (default: that of its folder).")
    private @Nullable String name;

    @Mixin private DetectorOptions.Threshold threshold = new DetectorOptions.Threshold();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private EngineOptions engine = new EngineOptions();

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        ServerSettings settings = server.settings(options);
        String called = Objects.requireNonNullElse(name, options.name());
        if (options.isDetector()) {
            return serveDetector(called, settings);
        }
        if (threshold.isGiven()) {
            throw new IllegalArgumentException(
                    "a threshold must be for a detector, but %s is none"
                            .formatted(options.typed()));
        }
        if (options.isExported()) {
            if (engine.isOtherGiven()) {
                throw new IllegalArgumentException(
                        "--engine must be OnnxRuntime for files of ONNX, but is " + engine.name());
            }
            int threads = engine.choice().startOnnxRuntime();
            try (ExportedModel model = ExportedModel.open(options.typed(), threads)) {
                return serve(model, called, tasks.isEmpty() ? model.tasks() : tasks, settings);
            }
        }
        SavedModel saved = options.open();
        List<Task> wanted = tasks.isEmpty() ? Task.of(saved.part(), saved.config()) : tasks;
        for (Task task : wanted) {
            saved.require(task.part());
            task.requireFits(saved.config());
        }
        if (engine.isOnnxRuntime()) {
            try (ExportedModel model = exported(saved, wanted)) {
                return serve(model, called, wanted, settings);
            }
        }
        Placement place = engine.start(settings.workers());
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place);
                AutoencoderServer running =
                        AutoencoderServer.start(called, model, wanted, settings)) {
            return run(running, called, wanted, model.config(), settings);
        }
    }

    private int serveDetector(String called, ServerSettings settings) throws IOException {
        if (!tasks.isEmpty()) {
            throw new IllegalArgumentException(
                    "--task must be for a model, but %s is a detector".formatted(options.typed()));
        }
        Placement place = engine.start(settings.workers());
        if (SeriesDetector.isOne(options.typed())) {
            try (SeriesDetector detector = SeriesDetector.open(options.typed(), place)) {
                return serve(called, detector.scorer(threshold.of(detector)), settings);
            }
        }
        if (CodedDetector.isOne(options.typed())) {
            try (CodedDetector detector = CodedDetector.open(options.typed(), place)) {
                var above = threshold.of(detector.detector().calibration());
                return serve(called, detector.scorer(above), settings);
            }
        }
        try (Detector detector = Detector.open(options.typed(), place)) {
            return serve(called, detector.scorer(threshold.of(detector.calibration())), settings);
        }
    }

    private int serve(String called, RowScorer scorer, ServerSettings settings) throws IOException {
        try (AutoencoderServer running = AutoencoderServer.start(called, scorer, settings)) {
            return run(running, called, ROWS, "", settings);
        }
    }

    private int serve(String called, SampleScorer scorer, ServerSettings settings)
            throws IOException {
        Sent sent =
                scorer.config().format().isOfSounds()
                        ? SOUND
                        : Content.SAMPLE.mayBeImage(scorer.config()) ? IMAGE : NUMBERS;
        try (AutoencoderServer running = AutoencoderServer.start(called, scorer, settings)) {
            return run(running, called, sent, label(scorer.config()), settings);
        }
    }

    private int run(
            AutoencoderServer running,
            String called,
            Sent sent,
            String query,
            ServerSettings settings) {
        String address = settings.address(running.port()) + "/predictions/" + called + "-score";
        output.say("%s", address);
        output.say("Ctrl-C stops the server");
        output.say(
                "ready; try: curl %s-H 'Content-Type: %s' --data-binary @%s '%s%s'",
                token(settings), sent.type(), sent.file(), address, query);
        return run(running);
    }

    private ExportedModel exported(SavedModel saved, List<Task> wanted) throws IOException {
        Placement place = engine.forExport().start();
        int threads = engine.choice().startOnnxRuntime();
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place)) {
            return ExportedModel.of(model, wanted, threads);
        }
    }

    private int serve(
            ExportedModel model, String called, List<Task> wanted, ServerSettings settings)
            throws IOException {
        try (AutoencoderServer running = AutoencoderServer.start(called, model, wanted, settings)) {
            return run(running, called, wanted, model.config(), settings);
        }
    }

    private int run(
            AutoencoderServer running,
            String called,
            List<Task> wanted,
            AutoencoderConfig config,
            ServerSettings settings) {
        String address = settings.address(running.port());
        for (Task task : wanted) {
            output.say("%s/predictions/%s-%s", address, called, task.key());
        }
        output.say("%s/ is the page; Ctrl-C stops the server", address);
        output.say("ready; try: %s", curl(address, called, wanted, config, settings));
        return run(running);
    }

    private static int run(AutoencoderServer running) {
        try {
            running.join();
            return CommandLine.ExitCode.OK;
        } catch (InterruptedException e) { // on Ctrl-C, or when the system ends the process
            throw new StoppedException("stopped, and answered what it took");
        }
    }

    /**
     * Returns a line for a shell that asks the model something it can do without a file; or with
     * one, where it restores sounds.
     */
    static String curl(
            String address,
            String name,
            List<Task> tasks,
            AutoencoderConfig config,
            ServerSettings settings) {
        String token = token(settings);
        String label = label(config);
        boolean sounds = config.format().isOfSounds();
        if (sounds && tasks.contains(Task.RECONSTRUCT) && !config.bottleneck().isStochastic()) {
            return "curl %s%s'%s/predictions/%s-%s%s'"
                    .formatted(token, RESTORE, address, name, Task.RECONSTRUCT.key(), label);
        }
        String json = "curl %s%s-d '%s' '%s/predictions/%s-%s%s'";
        if (tasks.contains(Task.SAMPLE)) {
            String headers = JSON + (sounds ? "-H 'Accept: audio/wav' -o sample.wav " : "");
            return json.formatted(token, headers, "7", address, name, Task.SAMPLE.key(), label);
        }
        if (tasks.contains(Task.DECODE) && config.bottleneck().codeSize() <= SHORT) {
            List<Integer> code = Collections.nCopies(config.bottleneck().codeSize(), 0);
            return json.formatted(token, JSON, code, address, name, Task.DECODE.key(), label);
        }
        return "curl %s%s/models".formatted(token, address);
    }

    private static String label(AutoencoderConfig config) {
        return config.conditions().isEmpty()
                ? ""
                : "?label=" + URLEncoder.encode(config.conditions().get(0), StandardCharsets.UTF_8);
    }

    private static String token(ServerSettings settings) {
        return settings.token().isEmpty()
                ? ""
                : "-H \"Authorization: Bearer $AUTOENCODERS_TOKEN\" ";
    }
}
