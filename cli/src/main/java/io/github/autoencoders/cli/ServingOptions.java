package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.zoo.ExportedPart;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model that is served, and how many requests at once. */
final class ServingOptions {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            completionCandidates = Candidates.OfModels.class,
            description =
                    "The folder of a run, or of a saved model; or the name of a published model, as"
                            + " autoencoders models lists them.")
    private Path folder = Path.of("");

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Threads that answer requests, of all tasks that are served together (default:"
                            + " ${DEFAULT-VALUE}).")
    private int workers = ServerSettings.LOCAL.workers();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Requests answered at once, at most (default: ${DEFAULT-VALUE}).")
    private int batch = ServerSettings.LOCAL.batchSize();

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description =
                    "How long the first request of a batch waits for others, in milliseconds"
                            + " (default: ${DEFAULT-VALUE}: a batch is what waits anyway).")
    private int delay;

    /** Opens the model; no engine is touched. */
    SavedModel open() throws IOException {
        return ModelRepository.open("MODEL", folder);
    }

    /** Returns the model as it was typed. */
    Path typed() {
        return folder;
    }

    /** Returns whether it is no model but a detector of anomalies. */
    boolean isDetector() {
        return DetectorOptions.isAny(folder);
    }

    /** Returns whether the model is in files of ONNX. */
    boolean isExported() throws IOException {
        return ExportedPart.isAt(folder);
    }

    /** Returns a name for the model: that of its folder or file, or of the run's. */
    String name() {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path named = absolute.endsWith("model") && parent != null ? parent : absolute;
        @Nullable Path last = named.getFileName();
        return last == null ? "model" : last.toString().replaceFirst("(?i)\\.onnx$", "");
    }

    int workers() {
        return requireWithin("--workers", workers, 1, Integer.MAX_VALUE);
    }

    int batch() {
        return requireWithin("--batch", batch, 1, Integer.MAX_VALUE);
    }

    int delay() {
        return requireWithin("--delay", delay, 0, Integer.MAX_VALUE);
    }

    /** Returns the value of an option, if it is one that it may have. */
    static int requireWithin(String option, int value, int least, int most) {
        return Require.atMost(most, option, Require.atLeast(least, option, value));
    }
}
