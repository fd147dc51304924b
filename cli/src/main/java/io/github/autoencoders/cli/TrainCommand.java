package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description =
                    "A JSON file, or a name that autoencoders recipes lists (default: vae-sprites;"
                            + " vae-table if --data is a table, vae-series if it has windows,"
                            + " vae-smiles if it is a file of strings).")
    private @Nullable String recipe;

    @Mixin private RecipeChanges changes = new RecipeChanges();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "End after N epochs in a row without a lower validation loss; 0 for never.")
    private @Nullable Integer patience;

    @Option(
            names = "--beta",
            paramLabel = "X",
            description =
                    "Weight of the penalty; of the KL divergence, 1 gives the evidence lower"
                            + " bound.")
    private @Nullable Double beta;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Step size of Adam.")
    private @Nullable Double learningRate;

    @Option(
            names = "--padding",
            paramLabel = "N",
            description = "Zeros put on each side of an image, as 2 for 28 x 28 to 32 x 32.")
    private @Nullable Integer padding;

    @Option(
            names = "--conditional",
            negatable = true,
            description = "Give both networks the labels of the data.")
    private @Nullable Boolean conditional;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "Width and height that the images of a folder are scaled to.")
    private @Nullable Integer imageSize;

    @Option(
            names = "--window",
            paramLabel = "N",
            description =
                    "Take a CSV file for a series, of a point in each row, and cut it into windows"
                            + " of N points.")
    private @Nullable Integer window;

    @Option(
            names = "--window-step",
            paramLabel = "N",
            description =
                    "How many points a window begins behind the one before it; 0 where each row of"
                            + " the file is a window already.")
    private @Nullable Integer windowStep;

    @Option(
            names = "--only-label",
            paramLabel = "LABEL",
            description = "Train on the samples of this label only, as on those that are normal.")
    private @Nullable String onlyLabel;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            description =
                    "Start from the parameters of that run's model, and from its recipe if there"
                            + " is no other; the data must be in its format.")
    private @Nullable Path from;

    @Option(
            names = "--freeze",
            paramLabel = "HALF",
            description =
                    "Keep the encoder or the decoder of --from as it is: encoder, decoder or none.")
    private TrainingRecipe.@Nullable Frozen frozen;

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

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException, TranslateException {
        Path folder = out == null ? Path.of("runs", name()) : out;
        if (!resume) {
            RunFolder.requireNew(folder);
        }
        try {
            return train(folder);
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

    private int train(Path folder) throws IOException, TranslateException {
        TrainingRecipe chosen = chosen(folder);
        Placement place = engine.start();
        DataSplit data = DataSource.of(chosen).split();
        PrintWriter text = Output.of(spec);
        text.printf(
                Locale.ROOT,
                "%,d samples of %s to train on, %,d to validate with; %s on %s%n",
                data.training().size(),
                data.training().name(),
                data.validation().size(),
                place.engine(),
                engine);
        data.training().format().schemaLines().forEach(text::println);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(chosen).on(place).into(folder);
        try (TrainedAutoencoder model = fit(trainer, data, text)) {
            // Before the pictures: whatever becomes of them, the model is there.
            text.println("model:    " + folder.resolve("model"));
            text.println("losses:   " + folder.resolve("history.csv"));
            text.println("pictures: " + pictures(RunFolder.open(folder), model, data));
        }
        text.flush();
        return CommandLine.ExitCode.OK;
    }

    private static TrainedAutoencoder fit(
            AutoencoderTrainer trainer, DataSplit data, PrintWriter text) throws IOException {
        try (TrainingProgress progress = new TrainingProgress(trainer.recipe(), text)) {
            TrainedAutoencoder model = progress.follow(trainer).fit(data);
            progress.done(model.card());
            return model;
        }
    }

    private TrainingRecipe chosen(Path folder) throws IOException {
        if (resume && recipe != null) {
            throw new IllegalArgumentException(
                    "--resume must come without RECIPE, but comes with " + recipe);
        }
        TrainingRecipe chosen =
                resume
                        ? changed(RunFolder.open(folder).recipe(), folder)
                        : from != null && recipe == null
                                ? changed(
                                        ModelRepository.open("--from", from).card().recipe(), from)
                                : Recipes.read(recipeName(), options());
        if (beta != null && chosen.regularizer().term().isEmpty()) {
            throw new IllegalArgumentException(
                    "--beta must not be given for a recipe without a penalty, but is " + beta);
        }
        return chosen;
    }

    private TrainingRecipe changed(TrainingRecipe begun, Path of) throws IOException {
        return Recipes.changed(begun, of.toString(), options());
    }

    // Without fonts there are no charts, and some samples cannot be drawn; the model is as good.
    private static String pictures(RunFolder run, TrainedAutoencoder model, DataSplit data)
            throws IOException {
        try {
            List<String> names = RunPictures.draw(run, model, data);
            return run.pictures() + " (" + String.join(", ", names) + ")";
        } catch (CancellationException e) { // no lack of fonts
            throw e;
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "none. " + Messages.message(e);
        }
    }

    private String recipeName() {
        String data = changes.data();
        return recipe != null
                ? recipe
                : Recipes.nameFor(data == null ? "" : data, window == null ? 0 : window);
    }

    // Of recipe a/b/my-vae.json: my-vae.
    private String name() {
        if (from != null && recipe == null) {
            return from.toAbsolutePath().normalize().getFileName() + "-tuned";
        }
        Path file = Path.of(recipeName()).getFileName();
        return file == null ? "run" : file.toString().replaceFirst("\\.json$", "");
    }

    // The options that were given, by the path of what they change.
    private Map<String, Object> options() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("data.padding", padding);
        options.put("data.conditional", conditional);
        options.put("data.imageSize", imageSize);
        options.put("data.window", window);
        options.put("data.windowStep", windowStep);
        options.put("data.onlyLabel", onlyLabel);
        options.put("patience", patience);
        options.put("penaltyWeight.target", beta);
        options.put("start.model", from == null ? null : from.toString());
        options.put("start.frozen", from == null ? null : TrainingRecipe.Frozen.NONE.name());
        if (frozen != null) {
            options.put("start.frozen", frozen.name());
        }
        options.put("optimizer.learningRate", learningRate);
        return changes.given(options);
    }

    /** For the shell's completion. */
    static final class RecipeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Recipes.names().iterator();
        }
    }
}
