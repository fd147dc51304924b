package io.github.autoencoders.application;

import io.github.autoencoders.dataset.NextTimes;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline;
import io.github.autoencoders.picture.ForecastChart;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What comes behind a series, by a model that was trained on its windows and the points behind
 * them: of each channel the expected value and an interval that holds the truth in 90 of 100 cases.
 *
 * <pre>{@code
 * Forecast next = Forecast.of(model, Series.read(file));
 * CsvOutput.to(Path.of("next.csv")).write(next.columns(), next.rows());
 * double[] expected = next.stretches().get(0).middle().get(0); // [N], of the first channel
 * }</pre>
 *
 * @param timeName what the column of the times is called
 * @param groupName what tells several series apart; empty if there is one
 * @param channels what the channels are called, in the model's order
 * @param stretches one for each series
 */
public record Forecast(
        String timeName, String groupName, List<String> channels, List<Stretch> stretches) {

    private static final int SHOWN = 4; // horizons of the past in a picture
    private static final String LOWER = " lower";
    private static final String UPPER = " upper";

    public Forecast {
        channels = List.copyOf(channels);
        stretches = List.copyOf(stretches);
    }

    /**
     * The points behind one series.
     *
     * @param group which of several series it is; empty if there is one
     * @param times of the points
     * @param middle of each channel, a value for each point
     * @param lower the lower ends of the intervals
     * @param upper their upper ends
     */
    public record Stretch(
            String group,
            NextTimes times,
            List<double[]> middle,
            List<double[]> lower,
            List<double[]> upper) {

        public Stretch {
            middle = List.copyOf(middle);
            lower = List.copyOf(lower);
            upper = List.copyOf(upper);
        }
    }

    /**
     * Forecasts a series; each, where there are several.
     *
     * @param model of windows [C, L] and the points [C, N] behind them
     * @param series with its channels
     * @throws IllegalArgumentException if the model is another, or fewer than L points are behind
     *     the last gap of a series
     */
    public static Forecast of(TrainedAutoencoder model, Series series) {
        requireForecasts(model);
        int length = (int) model.format().shape().get(1);
        Map<String, Timeline.Segment> last = new LinkedHashMap<>();
        List<String> groups = series.timeline().groups();
        for (Timeline.Segment segment : series.timeline().segments()) {
            last.put(groups.isEmpty() ? "" : groups.get(segment.from()), segment);
        }
        last.forEach((group, segment) -> requireLong(series, group, segment, length));
        Samples windows =
                series.windowsAt(
                        last.values().stream().mapToInt(each -> each.to() - length).toArray(),
                        length);
        List<Samples> made = model.intervals(windows, Intervals.of(model.card()).width());
        int horizon = (int) model.target().shape().get(1);
        List<Stretch> stretches = new ArrayList<>();
        last.forEach(
                (group, segment) -> {
                    List<List<double[]>> parts =
                            made.stream().map(part -> channels(part, stretches.size())).toList();
                    NextTimes times = NextTimes.of(series.timeline(), segment, horizon);
                    stretches.add(
                            new Stretch(group, times, parts.get(0), parts.get(1), parts.get(2)));
                });
        Schema schema = series.schema();
        return new Forecast(
                schema.time().orElse("row"),
                String.join(", ", schema.groups()),
                names(model, series),
                stretches);
    }

    // In the model's order, in which its values are where the series names its channels too.
    private static List<String> names(TrainedAutoencoder model, Series series) {
        List<String> known = model.target().schema().features();
        boolean named = !known.isEmpty() && series.columns().containsAll(known);
        return named ? known : series.columns();
    }

    /**
     * Checks that a model forecasts.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static void requireForecasts(TrainedAutoencoder model) {
        if (!Intervals.areOf(model.config(), model.card().recipe())) {
            throw new IllegalArgumentException(
                    "model must be one that was trained to forecast a series, but is one of "
                            + model.format().samples());
        }
    }

    private static void requireLong(
            Series series, String group, Timeline.Segment segment, int length) {
        List<String> groups = series.timeline().groups();
        int from = segment.from();
        boolean first = from == 0 || (!group.isEmpty() && !groups.get(from - 1).equals(group));
        if (segment.size() < length) {
            throw new IllegalArgumentException(
                    "%s must have the %s points that the model looks at behind %s, but has %s"
                            .formatted(
                                    series.name() + (group.isEmpty() ? "" : ", " + group),
                                    length,
                                    first ? "its start" : "its last gap",
                                    segment.size()));
        }
    }

    private static List<double[]> channels(Samples samples, int index) {
        double[] all = samples.numbers(index);
        int channels = (int) samples.format().shape().get(0);
        int length = all.length / channels;
        return IntStream.range(0, channels)
                .mapToObj(
                        channel ->
                                IntStream.range(0, length)
                                        .mapToDouble(i -> all[channel * length + i])
                                        .toArray())
                .toList();
    }

    /** Returns the names of the columns of {@link #rows}. */
    public List<String> columns() {
        Stream<String> first =
                groupName.isEmpty() ? Stream.of(timeName) : Stream.of(groupName, timeName);
        return Stream.concat(
                        first,
                        channels.stream()
                                .flatMap(name -> Stream.of(name, name + LOWER, name + UPPER)))
                .toList();
    }

    /** Returns a row for each point: its series, its time, and of each channel three numbers. */
    public Stream<List<Object>> rows() {
        return stretches.stream().flatMap(this::rows);
    }

    private Stream<List<Object>> rows(Stretch stretch) {
        return IntStream.range(0, stretch.times.times().size())
                .mapToObj(
                        i -> {
                            List<Object> row = new ArrayList<>();
                            if (!groupName.isEmpty()) {
                                row.add(stretch.group);
                            }
                            row.add(stretch.times.times().get(i));
                            for (int channel = 0; channel < channels.size(); channel++) {
                                row.add(Digits.of(stretch.middle.get(channel)[i]));
                                row.add(Digits.of(stretch.lower.get(channel)[i]));
                                row.add(Digits.of(stretch.upper.get(channel)[i]));
                            }
                            return row;
                        });
    }

    /** Returns a picture of the first series: its last points, and what comes behind them. */
    public BufferedImage draw(Series series, String title) {
        Stretch first = stretches.get(0);
        int horizon = first.times.times().size();
        Timeline.Segment segment = series.timeline().segments().get(0);
        for (Timeline.Segment each : series.timeline().segments()) {
            List<String> groups = series.timeline().groups();
            segment =
                    groups.isEmpty() || groups.get(each.from()).equals(first.group)
                            ? each
                            : segment;
        }
        int from = Math.max(segment.from(), segment.to() - SHOWN * horizon);
        int to = segment.to();
        double[] seconds = series.timeline().seconds();
        List<Double> before =
                seconds.length == 0
                        ? List.of()
                        : IntStream.range(from, to).mapToObj(i -> seconds[i]).toList();
        List<double[]> past =
                channels.stream()
                        .map(name -> series.channels().get(series.columns().indexOf(name)))
                        .map(all -> Arrays.copyOfRange(all, from, to))
                        .toList();
        return new ForecastChart(
                        channels,
                        past,
                        before,
                        first.middle,
                        first.lower,
                        first.upper,
                        first.times.seconds())
                .draw(title);
    }
}
