package io.github.autoencoders.evaluation;

import io.github.autoencoders.application.Forecast;
import io.github.autoencoders.application.Intervals;
import io.github.autoencoders.dataset.Period;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How good forecasts of a series' past are, beside two that need no model: naive, that all stays as
 * it was last, and seasonal-naive, that all is as it was a period before. The errors are mean
 * absolute scaled errors, MASE: absolute errors of a channel divided by the mean one of the
 * seasonal-naive forecast a period ahead in the points before, averaged over channels, <a
 * href="https://doi.org/10.1016/j.ijforecast.2006.03.001">Hyndman and Koehler (2006)</a>; a channel
 * that never changes has none.
 *
 * <pre>{@code
 * Backtest.of(model, Series.read(Path.of("this-year.csv"))).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param windows how many forecasts were made
 * @param horizon how many points each has
 * @param period of the series, in points; 1 where it does not repeat itself
 * @param mase of the model
 * @param naive of the naive forecast
 * @param seasonal of the seasonal-naive forecast
 * @param share of the values that the intervals are to hold
 * @param coverage the share of the values that they do hold
 */
public record Backtest(
        int windows,
        int horizon,
        int period,
        double mase,
        double naive,
        double seasonal,
        double share,
        double coverage) {

    /**
     * Tests a model on all windows of a series that it has not learnt from, and the intervals that
     * its card tells.
     *
     * @param series with the model's channels, in its order
     */
    public static Backtest of(TrainedAutoencoder model, Series series) {
        Forecast.requireForecasts(model);
        int length = (int) model.format().shape().get(1);
        int horizon = (int) model.target().shape().get(1);
        Samples pairs = model.config().fitting(series.forecasts(length, horizon, 1));
        return of(model, series, pairs, Intervals.of(model.card()));
    }

    /**
     * Tests a model on the later half of the windows that were held out in its training, and the
     * intervals that the earlier half gives.
     *
     * @param series that it was trained on
     * @param held the windows that were held out, and what is behind them, in the order of time
     */
    public static Backtest ofHeldOut(TrainedAutoencoder model, Series series, Samples held) {
        int half = (held.size() + 1) / 2;
        int[] late = // without what the first half has seen
                IntStream.range(half, held.size())
                        .filter(i -> !held.overlap(half - 1, i))
                        .toArray();
        Intervals early = Intervals.of(model, held.first(half), Intervals.SHARE);
        return of(model, series, held.subset(late), early);
    }

    /**
     * Tests a model on windows of a series.
     *
     * @param series with the model's channels, in its order
     * @param pairs of its windows and what is behind them, as {@link Series#forecasts} gives them,
     *     in the order of time
     * @param intervals that are tested
     */
    public static Backtest of(
            TrainedAutoencoder model, Series series, Samples pairs, Intervals intervals) {
        Forecast.requireForecasts(model);
        Points points = new Points(series, Period.found(series).orElse(1), origins(pairs));
        int[] usable = points.usable;
        Samples tested = pairs.subset(usable);
        List<Samples> made = model.intervals(tested, intervals.width());
        int channels = series.channels().size();
        int horizon = tested.format().size() / channels;
        double held = 0;
        int scaled = 0; // channels
        double[] errors = new double[3];
        for (int channel = 0; channel < channels; channel++) {
            double[] sums = new double[3];
            for (int i = 0; i < usable.length; i++) {
                int origin = points.origins[usable[i]];
                for (int h = 0; h < horizon; h++) {
                    int value = channel * horizon + h;
                    double truth = tested.value(i, value);
                    sums[0] += Math.abs(truth - made.get(0).value(i, value));
                    sums[1] += Math.abs(truth - points.naive(channel, origin));
                    sums[2] += Math.abs(truth - points.seasonal(channel, origin, h));
                    boolean in =
                            truth >= made.get(1).value(i, value)
                                    && truth <= made.get(2).value(i, value);
                    held += in ? 1 : 0;
                }
            }
            double scale = points.scale(channel) * usable.length * horizon;
            scaled += scale > 0 ? 1 : 0;
            for (int k = 0; scale > 0 && k < errors.length; k++) {
                errors[k] += sums[k] / scale;
            }
        }
        return new Backtest(
                usable.length,
                horizon,
                points.period,
                errors[0] / scaled,
                errors[1] / scaled,
                errors[2] / scaled,
                intervals.share(),
                held / ((double) usable.length * horizon * channels));
    }

    private static int[] origins(Samples pairs) {
        return IntStream.range(0, pairs.size())
                .map(i -> Integer.parseInt(pairs.key(i).get(0)) - 1)
                .toArray();
    }

    /** What forecasts that need no model look at; origins are the first points of horizons. */
    private static final class Points {

        private final Series series;
        private final int period;
        private final int[] origins;
        private final int[] usable; // those that have a period behind them without a gap

        Points(Series series, int period, int[] origins) {
            this.series = series;
            this.period = period;
            this.origins = origins;
            usable = usable();
        }

        private int[] usable() {
            int[] from = new int[series.size()];
            for (Timeline.Segment segment : series.timeline().segments()) {
                Arrays.fill(from, segment.from(), segment.to(), segment.from());
            }
            int[] some =
                    IntStream.range(0, origins.length)
                            .filter(i -> origins[i] - period >= from[origins[i]])
                            .toArray();
            if (some.length == 0) {
                throw new IllegalArgumentException(
                        "%s must have a period of %s points before a forecast to compare it, but has less"
                                .formatted(series.name(), period));
            }
            return some;
        }

        double naive(int channel, int origin) {
            return series.channels().get(channel)[origin - 1];
        }

        double seasonal(int channel, int origin, int step) {
            return series.channels().get(channel)[origin - period + step % period];
        }

        // Of the points before the first forecast; of all, where these are few.
        double scale(int channel) {
            int first = origins[usable[0]];
            double before = scale(channel, first);
            return before > 0 ? before : scale(channel, series.size());
        }

        private double scale(int channel, int to) {
            double[] values = series.channels().get(channel);
            double sum = 0;
            int count = 0;
            for (Timeline.Segment segment : series.timeline().segments()) {
                for (int i = segment.from() + period; i < Math.min(to, segment.to()); i++) {
                    sum += Math.abs(values[i] - values[i - period]);
                    count++;
                }
            }
            return count == 0 ? 0 : sum / count;
        }
    }

    /** Returns lines that say the numbers. */
    public List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d forecasts of %d points; period %d",
                        windows,
                        horizon,
                        period),
                line("MASE", mase, "of the model"),
                line("", naive, "naive: as the last point"),
                line("", seasonal, "seasonal-naive: as a period before"),
                String.format(
                        Locale.ROOT,
                        "%-9s %6.1f %% of the values are in the intervals of %.0f %%",
                        "coverage",
                        100 * coverage,
                        100 * share));
    }

    private static String line(String name, double value, String of) {
        return String.format(Locale.ROOT, "%-9s %6.3f %s", name, value, of);
    }
}
