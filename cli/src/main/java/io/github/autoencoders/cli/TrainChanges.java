package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.training.BaseRecipe;
import io.github.autoencoders.training.MapCode;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.SmallData;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What options change in the recipe of a training, and which one they take. */
final class TrainChanges {

    private static final String SIZE = "data.imageSize";
    private static final String CODE = "bottleneck.codeSize";
    private static final Pattern SIZES = Pattern.compile("(-?\\d{1,9})(?:[xX*](\\d{1,9}))?");

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
            paramLabel = "N|WxH",
            description =
                    "Width and height that the images of a folder are scaled to, as 64 or 64x48; 0"
                            + " for those of the first image (default: those of the first, shrunk"
                            + " to 64 pixels on the larger side if they are more).")
    private @Nullable String imageSize;

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
            names = "--rate",
            paramLabel = "HZ",
            description =
                    "Samples per second that sounds are brought to; 0 for those of the first file.")
    private @Nullable Integer rate;

    @Option(
            names = "--only-label",
            paramLabel = "LABEL",
            description = "Train on the samples of this label only, as on those that are normal.")
    private @Nullable String onlyLabel;

    @Option(
            names = "--scaling",
            paramLabel = "KIND",
            completionCandidates = Candidates.OfScalings.class,
            description =
                    "How columns of numbers are brought to one scale: standard, by mean and"
                        + " standard deviation; robust, by median and quartiles, which a few far"
                        + " values do not change; or quantile, by the share of the others below,"
                        + " whatever their distribution. Of sounds also spectrogram: how loud each"
                        + " frequency is when.")
    private @Nullable ScalingKind scaling;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            completionCandidates = Candidates.OfModels.class,
            description =
                    "Start from the parameters of that run's model, and from its recipe if there"
                            + " is no other; the data must be in its format.")
    private @Nullable Path from;

    @Option(
            names = "--freeze",
            paramLabel = "HALF",
            completionCandidates = Candidates.OfFrozen.class,
            description =
                    "Keep the encoder or the decoder of --from as it is: encoder, decoder or none.")
    private TrainingRecipe.@Nullable Frozen frozen;

    /** Returns the recipe to begin with: the one named, that of --from, or what suits the data. */
    BaseRecipe base(@Nullable String named) {
        if (named != null) {
            return new BaseRecipe.Named(named);
        }
        return from == null
                ? BaseRecipe.Named.forData(
                        changes.data(),
                        changes.reading().withWindows(window == null ? 0 : window, 0))
                : new BaseRecipe.OfModel(from);
    }

    /**
     * Returns a recipe that was found by the data as so few samples want it, but for what was said;
     * a code that is a map has the size of theirs.
     *
     * @param named the recipe that was named, which stays as it is
     */
    SmallData small(@Nullable String named, TrainingRecipe recipe, Samples samples) {
        boolean found = named == null && from == null && !changes.data().isEmpty();
        Set<String> said = given().keySet();
        TrainingRecipe sized = said.contains(CODE) ? recipe : MapCode.fitted(recipe, samples);
        return found ? SmallData.of(sized, samples, said) : new SmallData(sized, List.of());
    }

    /** Returns a recipe with the changes, and a size of images if that is still open. */
    TrainingRecipe of(BaseRecipe base) throws IOException {
        Map<String, Object> given = given();
        TrainingRecipe recipe = withPenalty(base.changed(given));
        // What goes on from a model has that model's size.
        return given.containsKey(SIZE) || !recipe.start().model().isEmpty()
                ? recipe
                : recipe.withData(DataSource.of(recipe).sized());
    }

    /** Returns the recipe of a run with the changes. */
    TrainingRecipe of(RunFolder run) throws IOException {
        return withPenalty(Recipes.changed(run.recipe(), run.path().toString(), given()));
    }

    private TrainingRecipe withPenalty(TrainingRecipe recipe) {
        if (beta != null && recipe.regularizer().term().isEmpty()) {
            throw new IllegalArgumentException(
                    "--beta must not be given for a recipe without a penalty, but is " + beta);
        }
        return recipe;
    }

    private Map<String, Object> given() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("data.padding", padding);
        options.put("data.conditional", conditional);
        putImageSize(options);
        options.put("data.window", window);
        options.put("data.windowStep", windowStep);
        options.put("data.rate", rate);
        options.put("data.onlyLabel", onlyLabel);
        options.put("data.scaling", scaling == null ? null : scaling.name());
        options.put("patience", patience);
        options.put("penaltyWeight.target", beta);
        options.put("start.model", from == null ? null : from.toString());
        TrainingRecipe.Frozen half = frozen == null ? TrainingRecipe.Frozen.NONE : frozen;
        options.put("start.frozen", frozen == null && from == null ? null : half.name());
        options.put("optimizer.learningRate", learningRate);
        return changes.given(options);
    }

    private void putImageSize(Map<String, @Nullable Object> options) {
        if (imageSize == null) {
            return;
        }
        Matcher sizes = SIZES.matcher(imageSize);
        if (!sizes.matches()) {
            throw new IllegalArgumentException(
                    "--image-size must be a number of pixels, or width and height as 64x48, but is "
                            + imageSize);
        }
        options.put(SIZE, Integer.valueOf(sizes.group(1)));
        options.put(
                "data.imageHeight", sizes.group(2) == null ? 0 : Integer.valueOf(sizes.group(2)));
    }
}
