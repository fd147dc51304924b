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
        int length = each.length / channels.size();
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "window from %s to %s, score %.3f nats",
                        SeriesFindings.time(series, first),
                        SeriesFindings.time(series, first + length - 1),
                        of.score() + statistics.map(Explanation::score).orElse(0.0)));
        for (int channel = 0; channel < channels.size(); channel++) {
            double sum = Arrays.stream(each, channel * length, (channel + 1) * length).sum();
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
        statistics.ifPresent(some -> addTo(lines, some));
        return lines;
    }

    /**
     * Returns the three of all channels' shapes, and of what the window is like, that contribute
     * most, as {@code shape of load (61 %); mean step of load 0.1 rather than 0.7 (20 %)}.
     */
    public String reasons() {
        double score = of.score() + statistics.map(Explanation::score).orElse(0.0);
        double[] each = of.contributions();
        int length = each.length / channels.size();
        List<Reason> reasons = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            double sum = Arrays.stream(each, channel * length, (channel + 1) * length).sum();
            reasons.add(new Reason("shape of " + channels.get(channel), sum));
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

    private static void addTo(List<String> lines, Explanation statistics) {
        for (int j : statistics.order()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s %.5g rather than %.5g, %.3f nats",
                            statistics.columns().get(j),
                            statistics.values()[j],
                            statistics.expected()[j],
                            statistics.contributions()[j]));
        }
    }
}
