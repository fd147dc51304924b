package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@linkplain CsvTable Tables}, whose rows are samples. */
final class TableData implements DataKind {

    /** The names of CSV files. */
    static final String NAMED = ".*\\.(csv|tsv)";

    @Override
    public String files() {
        return "CSV file";
    }

    @Override
    public boolean takes(String input, DataOptions options) {
        return options.data().window() == 0
                && InputFile.isNamed(input, NAMED)
                && !new RatingData().takes(input, options);
    }

    @Override
    public String recipe() {
        return "vae-table";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return CsvTable.samples(Path.of(input), options.schema());
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        DataSplit split = DataKind.super.split(input, options);
        if (split.training().format().scaling().allowsMissing()) {
            CsvTable.requireKnown(options.limited(split.training()));
        }
        return split;
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return Optional.of(
                CsvTable.stream(input, InputFile.open(Path.of(input)), options, portion));
    }

    @Override
    public boolean isTable() {
        return true;
    }

    @Override
    public Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.of(Series.read(Path.of(input), options.schema()));
    }
}
