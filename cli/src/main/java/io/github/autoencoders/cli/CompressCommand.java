package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.RateDistortion;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Compression;
import io.github.autoencoders.training.ReconstructionQuality;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples kept as codes of few bits. */
@Command(
        name = "compress",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Rounds the codes of samples to a few bits for each value and decodes them again: bits"
                    + " per pixel, PSNR and SSIM.",
            "",
            "Bits per pixel are values of a code * bits / pixels. The range of each value over the"
                + " codes of DATA, which is divided into 2^bits cells, and the model are not"
                + " counted, nor are the labels that a conditional model is given. The entropy is"
                + " what an entropy code could make of them. A model with a codebook has one rate,"
                + " that of its entries' numbers, and no chart."
        })
final class CompressCommand implements Callable<Integer> {

    private static final int MOST_BITS = 8; // of the table
    private static final int COLUMNS = 10;

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    @Option(
            names = "--bits",
            paramLabel = "N",
            description = "Bits for each value, 1 to 16 (default: a table of 1 to 8).")
    private @Nullable Integer bits;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Of the first N samples (default: ${DEFAULT-VALUE}).")
    private int count = 1_000;

    @Option(
            names = "--out",
            paramLabel = "OUT",
            description =
                    "With --bits, the decoded samples: a .png file for the first "
                            + COLUMNS
                            + " below the originals, a .csv file for the numbers of all, or a"
                            + " folder for one image each. Without, a .png file for the chart of"
                            + " PSNR over bits per pixel.")
    private @Nullable Path out;

    /** One line of the table. */
    private record Row(
            Compression compression, ReconstructionQuality likeness, List<float[]> decoded) {

        String line() {
            boolean rounded = compression.bits() < Float.SIZE;
            String similarity =
                    likeness.ssim().isPresent()
                            ? String.format(Locale.ROOT, "%.4f", likeness.ssim().getAsDouble())
                            : "-";
            return String.format(
                    Locale.ROOT,
                    "%10d  %10.4f  %13s  %7.2f  %6s",
                    compression.bits(),
                    compression.rate(),
                    rounded
                            ? String.format(Locale.ROOT, "%.4f", compression.entropy())
                            : "not rounded",
                    likeness.psnr(),
                    similarity);
        }
    }

    @Override
    public Integer call() throws IOException, TranslateException {
        requireNumbers();
        SavedModel saved = model.openForCodes();
        SampleFormat format = saved.config().format();
        Bottleneck bottleneck = saved.config().bottleneck();
        if (bottleneck instanceof Bottleneck.VectorQuantized && bits != null) {
            throw new IllegalArgumentException(
                    "--bits must not be given for a model with a codebook, whose entries' numbers"
                            + " are the code, but is "
                            + bits);
        }
        requireOut(format);
        Samples samples = model.read(in, saved).first(count);
        List<float[]> codes = model.run(saved, Task.ENCODE, samples);
        Row limit = row(saved, samples, Compression.unrounded(format, codes));
        List<Row> table = new ArrayList<>();
        if (bottleneck instanceof Bottleneck.VectorQuantized book) {
            printCodebook(samples, book, limit);
            return CommandLine.ExitCode.OK;
        }
        int last = bits == null ? MOST_BITS : bits;
        for (int n = bits == null ? 1 : bits; n <= last; n++) {
            table.add(row(saved, samples, Compression.of(format, codes, n)));
        }
        print(samples, table, limit);
        if (out != null && bits == null) {
            writeChart(out, format, table, limit);
        } else if (out != null) {
            writeSamples(SampleOutput.of(out, format), samples, table.get(0));
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireNumbers() {
        if (count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, but is " + count);
        }
        if (bits != null && (bits < 1 || bits > 16)) {
            throw new IllegalArgumentException("--bits must be from 1 to 16, but is " + bits);
        }
    }

    private void requireOut(SampleFormat format) throws IOException {
        if (out == null) {
            return;
        }
        if (bits != null) {
            SampleOutput.of(out, format);
        } else if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new IllegalArgumentException(
                    "--out must end in .png for the chart, which is drawn without --bits, but is "
                            + out);
        }
    }

    private Row row(SavedModel saved, Samples samples, Compression compression) throws IOException {
        List<float[]> decoded = model.decode(saved, compression.codes(), samples.labels());
        ReconstructionQuality likeness =
                ReconstructionQuality.of(samples.format(), samples.samples(), decoded);
        return new Row(compression, likeness, decoded);
    }

    private void printCodebook(Samples samples, Bottleneck.VectorQuantized book, Row row) {
        model.text()
                .printf(
                        Locale.ROOT,
                        "%,d samples of %s as codes of %d numbers of %d entries:"
                                + " %.4f bits/%s, %s%n",
                        samples.size(),
                        samples.name(),
                        book.codes(),
                        book.entries(),
                        Compression.rate(samples.format(), book.bits()),
                        Compression.unit(samples.format()),
                        row.likeness());
    }

    private void print(Samples samples, List<Row> table, Row limit) {
        PrintWriter text = model.text();
        String unit = Compression.unit(samples.format());
        text.printf(Locale.ROOT, "%,d samples of %s as codes%n", samples.size(), samples.name());
        text.printf(
                "%10s  %10s  %13s  %7s  %6s%n",
                "bits/value", "bits/" + unit, "entropy/" + unit, "PSNR dB", "SSIM");
        table.forEach(row -> text.println(row.line()));
        text.println(limit.line());
        text.flush();
    }

    private void writeChart(Path file, SampleFormat format, List<Row> table, Row limit)
            throws IOException {
        List<RateDistortion.Point> points = table.stream().map(CompressCommand::point).toList();
        RateDistortion chart =
                new RateDistortion(points, limit.likeness().psnr(), Compression.unit(format));
        Png.write(chart.draw("Rate and distortion"), file);
        model.text().println("chart: " + file);
    }

    private static RateDistortion.Point point(Row row) {
        return new RateDistortion.Point(
                row.compression().rate(), row.compression().entropy(), row.likeness().psnr());
    }

    private void writeSamples(SampleOutput output, Samples samples, Row row) throws IOException {
        List<float[]> decoded = output.shown(row.decoded(), COLUMNS);
        List<float[]> originals = output.shown(samples.samples(), COLUMNS);
        output.write(
                decoded,
                "samples decoded",
                () ->
                        Sheet.ofReconstructions(output.drawing(originals), originals, decoded)
                                .draw("Codes of " + bits + " bits a value"),
                model.text());
    }
}
