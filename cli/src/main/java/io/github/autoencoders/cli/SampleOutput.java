package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVPrinter;

/**
 * Where samples go, and as what: {@code .png} is one sheet, {@code .csv} one row for each sample,
 * and a folder one image for each; strings go into a text file, one a line.
 */
final class SampleOutput {

    /** How many samples a sheet shows at most, unless a number was asked for. */
    static final int ON_A_SHEET = 100;

    private final Path out;
    private final SampleFormat format;

    private SampleOutput(Path out, SampleFormat format) {
        this.out = out;
        this.format = format;
    }

    /**
     * Returns an output after its name was checked, before any work is done.
     *
     * @param out the option --out
     * @param format of the samples
     */
    static SampleOutput of(Path out, SampleFormat format) throws IOException {
        String name = String.valueOf(out.getFileName());
        if (Output.isPrinted(out)) {
            throw new IllegalArgumentException(
                    "--out must be a file or a folder here, but is the standard output");
        }
        if (Strings.areSamplesOf(format)) {
            requireText(out);
            return new SampleOutput(out, format);
        }
        boolean folder = !name.contains(".");
        if (!name.matches("(?i).*\\.(png|csv)") && !folder) {
            throw new IllegalArgumentException(
                    "--out must end in .png or .csv, or be a folder, but is " + out);
        }
        if (folder && !ImagePixels.isImage(format.shape())) {
            throw new IllegalArgumentException(
                    "--out must end in .png or .csv for samples that are no images, but is " + out);
        }
        if (folder && Files.isDirectory(out)) { // whose images may have the names that ours get
            AtomicWrite.requireNewOrEmpty(out);
        }
        return new SampleOutput(out, format);
    }

    /** Returns an output likewise, which may be the standard output, for all samples as a table. */
    static SampleOutput ofAll(Path out, SampleFormat format) throws IOException {
        return Output.isPrinted(out) ? new SampleOutput(out, format) : of(out, format);
    }

    /** Checks the name of a picture or a table. */
    static void requirePngOrCsv(Path out) {
        if (!out.toString().matches("(?i).*\\.(png|csv)")) {
            throw new IllegalArgumentException("--out must end in .png or .csv, but is " + out);
        }
    }

    /** Checks the name of a picture. */
    static void requirePng(Path out) {
        if (!endsIn(out, ".png")) {
            throw new IllegalArgumentException("--out must end in .png, but is " + out);
        }
    }

    static boolean endsIn(Path out, String extension) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(extension);
    }

    private static void requireText(Path out) {
        if (!out.toString().matches("(?i).*\\.(txt|smi|csv)")) {
            throw new IllegalArgumentException(
                    "--out must end in .txt or .smi (or .csv, for the indices of symbols) for"
                            + " strings, but is "
                            + out);
        }
    }

    /** Returns what has to be computed: all inputs, or for a sheet the first. */
    <T> List<T> shown(List<T> inputs, int onASheet) {
        return endsIn(out, ".png") ? inputs.subList(0, Math.min(onASheet, inputs.size())) : inputs;
    }

    /** Returns whether all samples go there, and not only those of a sheet. */
    boolean takesAll() {
        return !endsIn(out, ".png");
    }

    /**
     * Writes what a task makes of samples, a portion at a time, and says so with the throughput.
     *
     * @param what they are, as "samples"
     */
    void writeAll(Portions portions, String what, PrintWriter text, PrintWriter beside)
            throws IOException {
        if (Output.isPrinted(out) || endsIn(out, ".csv")) {
            Output.table(out, text)
                    .write(
                            table -> {
                                table.printRecord(columns("x", format.size()));
                                portions.through(
                                        (inputs, outputs) -> printRows(table, List.of(outputs)));
                            });
        } else if (Strings.areSamplesOf(format)) {
            AtomicWrite.file(out, file -> writeLines(portions, file));
        } else {
            SampleDrawing drawing = drawing(List.of());
            AtomicWrite.newFolder(
                    out,
                    folder ->
                            portions.through(
                                    (inputs, outputs) ->
                                            writeImages(
                                                    folder,
                                                    drawing,
                                                    List.of(outputs),
                                                    portions.samples())));
        }
        beside.printf(
                Locale.ROOT,
                "%,d %s in %s, %s%n",
                portions.samples(),
                what,
                Output.name(out),
                portions.throughput());
    }

    private static void printRows(CSVPrinter table, List<float[]> samples) throws IOException {
        for (float[] sample : samples) {
            table.printRecord(row(sample));
        }
    }

    private void writeLines(Portions portions, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            portions.through(
                    (inputs, outputs) -> {
                        for (String line : Strings.texts(format, List.of(outputs))) {
                            writer.write(line);
                            writer.newLine();
                        }
                    });
        }
    }

    private static void writeImages(
            Path folder, SampleDrawing drawing, List<float[]> samples, long before)
            throws IOException {
        for (int i = 0; i < samples.size(); i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%05d.png", before + i));
            Png.write(drawing.tile(samples.get(i), 1), file);
        }
    }

    /** Returns how samples of the format are drawn beside these. */
    SampleDrawing drawing(List<float[]> samples) {
        return SampleDrawing.of(format, samples);
    }

    /**
     * Writes samples and says so, as "24 samples in x.csv".
     *
     * @param what they are, as "samples"
     * @param sheet draws the sheet, which may show more than them
     */
    void write(List<float[]> samples, String what, Supplier<BufferedImage> sheet, PrintWriter text)
            throws IOException {
        write(samples, List.of(), what, sheet, text);
    }

    /**
     * Writes samples as above.
     *
     * @param labels of the samples, which become the last column of a table; or none
     */
    void write(
            List<float[]> samples,
            List<String> labels,
            String what,
            Supplier<BufferedImage> sheet,
            PrintWriter text)
            throws IOException {
        if (endsIn(out, ".png")) {
            Png.write(sheet.get(), out);
        } else if (endsIn(out, ".csv")) {
            writeTable(samples, labels);
        } else if (Strings.areSamplesOf(format)) {
            AtomicWrite.file(out, file -> Files.write(file, Strings.texts(format, samples)));
        } else {
            writeFolder(samples);
        }
        text.printf(Locale.ROOT, "%,d %s in %s%n", samples.size(), what, out);
    }

    private void writeTable(List<float[]> samples, List<String> labels) throws IOException {
        List<String> header = new ArrayList<>(columns("x", format.size()));
        if (!labels.isEmpty()) {
            header.add("label");
        }
        CsvOutput.to(out)
                .write(
                        header,
                        IntStream.range(0, samples.size())
                                .mapToObj(
                                        i -> {
                                            List<Object> row = new ArrayList<>(row(samples.get(i)));
                                            row.addAll(
                                                    labels.isEmpty()
                                                            ? List.of()
                                                            : labels.subList(i, i + 1));
                                            return row;
                                        }));
    }

    private void writeFolder(List<float[]> samples) throws IOException {
        SampleDrawing drawing = drawing(samples);
        AtomicWrite.newFolder(out, folder -> writeImages(folder, drawing, samples, 0));
    }

    /** Returns the names of numbered columns: x1, x2 and so on. */
    static List<String> columns(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }

    /** Returns the values of one row of a table. */
    static List<Float> row(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
