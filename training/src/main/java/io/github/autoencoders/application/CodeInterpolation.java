package io.github.autoencoders.application;

import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What lies between two samples: codes on the way from one's code to the other's, decoded. The
 * first and the last are the reconstructions of the two.
 *
 * <pre>{@code
 * var way = CodeInterpolation.of(model, samples, 3, 8, 10, Interpolation.SPHERICAL);
 * List<BufferedImage> images = way.decoded().images();
 * BufferedImage sheet = CodeInterpolation.sheet(List.of(way)).draw("From 3 to 8");
 * }</pre>
 *
 * @param from the number of the first sample, from 0
 * @param to the number of the last sample
 * @param path the way between their codes
 * @param decoded one sample for each step
 */
public record CodeInterpolation(int from, int to, Interpolation path, Samples decoded) {

    /**
     * Returns what lies between two samples. A conditional model's decoder is told the label of the
     * first, all the way.
     *
     * @param samples in the model's format, labelled for a conditional model
     * @param from the number of the first sample, from 0
     * @param to the number of the last sample
     * @param steps how many codes, the two of the samples among them; at least 2
     */
    public static CodeInterpolation of(
            TrainedAutoencoder model,
            Samples samples,
            int from,
            int to,
            int steps,
            Interpolation path) {
        Conditioned.requireNumber(from, samples);
        Conditioned.requireNumber(to, samples);
        float[][] ends = model.encode(samples.subset(new int[] {from, to}));
        float[][] codes = path.path(ends[0], ends[1], steps).toArray(float[][]::new);
        List<String> labels = Conditioned.labels(model, samples, from, steps);
        return new CodeInterpolation(from, to, path, model.decode(codes, labels));
    }

    /** Returns the sheet of ways of as many steps, one below the other. */
    public static Sheet sheet(List<CodeInterpolation> ways) {
        Samples first = ways.get(0).decoded;
        List<float[]> all = ways.stream().flatMap(way -> way.decoded.samples().stream()).toList();
        List<Sheet.Row> rows =
                ways.stream()
                        .map(way -> new Sheet.Row(way.caption(), way.decoded.samples()))
                        .toList();
        List<String> parts =
                IntStream.range(0, first.size())
                        .mapToObj(i -> String.format(Locale.ROOT, "%.2f", i / (first.size() - 1.0)))
                        .toList();
        SampleDrawing drawing = SampleDrawing.of(first.format(), all);
        return new Sheet(drawing, rows, parts, "", "part of the way");
    }

    /** Returns the title of the sheet of ways. */
    public static String title(List<CodeInterpolation> ways) {
        CodeInterpolation first = ways.get(0);
        boolean one = ways.stream().allMatch(way -> way.from == first.from && way.to == first.to);
        return one
                ? "From sample %s to sample %s".formatted(first.from, first.to)
                : "From sample to sample";
    }

    private String caption() {
        return from + " to " + to + ", " + path.name().toLowerCase(Locale.ROOT);
    }
}
