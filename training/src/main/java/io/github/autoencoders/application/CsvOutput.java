package io.github.autoencoders.application;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Where a table of comma-separated values goes, the names of its columns first: a file, which
 * appears whole or not at all, or a writer. Lines end in {@code \n}.
 *
 * <pre>{@code
 * try (TrainedAutoencoder model = TrainedAutoencoder.open("vae-mnist-2");
 *         SampleStream images = DataSource.of("mnist", DataOptions.ofSeed(0)).stream(4096)) {
 *     CsvOutput.to(Path.of("codes.csv")).write(model, Task.ENCODE, images); // z1,z2,label
 * }
 * }</pre>
 */
public final class CsvOutput {

    private static final int AT_ONCE = 1 << 16; // characters
    private static final String LABEL = "label";
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    /** Prints rows. */
    @FunctionalInterface
    public interface Rows {
        /** Prints all of them, the names of the columns first. */
        void to(CSVPrinter table) throws IOException;
    }

    /** Takes a table. */
    @FunctionalInterface
    private interface Place {
        void take(Rows rows) throws IOException;
    }

    private final Place place;

    private CsvOutput(Place place) {
        this.place = place;
    }

    /** Writes into a file; one of the same name is replaced, folders above it are made. */
    public static CsvOutput to(Path file) {
        return new CsvOutput(
                rows ->
                        AtomicWrite.file(
                                file,
                                partial -> {
                                    try (Writer writer = Files.newBufferedWriter(partial);
                                            CSVPrinter table = new CSVPrinter(writer, FORMAT)) {
                                        rows.to(table);
                                    }
                                }));
    }

    /**
     * Writes into a file that others may read while it grows: rows are there once their printer is
     * flushed. One of the same name is replaced, and what was written stays if writing ends early.
     */
    public static CsvOutput toGrowing(Path file) {
        return new CsvOutput(
                rows -> {
                    Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
                    // No channel, which an interrupt of the thread would close.
                    try (FileOutputStream out = new FileOutputStream(file.toFile());
                            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                        to(writer).write(rows);
                    }
                });
    }

    /** Writes to a writer, which is flushed in the end and stays open. */
    public static CsvOutput to(Writer writer) {
        return new CsvOutput(
                rows -> {
                    BufferedWriter buffered = new BufferedWriter(writer, AT_ONCE);
                    rows.to(new CSVPrinter(buffered, FORMAT));
                    buffered.flush();
                });
    }

    /**
     * Writes rows.
     *
     * @throws IOException if they cannot be written; of a file, nothing is then left
     */
    public void write(Rows rows) throws IOException {
        place.take(rows);
    }

    /** Writes rows of as many values as there are columns. */
    public void write(List<String> header, Stream<? extends List<?>> rows) throws IOException {
        write(
                table -> {
                    table.printRecord(header);
                    Iterator<? extends List<?>> each = rows.iterator();
                    while (each.hasNext()) {
                        table.printRecord(each.next());
                    }
                });
    }

    /**
     * Writes raw samples, one row for each: the columns of their schema, words as words, or else
     * x1, x2 and so on, and as the last column their labels.
     *
     * @param samples of the format
     * @param labels one for each sample, or none
     */
    public void write(SampleFormat format, List<float[]> samples, List<String> labels)
            throws IOException {
        boolean labelled = !labels.isEmpty();
        write(
                header(names(format), labelled),
                IntStream.range(0, samples.size())
                        .mapToObj(
                                i -> {
                                    List<Object> row =
                                            new ArrayList<>(
                                                    format.cells(Digits.widened(samples.get(i))));
                                    row.addAll(
                                            labels.subList(labelled ? i : 0, labelled ? i + 1 : 0));
                                    return row;
                                }));
    }

    /**
     * Writes what a task makes of samples, of which there may be any number: one row for each.
     *
     * @return how many there were
     * @see #rows
     */
    public long write(TrainedAutoencoder model, Task task, SampleStream samples)
            throws IOException {
        long[] count = new long[1];
        write(table -> count[0] = model.forEach(task, samples, rows(task, model.target(), table)));
        return count[0];
    }

    /**
     * Returns what prints the outputs of a task as rows of a table: the samples' keys, if any; then
     * codes as z1, z2 and so on and scores as score, both with the samples' labels, if any, as the
     * last column; samples as the columns of their schema, or else x1, x2 and so on.
     *
     * @param format of what the model makes
     */
    public static TrainedAutoencoder.Sink rows(Task task, SampleFormat format, CSVPrinter table) {
        return new TrainedAutoencoder.Sink() {
            @Override
            public void take(Samples samples, float[][] outputs) throws IOException {
                boolean labelled = samples.labelled();
                begin(samples, outputs[0].length, labelled);
                for (int i = 0; i < outputs.length; i++) {
                    List<Object> row = new ArrayList<>(samples.key(i));
                    for (float value : outputs[i]) {
                        row.add(task == Task.SCORE ? (Object) (double) value : (Object) value);
                    }
                    if (labelled) {
                        row.add(samples.labelName(i));
                    }
                    table.printRecord(row);
                }
            }

            @Override
            public void takeMade(Samples samples, Samples made) throws IOException {
                begin(samples, format.size(), false);
                for (int i = 0; i < made.size(); i++) {
                    List<Object> row = new ArrayList<>(samples.key(i));
                    format.cells(made.numbers(i)).stream().map(CsvOutput::cell).forEach(row::add);
                    table.printRecord(row);
                }
            }

            private void begin(Samples samples, int size, boolean labelled) throws IOException {
                if (table.getRecordCount() == 0) {
                    table.printRecord(header(samples, columns(task, format, size), labelled));
                }
            }
        };
    }

    private static Object cell(Object cell) {
        return cell instanceof Double number ? Digits.plain(number) : cell;
    }

    /**
     * Returns the names of a table's columns: the samples' keys, then others, and perhaps label. A
     * key of the name of another is called a sample's, as "sample row".
     */
    static List<String> header(Samples samples, List<String> columns, boolean labelled) {
        List<String> header = new ArrayList<>();
        for (String key : samples.keyColumns()) {
            boolean taken = columns.contains(key) || (labelled && key.equals(LABEL));
            header.add(taken ? "sample " + key : key);
        }
        header.addAll(header(columns, labelled));
        return header;
    }

    private static List<String> columns(Task task, SampleFormat format, int size) {
        return switch (task) {
            case SCORE -> List.of("score");
            case ENCODE -> numbered("z", size);
            default -> names(format);
        };
    }

    private static List<String> names(SampleFormat format) {
        List<String> names = format.schema().features();
        return names.size() == format.size() ? names : numbered("x", format.size());
    }

    private static List<String> numbered(String letter, int size) {
        return IntStream.rangeClosed(1, size).mapToObj(i -> letter + i).toList();
    }

    private static List<String> header(List<String> columns, boolean labelled) {
        List<String> header = new ArrayList<>(columns);
        if (labelled) {
            header.add(LABEL);
        }
        return header;
    }
}
