package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@linkplain CsvTable Tables}, whose rows are samples, windows, or the points of a series. */
final class TableData implements DataKind {

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles(
                "CSV, JSON or Parquet file",
                ".*\\.(csv|tsv|tab)|" + CsvText.JSON + "|" + ParquetTable.NAMED);
    }

    @Override
    public boolean takes(String input) {
        return ParquetTable.isFolder(input)
                || (inputs().take(input) && !new RatingData().takes(input));
    }

    /** Returns whether a table is there, and has all columns of a list. */
    static boolean hasColumns(String table, String list) {
        try {
            List<String> names = DataSource.columnNames(list);
            return Files.exists(Path.of(table))
                    && CsvTable.header(Path.of(table)).containsAll(names);
        } catch (IOException | IllegalArgumentException e) { // which is said when it is read
            return false;
        }
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return options.data().window() > 0 ? "vae-series" : "vae-table";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        TrainingRecipe.Data data = options.data();
        Path path = Path.of(input);
        if (data.windowStep() > 0) {
            return Series.read(path, options).windows(data.window(), data.windowStep());
        }
        return CsvTable.read(path, options).samples(options);
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        if (options.data().windowStep() > 0) {
            Series series = Series.read(Path.of(input), options);
            return split(series, options);
        }
        DataSplit split = DataKind.super.split(input, options);
        if (split.training().format().allowsMissing()) {
            requireKnown(options.limited(split.training()));
        }
        return split;
    }

    // Of each column something.
    private static void requireKnown(Samples training) {
        List<String> columns = training.format().schema().features();
        for (int j = 0; j < columns.size(); j++) {
            int column = j;
            boolean known =
                    IntStream.range(0, training.size())
                            .anyMatch(i -> !Double.isNaN(training.value(i, column)));
            if (!known) {
                throw new IllegalArgumentException(
                        "%s: column \"%s\" must have known values to learn from, but has none"
                                .formatted(training.name(), columns.get(j)));
            }
        }
    }

    // One series is divided behind the choice of a label; several are told apart before it.
    private static DataSplit split(Series series, DataOptions options) {
        TrainingRecipe.Data data = options.data();
        return series.timeline().groups().isEmpty()
                ? DataSplit.of(series.windows(data.window(), data.windowStep()), options)
                : series.split(data.window(), data.windowStep(), data.heldOut());
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return options.data().windowStep() > 0
                ? Optional.empty()
                : Optional.of(CsvStream.of(Path.of(input), options, portion));
    }

    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        if (!ParquetTable.isNamed(input)) {
            return List.of();
        }
        Path path = Path.of(input);
        try (InputStream contents = CsvText.open(path)) {
            return InputFile.read(input, contents, bytes -> CsvText.leftOutOfParquet(path));
        }
    }

    @Override
    public Optional<CsvTable> table(String input, DataOptions options) throws IOException {
        return Optional.of(CsvTable.read(Path.of(input), options));
    }

    @Override
    public Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.of(Series.read(Path.of(input), options));
    }
}
