package io.github.autoencoders.detection;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.Period;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline.Segment;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds anomalies in time series of one or many channels: a {@link Detector} of their windows, and
 * one of what the windows are like, as their means and steps. The score of a window is the sum of
 * both, that of a point the mean of the windows that reach it, in nats.
 *
 * <pre>{@code
 * try (SeriesDetector detector =
 *         SeriesDetector.fit(normal, 0, DetectorSettings.DEFAULT, Placement.ofDefault())) {
 *     Series series = Series.read(file);
 *     SeriesFindings found = detector.find(series, detector.usualThreshold());
 *     List<SeriesFindings.Interval> intervals = found.intervals();
 *     detector.save(folder);
 * }
 * }</pre>
 *
 * <p>Stretches of time are held out in turn, and windows that overlap one are not learnt from by
 * what judges it, nor do they count among its neighbours. A series that was learnt from is judged
 * by these held-out scores. Any number of threads may call a detector at once.
 */
public final class SeriesDetector implements AutoCloseable {

    private static final String JSON = "series.json";
    private static final String WINDOWS = "windows";
    private static final String STATISTICS = "statistics";
    private static final int MOST_JSON = 1 << 24;
    private static final int STEPS = 16; // a window begins at least so often in one
    private static final int MOST_WINDOWS = 5000; // to learn from

    private final SeriesAbout about;
    private final Detector windows;
    private final Optional<Detector> statistics; // of windows
    private final double[] heldOut; // scores of the points that were learnt from
    private final Calibration points;
    private final Calibration peaks;
    private final boolean adapts;

    private SeriesDetector(SeriesAbout about, Detector windows, Optional<Detector> statistics) {
        adapts = true;
        this.about = about;
        this.windows = windows;
        this.statistics = statistics;
        double[] scores = windows.heldOutScores();
        statistics.ifPresent(each -> add(each.heldOutScores(), scores));
        heldOut = points(about.stretches(), scores);
        double[] known = DoubleStream.of(heldOut).filter(score -> score >= 0).toArray();
        int reach = about.reach();
        points = new Calibration(known, reach);
        peaks =
                new Calibration(
                        IntStream.range(0, Math.max(1, known.length / reach))
                                .mapToDouble(i -> greatest(known, i * reach))
                                .toArray());
    }

    // The same, but for what its points are judged by.
    private SeriesDetector(SeriesDetector same, boolean adapts) {
        this.adapts = adapts;
        about = same.about;
        windows = same.windows;
        statistics = same.statistics;
        heldOut = same.heldOut;
        points = same.points;
        peaks = same.peaks;
    }

    private static void add(double[] some, double[] to) {
        Arrays.setAll(to, i -> to[i] + some[i]);
    }

    private double greatest(double[] scores, int from) {
        int to = Math.min(scores.length, from + about.reach());
        return Arrays.stream(scores, from, to).max().orElseThrow();
    }

    /**
     * Fits a detector.
     *
     * @param series one or several, without labels or with; these do not count
     * @param window points of a window; 0 for the period that the autocorrelation tells
     * @param settings {@link DetectorSettings#DEFAULT}, or what is known better
     * @param place where it is computed
     * @throws IllegalArgumentException if the series is too short
     */
    public static SeriesDetector fit(
            Series series, int window, DetectorSettings settings, Placement place) {
        int length = window == 0 ? Period.of(series) : window;
        int step = Math.max(Math.max(1, length / STEPS), series.size() / MOST_WINDOWS + 1);
        int[] starts = series.starts(length, step);
        WindowBlocks blocks = new WindowBlocks(starts, length, settings.members());
        Pace pace = Pace.of(series);
        SeriesAbout about =
                new SeriesAbout(
                        SeriesAbout.FORMAT_VERSION,
                        length,
                        step,
                        series.timeline().segments().stream().map(Segment::size).toList(),
                        pace.seconds(),
                        pace.gap());
        boolean named = !series.schema().features().isEmpty();
        Schema schema = named ? series.schema() : Schema.ofFeatures(series.columns());
        Samples windows = windows(series, length, step, schema);
        Samples statistics = WindowStatistics.of(windows, series.columns());
        Detector ofWindows = Detector.fit(windows, settings, place, blocks);
        try {
            Detector ofStatistics = Detector.fit(statistics, settings, place, blocks);
            return new SeriesDetector(about, ofWindows, Optional.of(ofStatistics));
        } catch (RuntimeException e) {
            ofWindows.close();
            throw e;
        }
    }

    /** Returns a detector of another seed that is fit, as this was, to the series of this. */
    SeriesDetector ofSeed(long seed, Series learnt) {
        return fit(learnt, window(), settings().withSeed(seed), windows.place());
    }

    private static Samples windows(Series series, int length, int step, Schema schema) {
        Shape shape = new Shape(series.channels().size(), length);
        SampleFormat raw = SampleFormat.unfitted(shape);
        Samples windows = series.windows(length, step).withFormat(raw);
        return windows.withFormat(raw.withSchema(schema));
    }

