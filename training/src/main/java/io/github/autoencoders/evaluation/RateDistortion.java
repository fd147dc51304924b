package io.github.autoencoders.evaluation;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.UniformQuantizer;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.picture.RateDistortionCurve;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How close samples come back that are kept as codes of few bits, over the bits that the codes
 * take.
 *
 * <pre>{@code
 * RateDistortion curve = RateDistortion.of(model, samples);  // 1 to 8 bits for each value of a code
 * double decibels = curve.rows().get(3).quality().psnr();    // with 4 bits
 * BufferedImage chart = curve.chart().draw("Rate and distortion");
 * }</pre>
 *
 * @param unit what a rate is counted for: pixel, or value of samples that are no images
 * @param rows by the bits that were asked for; none for a model with a codebook
 * @param limit the codes as they are: no rounding can do better
 */
public record RateDistortion(String unit, List<Row> rows, Row limit) {

    private static final int[] BITS = IntStream.rangeClosed(1, 8).toArray();

    /**
     * Codes of so many bits, and what becomes of them.
     *
     * @param compression the codes, with the bits that they take
     * @param quality of the decoded samples, beside the originals
     * @param decoded the samples, raw
     */
    public record Row(Compression compression, ReconstructionQuality quality, Samples decoded) {

        private String line(String entropy) {
            OptionalDouble ssim = quality.ssim();
            return String.format(
                    Locale.ROOT,
                    "%10d  %10.4f  %13s  %7.2f  %6s",
                    compression.bits(),
                    compression.rate(),
                    entropy,
                    quality.psnr(),
                    ssim.isPresent() ? number(ssim.getAsDouble()) : "-");
        }
    }

    public RateDistortion {
        rows = List.copyOf(rows);
    }

    /**
     * Measures a whole model on samples.
     *
     * @param samples in the model's format, labelled for a conditional model; their labels are not
     *     counted, and neither are the ranges of the codes' values and the model
     * @param bits for each value of a code, 1 to 16 each; without, 1 to 8. A codebook has a rate of
     *     its own, and takes none
     * @throws IllegalArgumentException if {@link #requireFits} refuses them
     */
    public static RateDistortion of(TrainedAutoencoder model, Samples samples, int... bits) {
        requireFits(model.config(), bits);
        List<float[]> codes = List.of(model.encode(samples));
        String unit = model.format().kind().unit();
        if (model.config().bottleneck() instanceof Bottleneck.VectorQuantized book) {
            Compression numbers = Compression.ofCodebook(model.format(), codes, book);
            return new RateDistortion(unit, List.of(), row(model, samples, numbers));
        }
        List<Row> rows =
                IntStream.of(bits.length == 0 ? BITS : bits)
                        .mapToObj(each -> Compression.of(model.format(), codes, each))
                        .map(compression -> row(model, samples, compression))
                        .toList();
        Compression unrounded = Compression.unrounded(model.format(), codes);
        return new RateDistortion(unit, rows, row(model, samples, unrounded));
    }

    /**
     * Checks, before any work, that a model's samples are numbers, and that its codes can be kept
     * in so many bits for each value.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public static void requireFits(AutoencoderConfig config, int... bits) {
        if (config.format().kind() == SampleKind.TEXT) {
            throw new IllegalArgumentException(
                    "model must be one of numbers, but is one of strings");
        }
        if (bits.length > 0 && config.bottleneck() instanceof Bottleneck.VectorQuantized) {
            throw new IllegalArgumentException(
                    "bits must not be given for a model with a codebook, whose entries' numbers are"
                            + " the code, but is "
                            + bits[0]);
        }
        IntStream.of(bits).forEach(UniformQuantizer::requireBits);
    }

    private static Row row(TrainedAutoencoder model, Samples samples, Compression compression) {
        float[][] codes = compression.codes().toArray(float[][]::new);
        Samples decoded = model.decode(codes, samples.labels());
        ReconstructionQuality quality =
                ReconstructionQuality.of(model.format(), samples.samples(), decoded.samples());
        return new Row(compression, quality, decoded);
    }

    /**
     * Returns what was measured as lines of text: a table with the codes as they are last, or the
     * one rate of a codebook.
     */
    public List<String> lines() {
        if (rows.isEmpty()) {
            return List.of(
                    String.format(
                            Locale.ROOT,
                            "%.4f bits/%s, %s",
                            limit.compression.rate(),
                            unit,
                            limit.quality));
        }
        Stream<String> header =
                Stream.of(
                        "%10s  %10s  %13s  %7s  %6s"
                                .formatted(
                                        "bits/value",
                                        "bits/" + unit,
                                        "entropy/" + unit,
                                        "PSNR dB",
                                        "SSIM"));
        Stream<String> rounded =
                rows.stream().map(row -> row.line(number(row.compression.entropy())));
        return Stream.of(header, rounded, Stream.of(limit.line("not rounded")))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Returns the chart of PSNR over bits, of at least one row. */
    public RateDistortionCurve chart() {
        return new RateDistortionCurve(
                rows.stream()
                        .map(
                                row ->
                                        new RateDistortionCurve.Point(
                                                row.compression.rate(),
                                                row.compression.entropy(),
                                                row.quality.psnr()))
                        .toList(),
                limit.quality.psnr(),
                unit);
    }
}
