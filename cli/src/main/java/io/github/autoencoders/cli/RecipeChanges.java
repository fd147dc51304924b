package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.TargetKind;
import io.github.autoencoders.zoo.TextForm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What options change in a recipe, in train and in compare. */
final class RecipeChanges {

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "sprites (drawn by this program), mnist, fashion-mnist, smiles-toy (strings"
                            + " made by this program), daily-series (drawn by it"
                            + " too), an IDX file, a CSV file, a file of strings"
                            + " (.smi, .txt) or a folder of images.")
    private @Nullable String data;

    @Option(
            names = "--target",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "What the samples of --data are to become, instead of themselves: a folder of"
                            + " images or masks of the same names, or a file of as many samples; or"
                            + " columns of the table --data, as a,b, which are predicted from the"
                            + " others.")
    private @Nullable String target;

    @Option(
            names = "--target-as",
            paramLabel = "KIND",
            completionCandidates = Candidates.OfTargets.class,
            description =
                    "What the images of the folder --target are: masks, whose values are classes of"
                            + " pixels, or images (default: masks where they hold few values that"
                            + " are small, have a palette, or lie in a folder that is called so).")
    private @Nullable TargetKind targetKind;

    @Option(
            names = "--horizon",
            paramLabel = "N",
            description =
                    "Learn to forecast the N points behind each window of the series --data; the"
                            + " windows are as long as its period unless --window says.")
    private @Nullable Integer horizon;

    @Mixin private ColumnOptions columns = new ColumnOptions();
    @Mixin private TextOptions text = new TextOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Train on the first N samples only; 0 for all. Those to validate with stay.")
    private @Nullable Integer limit;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often all samples are learnt from.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "How many samples each step learns from.")
    private @Nullable Integer batch;

    @Option(
            names = "--code",
            paramLabel = "N",
            description = "How many numbers the code of a sample has.")
    private @Nullable Integer code;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the parameters, the order of the samples and the noise.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Any line of the recipe, as optimizer.learningRate=3e-4 or"
                            + " architecture.units=[256,64]; may be repeated.")
    private Map<String, String> lines = Map.of();

    /** Returns the data that were named, or nothing. */
    String data() {
        String source = source();
        return source == null ? "" : source;
    }

    private @Nullable String source() {
        if (targetKind != null && target == null) {
            throw new IllegalArgumentException(
                    "--target-as must be given with --target, but is "
                            + targetKind.name().toLowerCase(Locale.ROOT));
        }
        if (target == null && horizon == null) {
            return data;
        }
        if (target != null && horizon != null) {
            throw new IllegalArgumentException(
                    "--target must not be given with --horizon, but is " + target);
        }
        if (data == null) {
            throw new IllegalArgumentException(
                    target == null
                            ? "--horizon must be given with --data, but is " + horizon
                            : "--target must be given with --data, but is " + target);
        }
        if (target == null) {
            return DataSource.forecasts(data, horizon == null ? 0 : horizon);
        }
        return DataSource.towards(data, target, Optional.ofNullable(targetKind));
    }

    /** Returns how the data are read, as far as options say. */
    DataOptions reading() {
        return DataOptions.ofSeed(0)
                .withColumns(columns.columns())
                .withText(text.on(TextForm.RECOGNIZED));
    }

    /** Returns the options that were given, by the path of what they change. */
    Map<String, Object> given() {
        return given(Map.of());
    }

    /** Returns them with those others that are not null. */
    Map<String, Object> given(Map<String, ? extends @Nullable Object> others) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("data.source", source());
        options.put("data.limit", limit);
        columns.putInto(options);
        text.putInto(options);
        options.put("epochs", epochs);
        options.put("batchSize", batch);
        options.put("bottleneck.codeSize", code);
        options.put("seed", seed);
        options.putAll(others);
        options.putAll(lines);
        options.values().removeIf(Objects::isNull);
        return options;
    }
}
