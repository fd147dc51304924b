package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.LearningCheck;
import io.github.autoencoders.file.FullDiskException;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.BaseRecipe;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.training.SmallData;
import io.github.autoencoders.training.StepForm;
import io.github.autoencoders.training.TrainingLines;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains by a recipe, draws pictures, and says where they are. */
@Command(
        name = "train",
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
final class TrainCommand extends Action {

    private static final String PICTURES = "pictures: ";

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = Candidates.OfRecipes.class,
            description =
                    "A JSON file, or a name that autoencoders recipes lists (default: vae-sprites;"
                            + " vae-photos if --data has coloured images above 32 pixels,"
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

    @Mixin private ReportingOptions reporting = new ReportingOptions();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            completionCandidates = Candidates.OfForms.class,
            description =
                    "How steps are computed: portable, operation by operation; or program, as one"
                            + " of the engine's own where it has one for the recipe (default:"
                            + " program, but portable where an epoch has fewer than 50 steps). A"
                            + " run that goes on keeps its own.")
    private @Nullable StepForm form;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    void run() throws IOException, TranslateException {
        reporting.require();
        BaseRecipe base = changes.base(recipe);
        Path folder = out == null ? Path.of("runs", base.runName()) : out;
        if (!resume) {
            RunFolder.requireNew(folder);
        }
        try {
            train(base, folder);
        } catch (CancellationException | ClosedByInterruptException e) {
            Thread.interrupted(); // else no file can be read
            throw new StoppedException("stopped " + kept(folder));
        } catch (FullDiskException e) {
            throw new IOException(e.getMessage() + "; training stopped " + kept(folder), e);
        }
    }

    private static String kept(Path folder) throws IOException {
        int epochs = new RunFolder(folder).epochsDone();
        return epochs == 0
                ? "before the end of the first epoch"
                : "after epoch " + epochs + "; go on with --resume --out " + folder;
    }

    private void train(BaseRecipe base, Path folder) throws IOException, TranslateException {
        TrainingRecipe chosen = chosen(base, folder);
        DataSource source = DataSource.of(chosen);
        Placement place = engine.start();
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
        TrainingLines lines = new TrainingLines(chosen);
        output.say(lines.data(data.training()));
        output.say(source.doubts(data.training()));
        output.say(lines.farOff(data.far()));
        SmallData fitting =
                resume
                        ? new SmallData(chosen, List.of())
                        : changes.small(recipe, chosen, data.training());
        output.say(fitting.lines());
        AutoencoderTrainer trainer = AutoencoderTrainer.of(fitting.recipe()).on(place).into(folder);
        trainer = form == null ? trainer : trainer.withForm(form);
        try (TrainedAutoencoder model =
                reporting.fit(trainer, folder, output, reported -> fit(reported, data))) {
            output.say(
                    LearningCheck.of(model, data).problems().stream()
                            .map(line -> "warning: " + line)
                            .toList());
            // Before the pictures: whatever becomes of them, the model is there.
            output.say("model:    %s", folder.resolve("model"));
            output.say("losses:   %s", folder.resolve("history.csv"));
            RunFolder run = RunFolder.open(folder);
            output.sayDrawn(PICTURES, () -> pictures(run, model, data));
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
        return Output.listed(PICTURES.length(), run.pictures() + " (", names, ")");
    }
}
