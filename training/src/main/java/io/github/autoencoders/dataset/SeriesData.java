package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Windows: of the {@link DailySeries}, of the {@link Series} in a CSV file, or each row one. */
final class SeriesData implements DataKind {

    @Override
    public List<String> names() {
        return List.of(DailySeries.NORMAL, DailySeries.ANOMALOUS);
    }

    @Override
    public String files() {
        return "CSV file";
    }

    @Override
    public boolean takes(String input, DataOptions options) {
        return names().contains(input)
                || (options.data().window() > 0 && InputFile.isNamed(input, TableData.NAMED));
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public String recipe() {
        return "vae-series";
    }

    @Override
    public String license(String input) {
        return names().contains(input) ? "Apache-2.0" : "";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        TrainingRecipe.Data data = options.data();
        return rowsAreWindows(input, data)
                ? CsvTable.windows(Path.of(input), data.window(), options.schema())
                : points(input, options).windows(data.window(), data.windowStep());
    }

    private boolean rowsAreWindows(String input, TrainingRecipe.Data data) {
        return data.windowStep() == 0 && !names().contains(input);
    }

    private Series points(String input, DataOptions options) throws IOException {
        return switch (input) {
            case DailySeries.NORMAL -> DailySeries.normal(options.seed());
            case DailySeries.ANOMALOUS -> DailySeries.anomalous(options.seed());
            default -> Series.read(Path.of(input), options.schema());
        };
    }

    // What is named is divided before a label is chosen.
    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        return names().contains(input)
                ? DataSplit.inTime(read(input, options), options.data().heldOut())
                : DataKind.super.split(input, options);
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return rowsAreWindows(input, options.data())
                ? new TableData().stream(input, options, portion)
                : Optional.empty();
    }

    @Override
    public Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.of(points(input, options));
    }
}
