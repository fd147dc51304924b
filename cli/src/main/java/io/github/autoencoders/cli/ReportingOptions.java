package io.github.autoencoders.cli;

import io.github.autoencoders.mlflow.MlflowRun;
import io.github.autoencoders.tensorboard.TensorBoard;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What else is told of a training, epoch by epoch. */
final class ReportingOptions {

    @Option(
            names = "--tensorboard",
            paramLabel = "FOLDER",
            description =
                    "Also write losses, pictures and codes of each epoch for TensorBoard, into a"
                            + " folder named as the run in this one.")
    private @Nullable Path tensorboard;

    @Option(
            names = "--mlflow",
            paramLabel = "ADDRESS",
            description =
                    "Also log the recipe, the metrics of each epoch and the model as a run of the"
                            + " MLflow server there, as http://localhost:5000.")
    private @Nullable String mlflow;

    /** A training that is told of. */
    @FunctionalInterface
    interface Fitting {
        TrainedAutoencoder fit(AutoencoderTrainer trainer) throws IOException;
    }

    /** Checks what was given, before any work is done. */
    void require() throws IOException {
        if (mlflow != null) {
            MlflowRun.requireAddress(mlflow);
        }
        if (tensorboard != null && Files.exists(tensorboard) && !Files.isDirectory(tensorboard)) {
            throw new IOException("tensorboard must be a folder, but is the file " + tensorboard);
        }
    }

    /**
     * Fits a model, and tells of it.
     *
     * @param folder of the run
     */
    TrainedAutoencoder fit(AutoencoderTrainer trainer, Path folder, Output output, Fitting fitting)
            throws IOException {
        String name = ModelOptions.name(folder);
        if (mlflow == null) {
            return shown(trainer, name, output, fitting);
        }
        try (MlflowRun run =
                MlflowRun.begin(
                        mlflow,
                        name,
                        trainer.recipe(),
                        line -> output.say((Object) ("warning: " + line)))) {
            TrainedAutoencoder model = shown(trainer.withListener(run), name, output, fitting);
            if (run.done(folder.resolve("model"))) {
                output.say("mlflow:   run %s", run.id());
            }
            return model;
        }
    }

    private TrainedAutoencoder shown(
            AutoencoderTrainer trainer, String name, Output output, Fitting fitting)
            throws IOException {
        if (tensorboard == null) {
            return fitting.fit(trainer);
        }
        try (TensorBoard board = new TensorBoard(tensorboard.resolve(name))) {
            return fitting.fit(trainer.withListener(board));
        } finally {
            output.say("curves:   tensorboard --logdir %s", tensorboard);
        }
    }
}
