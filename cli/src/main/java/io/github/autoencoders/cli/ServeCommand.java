package io.github.autoencoders.cli;

import io.github.autoencoders.detection.CodedDetector;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model to a server. */
@Command(
        name = "serve",
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
final class ServeCommand extends Action implements Pulse.Waiting {

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
    void run() throws IOException {
        ServerSettings settings = server.settings(options);
        String called = Objects.requireNonNullElse(name, options.name());
        if (options.isDetector()) {
            serveDetector(called, settings);
            return;
        }
        if (threshold.isGiven()) {
            throw new IllegalArgumentException(
                    "a threshold must be for a detector, but %s is none"
                            .formatted(options.typed()));
        }
        if (options.isExported()) {
            serveExported(called, settings);
        } else {
            serveModel(called, settings);
        }
    }

    private void serveExported(String called, ServerSettings settings) throws IOException {
        if (engine.isOtherGiven()) {
            throw new IllegalArgumentException(
                    "--engine must be OnnxRuntime for files of ONNX, but is " + engine.name());
        }
        int threads = engine.choice().startOnnxRuntime();
        try (ExportedModel model = ExportedModel.open(options.typed(), threads)) {
            List<Task> wanted = tasks.isEmpty() ? model.tasks() : tasks;
            serve(AutoencoderServer.start(called, model, wanted, settings));
        }
    }

    private void serveModel(String called, ServerSettings settings) throws IOException {
        SavedModel saved = options.open();
        List<Task> wanted = tasks.isEmpty() ? Task.of(saved.part(), saved.config()) : tasks;
        for (Task task : wanted) {
            saved.require(task.part());
            task.requireFits(saved.config());
        }
        if (engine.isOnnxRuntime()) {
            try (ExportedModel model = exported(saved, wanted)) {
                serve(AutoencoderServer.start(called, model, wanted, settings));
            }
            return;
        }
        Placement place = engine.start(settings.workers());
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place)) {
            serve(AutoencoderServer.start(called, model, wanted, settings));
        }
    }

    private ExportedModel exported(SavedModel saved, List<Task> wanted) throws IOException {
        Placement place = engine.forExport().start();
        int threads = engine.choice().startOnnxRuntime();
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place)) {
            return ExportedModel.of(model, wanted, threads);
        }
    }

    private void serveDetector(String called, ServerSettings settings) throws IOException {
        if (!tasks.isEmpty()) {
            throw new IllegalArgumentException(
                    "--task must be for a model, but %s is a detector".formatted(options.typed()));
        }
        Path folder = options.typed();
        Placement place = engine.start(settings.workers());
        if (SeriesDetector.isOne(folder)) {
            try (SeriesDetector detector = SeriesDetector.open(folder, place)) {
                var scorer = detector.scorer(threshold.of(detector));
                serve(AutoencoderServer.start(called, scorer, settings));
            }
        } else if (CodedDetector.isOne(folder)) {
            try (CodedDetector detector = CodedDetector.open(folder, place)) {
                var scorer = detector.scorer(threshold.of(detector.detector().calibration()));
                serve(AutoencoderServer.start(called, scorer, settings));
            }
        } else {
            try (Detector detector = Detector.open(folder, place)) {
                var scorer = detector.scorer(threshold.of(detector.calibration()));
                serve(AutoencoderServer.start(called, scorer, settings));
            }
        }
    }

    private void serve(AutoencoderServer running) {
        try (running) {
            running.predictions().forEach(output::say);
            String page = options.isDetector() ? "" : running.address() + "/ is the page; ";
            output.say("%sCtrl-C stops the server", page);
            output.say("ready; try: %s", running.example("$AUTOENCODERS_TOKEN"));
            running.join();
        } catch (InterruptedException e) { // on Ctrl-C, or when the system ends the process
            throw new StoppedException("stopped, and answered what it took");
        }
    }
}
