package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The windows of a series and as many points behind each, written {@code SERIES => next 48}. Where
 * no window is said, its length is the series' period, or the least number of them that is longer
 * than what is behind it; of a series that does not repeat itself, twice as many points.
 */
final class ForecastData implements DataKind {

    private static final Pattern NEXT = Pattern.compile("(?s)(.*) => next (\\d{1,9})");
    private static final int LEAST = 16; // points of a window in which nothing repeats itself

    /** Returns the name of a series with so many points behind each window. */
    static String named(String series, int horizon) {
        return "%s%snext %s".formatted(series, PairData.ARROW, horizon);
    }

    /** Returns how many points come behind each window, or nothing of other data. */
    static Optional<Integer> horizon(String input) {
        Matcher matcher = NEXT.matcher(input);
        return matcher.matches()
                ? Optional.of(Integer.valueOf(matcher.group(2)))
                : Optional.empty();
    }

    /** Returns the name of the series alone. */
    static String series(String input) {
        return input.substring(0, input.lastIndexOf(PairData.ARROW));
    }

    @Override
    public Inputs inputs() {
        return new PairData().inputs();
    }

    @Override
    public boolean takes(String input) {
        return horizon(input).isPresent();
    }

    /**
     * Returns true.
     *
     * @throws IllegalArgumentException if the series is not there
     */
    @Override
    public boolean exists(String input) {
        DataSource.of(series(input), DataOptions.ofSeed(0));
        return true;
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return "forecast-series";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        Series series = points(input, options);
        int horizon = horizon(input).orElseThrow();
        return series.forecasts(window(series, horizon, options), horizon, step(options));
    }

    /** Returns all windows, divided in time: no point that is held out is learnt. */
    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        Series series = points(input, options);
        int horizon = horizon(input).orElseThrow();
        int window = window(series, horizon, options);
        return series.splitForecasts(window, horizon, step(options), options.data().heldOut());
    }

    @Override
    public Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.of(points(input, options));
    }

    private static Series points(String input, DataOptions options) throws IOException {
        return DataSource.of(series(input), options).series();
    }

    private static int step(DataOptions options) {
        return Math.max(1, options.data().windowStep());
    }

    private static int window(Series series, int horizon, DataOptions options) {
        TrainingRecipe.Data data = options.data();
        if (data.window() > 0) {
            return data.window();
        }
        long period = Period.found(series).orElse((int) Math.max(LEAST, 2L * horizon));
        return Math.toIntExact(period * (horizon / period + 1));
    }

    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        DataSource series = DataSource.of(series(input), options);
        List<String> notes = new ArrayList<>(series.notes());
        notes.add(
                "windows of %s go in, the %s points behind each are to come out"
                        .formatted(series.input(), horizon(input).orElseThrow()));
        return notes;
    }
}
