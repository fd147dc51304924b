package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What data are taken for, before anything is learnt from them.
 *
 * <pre>{@code
 * DataSummary.of(DataSource.of(Path.of("measurements.csv"))).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param name how messages call them
 * @param size how many samples there are
 * @param format what a sample is, and what columns are for
 * @param labels how many samples have each label, in the labels' order; none if there are no labels
 * @param missing how many values are missing
 * @param doubts what is doubtful in what columns were taken for, and how to say otherwise
 */
public record DataSummary(
        String name,
        int size,
        SampleFormat format,
        Map<String, Long> labels,
        long missing,
        List<String> doubts) {

    private static final int SHOWN = 8; // labels in a line

    /**
     * Reads data, as a whole.
     *
     * @throws IOException if they are missing or damaged, with one line that says where
     */
    public static DataSummary of(DataSource data) throws IOException {
        Samples samples = data.load();
        Map<String, Long> labels = new LinkedHashMap<>();
        samples.labelNames().forEach(label -> labels.put(label, 0L));
        for (int i = 0; samples.labelled() && i < samples.size(); i++) {
            labels.merge(samples.labelName(i), 1L, Long::sum);
        }
        long missing =
                samples.format().allowsMissing()
                        ? IntStream.range(0, samples.size())
                                .mapToLong(i -> missing(samples.sample(i)))
                                .sum()
                        : 0;
        List<String> doubts = data.doubts(samples);
        return new DataSummary(
                samples.name(), samples.size(), samples.format(), labels, missing, doubts);
    }

    private static long missing(float[] values) {
        return IntStream.range(0, values.length).filter(i -> Float.isNaN(values[i])).count();
    }

    /** Returns what is to be said, a line for each thing. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,d %s in %s", size, kind(format), name));
        lines.addAll(format.schemaLines());
        lines.addAll(doubts);
        if (!labels.isEmpty()) {
            lines.add(labelled());
        }
        if (missing > 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "missing: %,d of %,d values",
                            missing,
                            (long) size * format.size()));
        }
        return lines;
    }

    /** Returns what samples of a format are, as "rows of 3 values". */
    public static String kind(SampleFormat format) {
        long[] sizes = format.shape().getShape();
        return switch (format.kind()) {
            case IMAGE ->
                    "%s images of %s x %s pixels"
                            .formatted(sizes[0] == 1 ? "grey" : "coloured", sizes[2], sizes[1]);
            case MASK -> "masks of %s x %s pixels".formatted(sizes[2], sizes[1]);
            case PLANES -> "samples of shape " + format.shape();
            case SIGNAL ->
                    "windows of %s points of %s".formatted(sizes[1], some(sizes[0], "channel"));
            case ROW -> "rows of " + some(sizes[0], "value");
            case TEXT -> "strings of at most %s symbols".formatted(sizes[1]);
            case RATINGS -> "users with ratings of " + some(sizes[0], "item");
        };
    }

    private static String some(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private String labelled() {
        List<String> counts =
                labels.entrySet().stream()
                        .map(label -> label.getKey() + " " + label.getValue())
                        .toList();
        return "samples of each label: " + Spelling.first(SHOWN, counts);
    }
}
