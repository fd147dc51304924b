package io.github.autoencoders.application;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVPrinter;

/**
 * Scores as the rows of a table: what tells a sample from the others, its score, whether it is
 * flagged, what the score is the sum of, and its label. Rows are printed as they come, unless it
 * takes all scores to know which are flagged.
 *
 * <pre>{@code
 * try (SampleStream rows = DataSource.of(Path.of("measurements.csv")).stream(4096)) {
 *     CsvOutput.to(file).write(table -> {
 *         ScoreTable scores = new ScoreTable(model, true, new Flagging.Highest(0.01), table);
 *         model.forEach(scores.computation(), rows, scores);
 *         scores.end();
 *     });
 * }
 * }</pre>
 */
public final class ScoreTable implements TrainedAutoencoder.Sink {

    private static final String FLAGGED = "flagged";

    private final List<String> contributors; // none where they are not asked for
    private final boolean contributions;
    private final Flagging flagging;
    private final CSVPrinter table;
    private final List<Row> kept = new ArrayList<>();
    private final Map<String, Long> flagged = new HashMap<>(); // how many, by label
    private OptionalDouble threshold;

    /**
     * Samples with scores that are too high.
     *
     * @param threshold above which scores are
     * @param samples how many there are
     * @param anomalies how many of them are anomalies by their labels
     */
    public record Flagged(double threshold, long samples, long anomalies) {}

    private record Row(
            List<String> key, double score, List<Float> contributions, List<String> label) {}

    /**
     * Begins a table.
     *
     * @param contributions whether there is a column for all that a score is the sum of
     * @param table whose rows they become
     */
    public ScoreTable(
            TrainedAutoencoder model, boolean contributions, Flagging flagging, CSVPrinter table) {
        this.contributions = contributions;
        this.flagging = flagging;
        this.table = table;
        contributors = contributions ? model.contributors() : List.of();
        threshold = flagging.known();
    }

    /** Returns what is to be computed of the samples. */
    public Computation computation() {
        return contributions ? Computation.CONTRIBUTIONS : Task.SCORE.computation();
    }

    @Override
    public void take(Samples samples, float[][] outputs) throws IOException {
        if (table.getRecordCount() == 0) {
            table.printRecord(CsvOutput.header(samples, columns(), samples.labelled()));
        }
        boolean wait = flagging instanceof Flagging.Highest;
        for (int i = 0; i < outputs.length; i++) {
            List<String> label =
                    samples.labelled() ? List.of(samples.labelName(i)) : List.<String>of();
            Row row = new Row(samples.key(i), outputs[i][0], contributions(outputs[i]), label);
            if (wait) {
                kept.add(row);
            } else {
                print(row);
            }
        }
    }

    // Behind the score.
    private static List<Float> contributions(float[] outputs) {
        return IntStream.range(1, outputs.length).mapToObj(i -> outputs[i]).toList();
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("score"));
        if (!(flagging instanceof Flagging.None)) {
            columns.add(FLAGGED);
        }
        contributors.forEach(name -> columns.add("contribution of " + name));
        return columns;
    }

    /** Prints what is still to be printed, when all samples were given. */
    public void end() throws IOException {
        if (!kept.isEmpty()) {
            threshold = flagging.of(kept.stream().mapToDouble(Row::score).toArray());
        }
        for (Row row : kept) {
            print(row);
        }
        kept.clear();
    }

    private void print(Row row) throws IOException {
        List<Object> cells = new ArrayList<>(row.key);
        cells.add(row.score);
        if (threshold.isPresent()) {
            boolean above = row.score > threshold.getAsDouble();
            cells.add(above ? 1 : 0);
            if (above) {
                flagged.merge(String.join("", row.label), 1L, Long::sum);
            }
        }
        cells.addAll(row.contributions);
        cells.addAll(row.label);
        table.printRecord(cells);
    }

    /**
     * Returns how many samples are flagged; nothing where it was not asked which are.
     *
     * @param anomalies the labels of anomalies
     */
    public Optional<Flagged> flagged(List<String> anomalies) {
        if (threshold.isEmpty()) {
            return Optional.empty();
        }
        long all = flagged.values().stream().mapToLong(count -> count).sum();
        long right = anomalies.stream().mapToLong(label -> flagged.getOrDefault(label, 0L)).sum();
        return Optional.of(new Flagged(threshold.getAsDouble(), all, right));
    }
}
