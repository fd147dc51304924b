package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Ratings;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ratings that are missing, predicted. */
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Predicts the ratings that users did not give, one row of a CSV file for each: user,"
                    + " item, rating.",
            "",
            "With --top, only the items that the model expects a user to rate highest."
        })
final class FillCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description =
                    "A file of ratings (u.data, *.ratings) of the items that the model knows, or"
                            + " ratings for those that this program draws.")
    private String in = "";

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Only the N highest of each user (default: all).")
    private @Nullable Integer top;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        if (top != null && top < 1) {
            throw new IllegalArgumentException("--top must be at least 1, but is " + top);
        }
        Output.requireEnding("--out", out, ".csv");
        SavedModel saved = model.open();
        if (!saved.config().format().scaling().allowsMissing()) {
            throw new IllegalArgumentException(
                    "RUN must be a model of ratings, but its samples have no missing values");
        }
        Ratings ratings = DatasetCatalog.ratings(in, saved.card().recipe().seed());
        if (ratings.items().size() != saved.config().format().size()) {
            throw new IllegalArgumentException(
                    "%s must hold ratings of %d items as the model was trained with, but holds %d"
                            .formatted(in, saved.config().format().size(), ratings.items().size()));
        }
        List<float[]> filled =
                model.predict(saved, Part.WHOLE, Task::reconstruction, ratings.rows());
        List<List<Object>> rows = new ArrayList<>();
        for (int user = 0; user < filled.size(); user++) {
            String name = ratings.users().get(user);
            float[] predicted = filled.get(user);
            missing(ratings.rows().get(user), predicted)
                    .forEach(j -> rows.add(List.of(name, ratings.items().get(j), predicted[j])));
        }
        Output.writeTable(out, List.of("user", "item", "rating"), rows.stream());
        model.text()
                .printf(
                        Locale.ROOT,
                        "%,d ratings of %,d users predicted in %s%n",
                        rows.size(),
                        filled.size(),
                        out);
        return CommandLine.ExitCode.OK;
    }

    // The columns to predict, for --top with the highest first.
    private Stream<Integer> missing(float[] known, float[] predicted) {
        Stream<Integer> all =
                IntStream.range(0, known.length).filter(j -> Float.isNaN(known[j])).boxed();
        return top == null ? all : all.sorted(Comparator.comparing(j -> -predicted[j])).limit(top);
    }
}