    /**
     * Opens a detector that was saved.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public static SeriesDetector open(Path folder, Placement place) throws IOException {
        SeriesAbout about =
                DetectorFolder.about(folder, JSON, List.of(JSON), MOST_JSON, SeriesAbout.class);
        Detector windows = Detector.open(folder.resolve(WINDOWS), place);
        try {
            return new SeriesDetector(
                    about,
                    windows,
                    about.ofWindowsAlone()
                            ? Optional.empty()
                            : Optional.of(Detector.open(folder.resolve(STATISTICS), place)));
        } catch (IOException | RuntimeException e) {
            windows.close();
            throw e;
        }
    }

    /** Returns whether a folder is that of a detector of series. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(JSON));
    }

    /**
     * Writes the detector into a new or empty folder, which appears whole or not at all. Among what
     * it keeps are up to 2048 of the windows that were learnt from.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path folder) throws IOException {
        AtomicWrite.newFolder(
                folder,
                partial -> {
                    windows.save(partial.resolve(WINDOWS));
                    if (statistics.isPresent()) {
                        statistics.get().save(partial.resolve(STATISTICS));
                    }
                    Files.writeString(partial.resolve(JSON), Json.write(about, SeriesAbout.class));
                    Seal.write(partial, List.of(JSON));
                });
    }

    /** Returns the channels, by name, that other series must have. */
    public Schema schema() {
        return windows.format().schema();
    }

    /** Returns how its detector of windows was fit. */
    public DetectorSettings settings() {
        return windows.settings();
    }

    /** Returns the points of a window. */
    public int window() {
        return about.window();
    }

    /** Returns how many points later than a point, at most, its score is certain. */
    public int delay() {
        return Math.max(about.window() + about.beyond(), about.step()) - 1;
    }

    /** Returns how many points the score of a window counts for. */
    int reach() {
        return about.reach();
    }

    /** Returns how many points a window begins behind the one before it. */
    public int step() {
        return about.step();
    }

    /** Returns what scores of points mean. */
    public Calibration points() {
        return points;
    }

    /**
     * Returns what the greatest score of a stretch as long as a window reaches means: its p-values
     * do not mistake many points of one event for many events.
     */
    public Calibration peaks() {
        return peaks;
    }

    /** Returns how many weeks were held out; 0 where times are no dates. */
    public double weeks() {
        return points.rows() * about.seconds() / Pace.WEEK;
    }

