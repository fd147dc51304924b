package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.Optional;

/** Windows of the {@link DailySeries}, drawn for the seed. */
final class SeriesData implements DataKind {

    @Override
    public Inputs inputs() {
        List<String> names = List.of(DailySeries.NORMAL, DailySeries.ANOMALOUS);
        return new Inputs(names, "Apache-2.0", "", "");
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return "vae-series";
    }

    @Override
    public Samples read(String input, DataOptions options) {
        return drawn(input, options.seed())
                .windows(options.data().window(), options.data().windowStep());
    }

    /** Returns all windows, divided in time before a label is chosen. */
    @Override
    public DataSplit split(String input, DataOptions options) {
        return DataSplit.inTime(read(input, options), options.data().heldOut());
    }

    @Override
    public Optional<Series> series(String input, DataOptions options) {
        return Optional.of(drawn(input, options.seed()));
    }

    private static Series drawn(String input, long seed) {
        return input.equals(DailySeries.NORMAL)
                ? DailySeries.normal(seed)
                : DailySeries.anomalous(seed);
    }
}
