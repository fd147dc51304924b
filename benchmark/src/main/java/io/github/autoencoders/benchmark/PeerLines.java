package io.github.autoencoders.benchmark;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a foreign program says what it reached: regular expressions of whose matches, anywhere in its
 * standard output, the first group is a number, with or without commas between thousands; of those
 * for latency the second too.
 *
 * @param rate images a second, once an epoch
 * @param memory the peak of its memory in MiB, at most once
 * @param latency the median of a batch's time and its 99th percentile, in microseconds, at most
 *     once an epoch
 */
public record PeerLines(Pattern rate, Pattern memory, Pattern latency) {

    /** As in {@code epoch 3 ... 1,935 images/s}. */
    public static final String RATE = "([\\d.,]*\\d) (?:images|samples)/s";

    /** As in {@code peak RSS 412 MiB}. */
    public static final String MEMORY = "peak RSS ([\\d.,]*\\d) MiB";

    /** As in {@code p50 36.2 us, p99 1,052.1 us}. */
    public static final String LATENCY = "p50 ([\\d.,]*\\d) us, p99 ([\\d.,]*\\d) us";

    private static final double MEBIBYTE = 1 << 20;

    public PeerLines {
        requireGroups("rate", rate, 1, "a group that is the number");
        requireGroups("memory", memory, 1, "a group that is the number");
        requireGroups("latency", latency, 2, "two groups that are p50 and p99");
    }

    /**
     * Returns what was written as options.
     *
     * @throws IllegalArgumentException if one is no regular expression with such groups
     */
    public static PeerLines of(String rate, String memory, String latency) {
        return new PeerLines(
                compiled("rate", rate), compiled("memory", memory), compiled("latency", latency));
    }

    private static Pattern compiled(String name, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    name
                            + " must be a regular expression, but is \""
                            + text
                            + "\": "
                            + e.getDescription(),
                    e);
        }
    }

    private static void requireGroups(String name, Pattern pattern, int count, String groups) {
        if (pattern.matcher("").groupCount() < count) {
            throw new IllegalArgumentException(
                    "%s must have %s, but is \"%s\"".formatted(name, groups, pattern));
        }
    }

    /**
     * Returns the images a second of each epoch.
     *
     * @throws IllegalArgumentException if there are none, or one is no number
     */
    public List<Double> rates(String output) {
        List<Double> rates =
                rate.matcher(output).results().map(result -> number(result, 1)).toList();
        if (rates.isEmpty()) {
            throw new IllegalArgumentException(
                    "output must have a line that matches \"%s\", but ends with \"%s\""
                            .formatted(rate, lastLine(output)));
        }
        return rates;
    }

    /** Returns the peak of the memory in bytes, if the output has it. */
    public OptionalLong peakBytes(String output) {
        return memory.matcher(output)
                .results()
                .mapToLong(result -> Math.round(number(result, 1) * MEBIBYTE))
                .findFirst();
    }

    /** Returns the latency of each epoch, or none. */
    List<Latency> latencies(String output) {
        return latency.matcher(output)
                .results()
                .map(result -> new Latency(number(result, 1), number(result, 2)))
                .toList();
    }

    private static double number(MatchResult result, int group) {
        try {
            return Double.parseDouble(String.valueOf(result.group(group)).replace(",", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the %s group must be a number, but is \"%s\""
                            .formatted(group == 1 ? "first" : "second", result.group(group)),
                    e);
        }
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
    }
}
