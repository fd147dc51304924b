package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RecipeData;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
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

    private static final Set<String> WITH_RESUME =
            Set.of(
                    "--resume",
                    "--out",
                    "--epochs",
                    "--engine",
                    "--device",
                    "--threads",
                    "--stacktrace");

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            completionCandidates = RecipeNames.class,
            description =
                    "A JSON file, or one of ${COMPLETION-CANDIDATES} (default: vae-sprites;"
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
        TrainingRecipe chosen = resume ? resumed(folder) : changed();
        Placement place = engine.start();
        DataSplit split = RecipeData.load(chosen);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(chosen, split, place);
        RunFolder run = resume ? RunFolder.open(folder) : RunFolder.create(folder, chosen);
        PrintWriter text = Output.of(spec);
        text.printf(
                Locale.ROOT,
                "%,d samples of %s to train on, %,d to validate with; %s on %s%n",
                split.training().size(),
                split.training().name(),
                split.validation().size(),
                place.engine(),
                engine);
        TrainingHistory.Epoch best = train(trainer, run, chosen, split, text).best();
        text.printf(
                Locale.ROOT,
                "best: epoch %d, validation loss %.2f %s per sample%n",
                best.epoch(),
                best.validation().total(),
                chosen.lossUnit());
        restoration(run.model().card(), text);
        heldOut(run.model().card(), text);
        // Before the pictures: whatever becomes of them, the model is there.
        text.println("model:    " + folder.resolve("model"));
        text.println("losses:   " + folder.resolve("history.csv"));
        text.println("pictures: " + pictures(run, split, place));
        text.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void heldOut(ModelCard card, PrintWriter text) {
        Map.of(
                        AutoencoderTrainer.HELD_OUT_RMSE,
                        "in the units of the data",
                        AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED,
                        "in standard deviations of the columns")
                .forEach(
                        (metric, unit) -> {
                            Double error = card.metrics().get(metric);
                            if (error != null) {
                                text.printf(
                                        Locale.ROOT,
                                        "values held out: RMSE %.4f %s%n",
                                        error,
                                        unit);
                            }
                        });
    }

    private static void restoration(ModelCard card, PrintWriter text) {
        Map<String, Double> metrics = card.metrics();
        if (metrics.containsKey("psnr_before") && metrics.containsKey("psnr_after")) {
            text.printf(
                    Locale.ROOT,
                    "corrupted validation samples: PSNR %.2f dB, restored %.2f dB%n",
                    metrics.get("psnr_before"),
                    metrics.get("psnr_after"));
        }
        if (metrics.containsKey("ssim_before") && metrics.containsKey("ssim_after")) {
            text.printf(
                    Locale.ROOT,
                    "                              SSIM %.4f, restored %.4f%n",
                    metrics.get("ssim_before"),
                    metrics.get("ssim_after"));
        }
    }

    private TrainingRecipe changed() throws IOException {
        TrainingRecipe changed =
                from == null || recipe != null
                        ? Recipes.read(recipeName(), options())
                        : Recipes.changed(
                                ModelRepository.open("--from", from).card().recipe(),
                                from.toString(),
                                options());
        if (beta != null && changed.regularizer().term().isEmpty()) {
            throw new IllegalArgumentException(
                    "--beta must not be given for a recipe without a penalty, but is " + beta);
        }
        return changed;
    }

    private TrainingHistory train(
            AutoencoderTrainer trainer,
            RunFolder run,
            TrainingRecipe chosen,
            DataSplit split,
            PrintWriter text)
            throws IOException, TranslateException {
        try (TrainingProgress progress =
                new TrainingProgress(
                        split.training().size(),
                        run.epochsDone() + 1,
                        chosen.epochs(),
                        chosen,
                        trainer::heldOutError,
                        text)) {
            return trainer.train(run, List.of(progress), progress);
        } catch (IOException | TranslateException | RuntimeException e) {
            if (!resume) {
                run.removeIfUntrained();
            }
            throw e;
        }
    }

    // Without fonts there are no charts, and some samples cannot be drawn; the model is as good.
    private String pictures(RunFolder run, DataSplit split, Placement place) throws IOException {
        try (TrainedAutoencoder model = TrainedAutoencoder.of(run.model(), place)) {
            List<String> names = RunPictures.draw(run, model, split);
            return run.pictures() + " (" + String.join(", ", names) + ")";
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "none. " + AutoencodersCommand.message(e);
        }
    }

    private String recipeName() {
        if (recipe != null) {
            return recipe;
        }
        String data = changes.data();
        boolean table = data != null && data.matches("(?i).*\\.csv(\\.gz)?");
        boolean named = data != null && DatasetCatalog.isSeries(data);
        if (named || (table && window != null && window > 0)) {
            return "vae-series";
        }
        if (data != null && Strings.areNamed(data)) {
            return "vae-smiles";
        }
        return table ? "vae-table" : Recipes.names().get(0);
    }

    // Of recipe a/b/my-vae.json: my-vae.
    private String name() {
        if (from != null && recipe == null) {
            return from.toAbsolutePath().normalize().getFileName() + "-tuned";
        }
        Path file = Path.of(recipeName()).getFileName();
        return file == null ? "run" : file.toString().replaceFirst("\\.json$", "");
    }

    private TrainingRecipe resumed(Path folder) throws IOException {
        List<String> others = optionsThatCannotResume();
        if (recipe != null || !others.isEmpty()) {
            throw new IllegalArgumentException(
                    "--resume must come without RECIPE and with no option that changes it but"
                            + " --epochs, but comes with "
                            + (recipe != null ? recipe : String.join(", ", others)));
        }
        if (Files.notExists(folder)) {
            throw new IOException("--out must be the folder of a run, but there is no " + folder);
        }
        RunFolder run = RunFolder.open(folder);
        Integer epochs = changes.epochs();
        if (epochs != null && epochs < run.epochsDone()) {
            throw new IllegalArgumentException(
                    "--epochs must be at least "
                            + run.epochsDone()
                            + ", the epochs that the run in "
                            + folder
                            + " has done, but is "
                            + epochs);
        }
        Map<String, Object> change = epochs == null ? Map.of() : Map.of("epochs", epochs);
        return Recipes.read(run.recipeFile().toString(), change);
    }

    private List<String> optionsThatCannotResume() {
        CommandLine.ParseResult given = Objects.requireNonNull(spec).commandLine().getParseResult();
        return given.matchedOptions().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !WITH_RESUME.contains(name))
                .toList();
    }

    // The options that were given, by the path of what they change.
    private Map<String, Object> options() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(changes.given());
        options.put("data.padding", padding);
        options.put("data.conditional", conditional);
        options.put("data.imageSize", imageSize);
        options.put("data.window", window);
        options.put("data.windowStep", windowStep);
        options.put("data.onlyLabel", onlyLabel);
        options.put("patience", patience);
        options.put("penaltyWeight.target", beta);
        if (from != null) {
            options.put("start.model", from.toString());
            options.put("start.frozen", TrainingRecipe.Frozen.NONE.name());
        }
        if (frozen != null) {
            options.put("start.frozen", frozen.name());
        }
        options.put("optimizer.learningRate", learningRate);
        return RecipeChanges.given(options);
    }

    /** For the help and for the shell's completion. */
    static final class RecipeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Recipes.names().iterator();
        }
    }
}
