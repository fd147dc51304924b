package io.github.autoencoders.cli;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.serving.ServingArchive;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model to what DJL Serving loads. */
@Command(
        name = "serve-archive",
        description = {
            "Writes what DJL Serving loads to answer one task of a model: put it into the server's"
                    + " model store, or name it by -m.",
            "",
            "It has all that a stock server needs but the engine: for MXNet, its jars must be in"
                    + " the server's folder deps."
        })
final class ServeArchiveCommand extends Action {

    @Mixin private ServingOptions options = new ServingOptions();

    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            completionCandidates = Candidates.OfTasks.class,
            description = "encode, decode, reconstruct, sample or score.")
    private Task task = Task.RECONSTRUCT;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            completionCandidates = Candidates.OfEngines.class,
            description = "PyTorch or MXNet (default: ${DEFAULT-VALUE}).")
    private String engine = "PyTorch";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "What to write: a file where it ends in .zip or .tar.gz, else a folder. Its"
                            + " name is the model's on the server.")
    private Path out = Path.of("");

    @Mixin private Output output = new Output();

    @Override
    void run() throws IOException {
        SavedModel saved = options.open();
        String name = Placement.spelled(engine);
        new ServingArchive(task, name, options.workers(), options.batch(), options.delay())
                .write(saved, out);
        output.say("%s of %s on %s in %s", task.key(), options.typed(), name, out);
    }
}
