package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.ImagePixels;
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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes samples or codes as the output's name says. */
final class SampleWriter {

    private SampleWriter() {}

    /**
     * Writes samples: {@code .png} is one sheet, {@code .csv} one row for each sample, and a folder
     * one image for each.
     *
     * @param shape of one raw sample
     * @param sheet draws the sheet
     */
    static void write(Path out, Shape shape, List<float[]> samples, Supplier<BufferedImage> sheet)
            throws IOException {
        String name = out.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            Output.write(out, file -> Png.write(sheet.get(), file));
        } else if (name.endsWith(".csv")) {
            writeRows(out, "x", samples, List.of());
        } else {
            writeFolder(out, shape, samples);
        }
    }

    /** Returns how samples are drawn: images in 0 to 255, others in their own range. */
    static SampleDrawing drawing(Shape shape, List<float[]> samples) {
        return ImagePixels.isImage(shape)
                ? SampleDrawing.ofBytes(shape)
                : SampleDrawing.ofRange(shape, samples);
    }

    /** Checks a name that {@link #write} is to take, before any work is done. */
    static void requireKind(Path out, Shape shape) {
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

    private static void writeFolder(Path out, Shape shape, List<float[]> samples)
            throws IOException {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw Output.unwritable(out, e);
        }
        for (int i = 0; i < samples.size(); i++) {
            BufferedImage image = ImagePixels.toImage(samples.get(i), shape);
            Png.write(image, out.resolve(String.format(Locale.ROOT, "%05d.png", i)));
        }
    }
}
