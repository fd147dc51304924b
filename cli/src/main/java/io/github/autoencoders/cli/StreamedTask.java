package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;

/**
 * Samples on their way through a task of a model: while one portion is computed and written, the
 * next is read. However many there are, two portions are in memory.
 */
final class StreamedTask {

    private final SampleStream stream;
    private final TrainedAutoencoder model;
    private final Task task;
    private long samples;
    private final long start = System.nanoTime();

    StreamedTask(SampleStream stream, TrainedAutoencoder model, Task task) {
        this.stream = stream;
        this.model = model;
        this.task = task;
    }

    /** Takes all samples through the task. */
    void through(TrainedAutoencoder.Sink sink) throws IOException {
        model.forEach(
                task,
                stream,
                new TrainedAutoencoder.Sink() {
                    @Override
                    public void take(Samples portion, float[][] outputs) throws IOException {
                        sink.take(portion, outputs);
                        samples += portion.size();
                    }

                    @Override
                    public void takeMade(Samples portion, Samples made) throws IOException {
                        sink.takeMade(portion, made);
                        samples += portion.size();
                    }
                });
    }

    /** Prints what the task makes of all samples as the rows of a table. */
    void print(CSVPrinter table) throws IOException {
        through(CsvOutput.rows(task, model.format(), table));
    }

    /** Returns the number of samples that went through. */
    long samples() {
        return samples;
    }

    /** Returns how fast they went, as "12,345 samples/s": read, computed and written. */
    String throughput() {
        return throughput(samples, start);
    }

    /**
     * Returns how fast samples went.
     *
     * @param start when they began, of {@link System#nanoTime}
     */
    static String throughput(long samples, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(Locale.ROOT, "%,.0f samples/s", samples / seconds);
    }
}
