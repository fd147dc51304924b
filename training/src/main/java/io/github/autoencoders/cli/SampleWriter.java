package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.training.RunPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes samples or codes as the output's name says. */
final class SampleWriter {

    /** How many samples a sheet shows at most, unless a number was asked for. */
    static final int ON_A_SHEET = 100;

    private SampleWriter() {}

    /** Returns what has to be computed: all inputs, or for a sheet the first. */
    static <T> List<T> shown(Path out, List<T> inputs, int onASheet) {
        return isSheet(out) ? inputs.subList(0, Math.min(onASheet, inputs.size())) : inputs;
    }

    private static boolean isSheet(Path out) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }

    /**
     * Writes samples: {@code .png} is one sheet, {@code .csv} one row for each sample, and a folder
     * one image for each.
     *
     * @param format of one sample
     * @param sheet draws the sheet
     */
    static void write(
            Path out, SampleFormat format, List<float[]> samples, Supplier<BufferedImage> sheet)
            throws IOException {
        if (isSheet(out)) {
            Output.write(out, file -> Png.write(sheet.get(), file));
        } else if (out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            writeRows(out, "x", samples, List.of());
        } else {
            writeFolder(out, RunPictures.drawing(format, samples), samples);
        }
    }

    /** Checks a name that {@link #write} is to take, before any work is done. */
    static void requireKind(Path out, Shape shape) throws IOException {
        String name = String.valueOf(out.getFileName());
        boolean folder = !name.contains(".");
        if (!name.matches("(?i).*\\.(png|csv)") && !folder) {
            throw new IllegalArgumentException(
                    "--out must end in .png or .csv, or be a folder, but is " + out);
        }
        if (folder && !ImagePixels.isImage(shape)) {
            throw new IllegalArgumentException(
                    "--out must end in .png or .csv for samples that are no images, but is " + out);
        }
        if (folder && Files.isDirectory(out)) {
            requireEmpty(out);
        }
    }

    // Images of the user's own may have the names that ours get.
    private static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(
                        "--out must be a new or empty folder, but " + folder + " holds files");
            }
        }
    }

    /**
     * Writes rows of numbers.
     *
     * @param prefix of the columns' names, which are numbered from 1
     * @param labels one for each row, in a last column of that name, or none
     */
    static void writeRows(Path out, String prefix, List<float[]> rows, List<String> labels)
            throws IOException {
        List<String> header = new ArrayList<>();
        IntStream.rangeClosed(1, rows.get(0).length).forEach(i -> header.add(prefix + i));
        if (!labels.isEmpty()) {
            header.add("label");
        }
        CSVFormat format =
                CSVFormat.DEFAULT
                        .builder()
                        .setRecordSeparator('\n')
                        .setHeader(header.toArray(String[]::new))
                        .get();
        Output.write(
                out,
                file -> {
                    try (Writer writer = Files.newBufferedWriter(file);
                            CSVPrinter printer = new CSVPrinter(writer, format)) {
                        for (int i = 0; i < rows.size(); i++) {
                            for (float value : rows.get(i)) {
                                printer.print(value);
                            }
                            if (!labels.isEmpty()) {
                                printer.print(labels.get(i));
                            }
                            printer.println();
                        }
                    }
                });
    }

    private static void writeFolder(Path out, SampleDrawing drawing, List<float[]> samples)
            throws IOException {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw Output.unwritable(out, e);
        }
        for (int i = 0; i < samples.size(); i++) {
            BufferedImage image = drawing.tile(samples.get(i), 1);
            Png.write(image, out.resolve(String.format(Locale.ROOT, "%05d.png", i)));
        }
    }
}
