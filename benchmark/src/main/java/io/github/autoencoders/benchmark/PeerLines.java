package io.github.autoencoders.benchmark;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a foreign program says what it reached: regular expressions of whose matches, anywhere in its
 * standard output, the first group is a number, with or without commas between thousands.
 *
 * @param rate images a second, once an epoch
 * @param memory the peak of its memory in MiB, at most once
 */
public record PeerLines(Pattern rate, Pattern memory) {

    /** As in {@code epoch 3 ... 1,935 images/s}. */
    public static final String RATE = "([\\d.,]*\\d) (?:images|samples)/s";

    /** As in {@code peak RSS 412 MiB}. */
    public static final String MEMORY = "peak RSS ([\\d.,]*\\d) MiB";

    private static final double MEBIBYTE = 1 << 20;

    public PeerLines {
        requireGroup("rate", rate);
        requireGroup("memory", memory);
    }

    /**
     * Returns what was written as options.
     *
     * @throws IllegalArgumentException if one is no regular expression with a group
     */
    public static PeerLines of(String rate, String memory) {
        return new PeerLines(compiled("rate", rate), compiled("memory", memory));
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

    private static void requireGroup(String name, Pattern pattern) {
        if (pattern.matcher("").groupCount() < 1) {
            throw new IllegalArgumentException(
                    name + " must have a group that is the number, but is \"" + pattern + '"');
        }
    }

    /**
     * Returns the images a second of each epoch.
     *
     * @throws IllegalArgumentException if there are none, or one is no number
     */
    public List<Double> rates(String output) {
        List<Double> rates = rate.matcher(output).results().map(PeerLines::number).toList();
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
                .mapToLong(result -> Math.round(number(result) * MEBIBYTE))
                .findFirst();
    }

    private static double number(MatchResult result) {
        try {
            return Double.parseDouble(String.valueOf(result.group(1)).replace(",", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the first group must be a number, but is \"" + result.group(1) + '"', e);
        }
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
    }
}
