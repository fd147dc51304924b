package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Why a window has its score, the sum of two.
 *
 * @param first its first point
 * @param channels their names, in the order of what is said of them
 * @param of the channels, each with all places of the window
 * @param statistics of what the window is like; nothing of detectors that do not know
 */
public record SeriesReasons(
        int first, List<String> channels, Explanation of, Optional<Explanation> statistics) {

    private static final int SHOWN = 10; // places
    private static final int REASONS = 3; // in a line

    public SeriesReasons {
        channels = List.copyOf(channels);
    }

    /** Returns lines: the window, what each channel adds to its score, the ten worst places. */
    public List<String> lines(Series series) {
        double[] each = of.contributions();
        int length = length();
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "window from %s to %s, score %.3f nats",
                        SeriesFindings.time(series, first),
                        SeriesFindings.time(series, first + length - 1),
                        score()));
        for (int channel = 0; channel < channels.size(); channel++) {
            double sum = ofChannel(channel);
            lines.add(String.format(Locale.ROOT, "%-20s %12.3f", channels.get(channel), sum));
        }
        IntStream.of(of.order())
                .limit(SHOWN)
                .forEach(
                        j ->
                                lines.add(
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.5g rather than %.5g at %s, %.3f nats",
                                                channels.get(j / length),
                                                of.values()[j],
                                                of.expected()[j],
                                                SeriesFindings.time(series, first + j % length),
                                                each[j])));
        statistics.ifPresent(
                some ->
                        IntStream.of(some.order())
                                .mapToObj(
                                        j ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "%s, %.3f nats",
                                                        some.rather(j),
                                                        some.contributions()[j]))
                                .forEach(lines::add));
        return lines;
    }

    /** Returns the score of the window, in nats. */
    public double score() {
        return of.score() + statistics.map(Explanation::score).orElse(0.0);
    }

    private int length() {
        return of.contributions().length / channels.size();
    }

    // What all places of a channel add to the score.
    private double ofChannel(int channel) {
        int from = channel * length();
        return Arrays.stream(of.contributions(), from, from + length()).sum();
    }

    /**
     * Returns the three of all channels' shapes, and of what the window is like, that contribute
     * most, as {@code shape of load (61 %); mean step of load 0.1 rather than 0.7 (20 %)}.
     */
    public String reasons() {
        double score = score();
        List<Reason> reasons = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            reasons.add(new Reason("shape of " + channels.get(channel), ofChannel(channel)));
        }
        statistics.ifPresent(
                some ->
                        IntStream.of(some.order())
                                .forEach(
                                        j ->
                                                reasons.add(
                                                        new Reason(
                                                                some.rather(j),
                                                                some.contributions()[j]))));
        return reasons.stream()
                .filter(reason -> reason.nats >= score / 20)
                .sorted(Comparator.comparingDouble(reason -> -reason.nats))
                .limit(REASONS)
                .map(
                        reason ->
                                String.format(
                                        Locale.ROOT,
                                        "%s (%.0f %%)",
                                        reason.what,
                                        score > 0 ? 100 * reason.nats / score : 0))
                .collect(Collectors.joining("; "));
    }

    private record Reason(String what, double nats) {}
}
