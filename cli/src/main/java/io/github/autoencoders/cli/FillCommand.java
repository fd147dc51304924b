package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.CsvTable;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.Ratings;
import io.github.autoencoders.sample.Samples;
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

/** Cells and ratings that are missing, predicted. */
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Predicts what is missing.",
            "",
            "Of a table, the file is written with its missing cells filled in. Of ratings, those"
                    + " that users did not give are written, one row for each: user, item, rating;"
                    + " with --top, only the items that the model expects a user to rate highest."
        })
final class FillCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description =
                    "A CSV file with the columns that the model knows; or a file of ratings"
                        + " (u.data, *.ratings) of the items that it knows, or ratings for those"
                        + " that this program draws.")
    private String in = "";

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Only the N highest ratings of each user (default: all).")
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
                    "RUN must be a model of ratings or of a table with missing cells, but its"
                            + " samples have no missing values");
        }
        if (DatasetCatalog.isTable(in)) {
            fillTable(saved);
        } else {
            fillRatings(saved);
        }
        return CommandLine.ExitCode.OK;
    }

    private void fillTable(SavedModel saved) throws IOException, TranslateException {
        if (top != null) {
            throw new IllegalArgumentException(
                    "--top must not be given for a table, but is " + top);
        }
        Samples samples = model.read(in, saved);
        CsvTable table = DatasetCatalog.table(in);
        List<float[]> predicted = model.run(saved, Task.RECONSTRUCT, samples);
        Output.writeTable(out, table.header(), table.filled(predicted));
        long missing = samples.samples().stream().mapToLong(FillCommand::missing).sum();
        model.text()
                .printf(
                        Locale.ROOT,
                        "%,d missing cells of %,d rows filled in %s%n",
                        missing,
                        samples.size(),
                        out);
    }

    private static long missing(float[] row) {
        return IntStream.range(0, row.length).filter(j -> Float.isNaN(row[j])).count();
    }

    private void fillRatings(SavedModel saved) throws IOException, TranslateException {
        Ratings ratings = DatasetCatalog.ratings(in, saved.card().recipe().seed());
        if (ratings.items().size() != saved.config().format().size()) {
            throw new IllegalArgumentException(
                    "%s must hold ratings of %d items as the model was trained with, but holds %d"
                            .formatted(in, saved.config().format().size(), ratings.items().size()));
        }
        float[][] known = ratings.rows().toArray(float[][]::new);
        List<float[]> filled =
                model.run(saved, Task.RECONSTRUCT, Samples.of(known, saved.config().format()));
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
    }

    // The columns to predict, for --top with the highest first.
    private Stream<Integer> missing(float[] known, float[] predicted) {
        Stream<Integer> all =
                IntStream.range(0, known.length).filter(j -> Float.isNaN(known[j])).boxed();
        return top == null ? all : all.sorted(Comparator.comparing(j -> -predicted[j])).limit(top);
    }
}
