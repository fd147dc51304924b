package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * What happened in each epoch.
 *
 * @param epochs in order
 */
public record TrainingHistory(List<Epoch> epochs) {

    /** The history of a training that has not begun. */
    public static final TrainingHistory EMPTY = new TrainingHistory(List.of());

    public TrainingHistory {
        epochs = List.copyOf(epochs);
    }

    /**
     * One epoch.
     *
     * @param epoch its number, from 1
     * @param training losses over the batches as they were trained
     * @param validation losses after the epoch
     * @param penaltyWeight of the penalty in the epoch's last step
     * @param seconds of training, without the validation
     * @param samplesPerSecond in training
     */
    public record Epoch(
            int epoch,
            LossSummary training,
            LossSummary validation,
            double penaltyWeight,
            double seconds,
            double samplesPerSecond) {}

    /** Returns the history with one more epoch. */
    public TrainingHistory with(Epoch next) {
        List<Epoch> all = new ArrayList<>(epochs);
        all.add(next);
        return new TrainingHistory(all);
    }

    /** Returns the epoch of the least validation loss; of equals, the first. */
    public Epoch best() {
        return epochs.stream()
                .reduce((a, b) -> b.validation.total() < a.validation.total() ? b : a)
                .orElseThrow(() -> new IllegalStateException("history must have an epoch"));
    }

    /** Returns how many epochs in a row, at the end, had no lower validation loss. */
    public int epochsSinceBest() {
        return epochs.isEmpty() ? 0 : epochs.size() - epochs.indexOf(best()) - 1;
    }

    /** Returns one line for each epoch, and one of names before them. */
    public String toCsv() throws IOException {
        StringWriter text = new StringWriter();
        CSVFormat format =
                CSVFormat.DEFAULT
                        .builder()
                        .setRecordSeparator('\n')
                        .setHeader(
                                "epoch",
                                "training_total",
                                "training_reconstruction",
                                "training_penalty",
                                "validation_total",
                                "validation_reconstruction",
                                "validation_penalty",
                                "penalty_weight",
                                "seconds",
                                "samples_per_second")
                        .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (Epoch e : epochs) {
                printer.printRecord(
                        e.epoch,
                        e.training.total(),
                        e.training.reconstruction(),
                        e.training.penalty(),
                        e.validation.total(),
                        e.validation.reconstruction(),
                        e.validation.penalty(),
                        e.penaltyWeight,
                        e.seconds,
                        e.samplesPerSecond);
            }
        }
        return text.toString();
    }

    /** Returns the text that {@link #ofJson} reads. */
    public String toJson() {
        return Json.write(this, TrainingHistory.class);
    }

    /** Returns the history that a text describes. */
    public static TrainingHistory ofJson(String text) {
        return Json.read(text, TrainingHistory.class);
    }
}
