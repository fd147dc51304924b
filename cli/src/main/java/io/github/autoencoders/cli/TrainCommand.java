package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.tensorboard.TensorBoard;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.BaseRecipe;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains by a recipe, draws pictures, and says where they are. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a model by a recipe, and leaves it in a folder with its losses and pictures.",
            "",
            "Options change single lines of the recipe. The folder holds recipe.json, history.csv,"
                + " history.json, model/ (the best parameters so far), checkpoint/ and pictures/."
        },
        footer = {
            "",
            "autoencoders train",
            "autoencoders train vae-fashion-mnist --code 10 --out runs/ten",
            "autoencoders train --data photos/ --image-size 32 --out runs/photos",
            "autoencoders train --data series.csv --window 64 --window-step 1",
            "autoencoders train --from runs/photos --freeze encoder --data other/",
            "autoencoders train --resume --out runs/photos --epochs 20"
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description =
                    "A JSON file, or a name that autoencoders recipes lists (default: vae-sprites;"
                            + " vae-table if --data is a table, vae-series if it has windows,"
                            + " vae-smiles if it is a file of strings).")
    private @Nullable String recipe;

    @Mixin private TrainChanges changes = new TrainChanges();

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder to fill (default: runs/ and the recipe's name).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            description =
                    "Go on with the run in --out after its last epoch; of its recipe only --epochs"
                            + " can be changed.")
    private boolean resume;

    @Option(
            names = "--tensorboard",
            paramLabel = "FOLDER",
            description =
                    "Also write losses, pictures and codes of each epoch for TensorBoard, into a"
                            + " folder named as the run in this one.")
    private @Nullable Path tensorboard;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException, TranslateException {
        BaseRecipe base = changes.base(recipe);
        Path folder = out == null ? Path.of("runs", base.runName()) : out;
        if (!resume) {
            RunFolder.requireNew(folder);
        }
        try {
            return train(base, folder);
        } catch (CancellationException | ClosedByInterruptException e) {
            throw new StoppedException(stopped(folder));
        }
    }

    private static String stopped(Path folder) throws IOException {
        Thread.interrupted(); // else no file can be read
        int epochs = new RunFolder(folder).epochsDone();
        return epochs == 0
                ? "stopped before the end of the first epoch"
                : "stopped after epoch " + epochs + "; go on with --resume --out " + folder;
    }

    private int train(BaseRecipe base, Path folder) throws IOException, TranslateException {
        TrainingRecipe chosen = chosen(base, folder);
        Placement place = engine.start();
        DataSource source = DataSource.of(chosen);
        List<String> notes = source.notes(); // before the time that reading takes
        DataSplit data = source.split();
        output.say(
                "%,d samples of %s to train on, %,d to validate with; %s on %s",
                data.training().size(),
                data.training().name(),
                data.validation().size(),
                place.engine(),
                engine);
        output.say(notes);
        output.say(data.training().format().schemaLines());
        AutoencoderTrainer trainer = AutoencoderTrainer.of(chosen).on(place).into(folder);
        try (TrainedAutoencoder model = shown(trainer, data, folder)) {
            // Before the pictures: whatever becomes of them, the model is there.
            output.say("model:    %s", folder.resolve("model"));
            output.say("losses:   %s", folder.resolve("history.csv"));
            RunFolder run = RunFolder.open(folder);
            output.sayDrawn("pictures: ", () -> pictures(run, model, data));
        }
        return CommandLine.ExitCode.OK;
    }

    private TrainedAutoencoder shown(AutoencoderTrainer trainer, DataSplit data, Path folder)
            throws IOException {
        if (tensorboard == null) {
            return fit(trainer, data);
        }
        Path run = folder.toAbsolutePath().normalize().getFileName();
        try (TensorBoard board = new TensorBoard(tensorboard.resolve(run))) {
            return fit(trainer.withListener(board), data);
        } finally {
            output.say("curves:   tensorboard --logdir %s", tensorboard);
        }
    }

    private TrainedAutoencoder fit(AutoencoderTrainer trainer, DataSplit data) throws IOException {
        try (TrainingProgress progress = new TrainingProgress(trainer.recipe(), output)) {
            TrainedAutoencoder model = progress.follow(trainer).fit(data);
            progress.done(model.card());
            return model;
        }
    }

    private TrainingRecipe chosen(BaseRecipe base, Path folder) throws IOException {
        if (!resume) {
            return changes.of(base);
        }
        if (recipe != null) {
            throw new IllegalArgumentException(
                    "--resume must come without RECIPE, but comes with " + recipe);
        }
        return changes.of(RunFolder.open(folder));
    }

    private static String pictures(RunFolder run, TrainedAutoencoder model, DataSplit data)
            throws IOException {
        List<String> names = RunPictures.draw(run, model, data);
        return run.pictures() + " (" + String.join(", ", names) + ")";
    }

    /** For the shell's completion. */
    static final class RecipeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Recipes.names().iterator();
        }
    }
}