    /**
     * Returns the threshold that so many false alarms a week are expected above: intervals, of
     * which one that lasts counts anew each day. Anomalies that were learnt from make for fewer.
     *
     * @param rate alarms a week
     * @throws IllegalArgumentException if times are no dates, or too short for one alarm
     */
    public Calibration.Threshold alarmsPerWeek(double rate) {
        int alarms = (int) Math.floor(rate * weeks() + 1e-9);
        if (!(rate > 0) || alarms < 1) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "alarmsPerWeek must be one alarm at least in the %.3g weeks that were"
                                    + " held out, but is %s",
                            weeks(),
                            rate));
        }
        double score =
                Alarms.threshold(
                        heldOut, Alarms.apart(about.window()), Pace.DAY / about.seconds(), alarms);
        return points.at(score);
    }

    /**
     * Returns the threshold where no rate is wanted: for one false alarm a week, or where times are
     * no dates, or were held out for less than a week, the usual one of points.
     */
    public Calibration.Threshold usualThreshold() {
        return weeks() < 1 ? points.usualThreshold() : alarmsPerWeek(1);
    }

    /** Returns whether a series is what was learnt from, value by value. */
    public boolean learntFrom(Series series) {
        int[] sizes = series.timeline().segments().stream().mapToInt(Segment::size).toArray();
        return about.stretches().equals(IntStream.of(sizes).boxed().toList())
                && windows.learntFrom(windowsOf(series));
    }

    /** Returns the windows of a series, each named by channel and place. */
    Samples windowsOf(Series series) {
        boolean named = !series.schema().features().isEmpty();
        List<String> wanted = schema().features();
        if (series.channels().size() != wanted.size()
                || (named && !series.columns().containsAll(wanted))) {
            throw new IllegalArgumentException(
                    "%s must have the channels %s, but has %s"
                            .formatted(
                                    series.name(),
                                    String.join(", ", wanted),
                                    String.join(", ", series.columns())));
        }
        List<String> channels = named ? series.columns() : wanted;
        return windows(series, about.window(), about.step(), Schema.ofFeatures(channels));
    }

    /**
     * Returns the score of each point, in nats; NaN between gaps that are closer than a window. A
     * series that was learnt from is judged by what did not learn from the point at hand.
     */
    public double[] score(Series series) {
        return score(series, learntFrom(series));
    }

    private double[] score(Series series, boolean learnt) {
        return learnt ? heldOut.clone() : points(series, scoreWindows(windowsOf(series)));
    }

    /** Returns the scores of windows, in nats. */
    double[] scoreWindows(Samples some) {
        double[] scores = windows.score(some);
        statistics.ifPresent(each -> add(each.score(statistics(some)), scores));
        return scores;
    }

    private Samples statistics(Samples some) {
        return WindowStatistics.of(some.withFormat(windows.format()), schema().features());
    }

    /** Returns scores of points from those of a series' windows. */
    double[] points(Series series, double[] ofWindows) {
        return points(series.timeline().segments().stream().map(Segment::size).toList(), ofWindows);
    }

    private double[] points(List<Integer> stretches, double[] ofWindows) {
        return PointScores.of(stretches, about.window(), about.step(), about.beyond(), ofWindows);
    }

    PointScores newPointScores() {
        return new PointScores(about.window(), about.step(), about.beyond());
    }

    /**
     * Returns the same detector, whose p-values and flags are those of the points that were held
     * out alone, as long as a series may go on. It is closed with this one, and this one with it.
     */
    public SeriesDetector byHeldOutAlone() {
        return new SeriesDetector(this, false);
    }

    /** Returns whether p-values follow what comes. */
    boolean adapts() {
        return adapts;
    }

    /** Returns what judges the points of one series, from the first on. */
    PointJudge newJudge(Calibration.Threshold threshold) {
        return adapts
                ? new PointJudge.Running(points, peaks, threshold.rate(), about.reach())
                : new PointJudge.Fixed(points, peaks, threshold);
    }

    /**
     * Returns what is found in a series at a threshold. Of one that was learnt from, points are
     * judged by those that were held out; of another, also by those before them.
     */
    public SeriesFindings find(Series series, Calibration.Threshold threshold) {
        boolean learnt = learntFrom(series);
        SeriesDetector judging = learnt ? byHeldOutAlone() : this;
        return new SeriesFindings(judging, series, score(series, learnt), threshold);
    }

    /**
     * Returns why a point has its score: the explanation of the most unusual window that covers it,
     * by channels and places in the window; of a point that none covers, as at the end of a
     * stretch, that of the last window before it.
     *
     * @throws IllegalArgumentException if its stretch has no window
     */
    public SeriesReasons explain(Series series, int point) {
        int[] starts = series.starts(about.window(), about.step());
        int[] near = near(series, starts, point);
        Samples some = windowsOf(series).subset(near);
        double[] scores = scoreWindows(some);
        int best =
                IntStream.range(0, scores.length)
                        .reduce((one, other) -> scores[other] > scores[one] ? other : one)
                        .orElseThrow();
        return new SeriesReasons(
                starts[near[best]],
                series.schema().features().isEmpty() ? series.columns() : schema().features(),
                windows.explain(some, best),
                statistics.map(each -> each.explain(statistics(some), best)));
    }

    // The windows over a point, or the last before it.
    private int[] near(Series series, int[] starts, int point) {
        int[] before =
                series.timeline().segments().stream()
                        .filter(stretch -> stretch.from() <= point && point < stretch.to())
                        .flatMapToInt(
                                stretch ->
                                        IntStream.range(0, starts.length)
                                                .filter(i -> stretch.from() <= starts[i])
                                                .filter(i -> starts[i] <= point))
                        .toArray();
        if (before.length == 0) {
            throw new IllegalArgumentException(
                    "%s must be in a stretch of %s as long as a window, but is not"
                            .formatted(SeriesFindings.time(series, point), series.name()));
        }
        int[] covering =
                IntStream.of(before).filter(i -> point < starts[i] + about.window()).toArray();
        return covering.length > 0 ? covering : new int[] {before[before.length - 1]};
    }

    /**
     * Returns what takes points one by one, in bounded memory.
     *
     * @param threshold at whose rate points are flagged
     */
    public SeriesStream stream(Calibration.Threshold threshold) {
        return new SeriesStream(this, windows.format(), about.gap(), threshold);
    }

    /**
     * Returns what watches one or several series without an end.
     *
     * @param threshold at whose rate points are flagged
     * @param listener which is told
     */
    public SeriesWatch watch(Calibration.Threshold threshold, SeriesWatch.Listener listener) {
        return new SeriesWatch(this, threshold, listener);
    }

    /**
     * Returns what judges points that come as text, as a server's requests do, each of a whole
     * series or of a stretch as long as a window at least: with the scores and p-values that {@link
     * SeriesFindings} has of a file of the same points, and with reasons where one of the ten
     * highest intervals has its peak.
     *
     * @param threshold at whose rate points are flagged
     */
    public RowScorer scorer(Calibration.Threshold threshold) {
        return TableScorer.of(this, threshold);
    }

    /** Returns the detector of windows. */
    Detector windows() {
        return windows;
    }

    @Override
    public void close() {
        statistics.ifPresent(Detector::close);
        windows.close();
    }
}
