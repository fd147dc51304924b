package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Where samples go, and as what: {@code .png} is one sheet, {@code .csv} one row for each sample,
 * and a folder one image for each; strings go into a text file, one a line.
 */
final class SampleOutput {

    /** How many samples a sheet shows at most, unless a number was asked for. */
    static final int ON_A_SHEET = 100;

    private static final String FILE_NAME = "[^\\p{Cntrl}:*?\"<>|]+";

    /** What is put there. */
    private enum Form {
        SHEET,
        TABLE,
        LINES,
        IMAGES;

        // Of samples of a kind, by the ending of a name.
        static Form of(Path out, SampleKind kind) {
            if (kind == SampleKind.TEXT) {
                requireText(out);
                return endsIn(out, ".csv") ? TABLE : LINES;
            }
            boolean folder = !String.valueOf(out.getFileName()).contains(".");
            if (!folder) {
                requirePictureOrTable(out);
                return endsIn(out, ".png") ? SHEET : TABLE;
            }
            if (kind != SampleKind.IMAGE) {
                throw new IllegalArgumentException(
                        "--out must end in .png or .csv for samples that are no images, but is "
                                + out);
            }
            return IMAGES;
        }

        private static void requireText(Path out) {
            if (!out.toString().matches("(?i).*\\.(txt|smi|csv)")) {
                throw new IllegalArgumentException(
                        "--out must end in .txt or .smi (or .csv, for the indices of symbols) for"
                                + " strings, but is "
                                + out);
            }
        }

        private static void requirePictureOrTable(Path out) {
            if (!out.toString().matches("(?i).*\\.(png|csv)")) {
                throw new IllegalArgumentException(
                        "--out must end in .png or .csv, or be a folder, but is " + out);
            }
        }
    }

    private final Path out;
    private final SampleFormat format;
    private final Form form;

    private SampleOutput(Path out, SampleFormat format, Form form) {
        this.out = out;
        this.format = format;
        this.form = form;
    }

    /**
     * Returns an output after its name was checked, before any work is done.
     *
     * @param out the option --out
     * @param format of the samples
     */
    static SampleOutput of(Path out, SampleFormat format) throws IOException {
        if (Output.isPrinted(out)) {
            throw new IllegalArgumentException(
                    "--out must be a file or a folder here, but is the standard output");
        }
        Form form = Form.of(out, format.kind());
        if (form == Form.IMAGES && Files.isDirectory(out)) { // images there may have our names
            AtomicWrite.requireNewOrEmpty(out);
        }
        return new SampleOutput(out, format, form);
    }

    /** Returns an output likewise, which may be the standard output, for all samples as a table. */
    static SampleOutput ofAll(Path out, SampleFormat format) throws IOException {
        return Output.isPrinted(out) ? new SampleOutput(out, format, Form.TABLE) : of(out, format);
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

    /** Returns what has to be computed: all inputs, or for a sheet the first. */
    <T> List<T> shown(List<T> inputs, int onASheet) {
        return takesAll() ? inputs : inputs.subList(0, Math.min(onASheet, inputs.size()));
    }

    /** Returns whether all samples go there, and not only those of a sheet. */
    boolean takesAll() {
        return form != Form.SHEET;
    }

    /**
     * Writes what a task makes of samples, a portion at a time, and says so with the throughput.
     *
     * @param what they are, as "samples"
     */
    void writeAll(StreamedTask streamed, String what, PrintWriter text, PrintWriter beside)
            throws IOException {
        switch (form) {
            case TABLE -> Output.table(out, text).write(streamed::print);
            case LINES -> AtomicWrite.file(out, file -> writeLines(streamed, file));
            case SHEET, IMAGES ->
                    AtomicWrite.newFolder(out, folder -> writeImages(streamed, folder));
        }
        beside.printf(
                Locale.ROOT,
                "%,d %s in %s, %s%n",
                streamed.samples(),
                what,
                Output.name(out),
                streamed.throughput());
    }

    private void writeLines(StreamedTask streamed, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            streamed.through(
                    (inputs, outputs) -> {
                        for (String line : format.texts(List.of(outputs))) {
                            writer.write(line);
                            writer.newLine();
                        }
                    });
        }
    }

    private void writeImages(StreamedTask streamed, Path folder) throws IOException {
        SampleDrawing drawing = drawing(List.of());
        streamed.through(
                (inputs, outputs) -> {
                    for (int i = 0; i < outputs.length; i++) {
                        Path file = file(folder, inputs, i, streamed.samples() + i);
                        Files.createDirectories(file.resolveSibling(""));
                        Png.write(drawing.tile(outputs[i], 1), file);
                    }
                });
    }

    // Called as the file that it is made of, or by its number.
    private static Path file(Path folder, Samples inputs, int index, long number) {
        int column = inputs.keyColumns().indexOf("file");
        String name = column < 0 ? "" : inputs.key(index).get(column);
        if (!name.matches(FILE_NAME)) { // as one that was read in a table may not
            return numbered(folder, number);
        }
        String png = name.toLowerCase(Locale.ROOT).endsWith(".png") ? name : name + ".png";
        Path file = folder.resolve(png).normalize();
        boolean inside = file.startsWith(folder.normalize()) && Files.notExists(file);
        return inside ? file : numbered(folder, number);
    }

    private static Path numbered(Path folder, long number) {
        return folder.resolve(String.format(Locale.ROOT, "%05d.png", number));
    }

    private static void writeImages(
            Path folder, SampleDrawing drawing, List<float[]> samples) throws IOException {
        for (int i = 0; i < samples.size(); i++) {
            Png.write(drawing.tile(samples.get(i), 1), numbered(folder, i));
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
        switch (form) {
            case SHEET -> Png.write(sheet.get(), out);
            case TABLE -> CsvOutput.to(out).write(format, samples, labels);
            case LINES -> AtomicWrite.file(out, file -> Files.write(file, format.texts(samples)));
            case IMAGES -> {
                SampleDrawing drawing = drawing(samples);
                AtomicWrite.newFolder(out, folder -> writeImages(folder, drawing, samples));
            }
        }
        text.printf(Locale.ROOT, "%,d %s in %s%n", samples.size(), what, out);
    }
}
