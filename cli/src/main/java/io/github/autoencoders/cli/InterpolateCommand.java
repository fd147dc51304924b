package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What lies between two samples. */
@Command(
        name = "interpolate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Decodes codes on the way from one sample's code to another's.",
            "",
            "The spherical way keeps the length of the codes, as those of a normal prior in many"
                    + " dimensions lie near a sphere."
        })
final class InterpolateCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    @Option(
            names = "--from",
            paramLabel = "I",
            description = "The number of the first sample, from 0.")
    private @Nullable Integer from;

    @Option(names = "--to", paramLabel = "J", description = "The number of the last sample.")
    private @Nullable Integer to;

    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "I:J",
            description = "Several pairs in the place of --from and --to, as 3:7,1:2.")
    private List<String> pairs = new ArrayList<>();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "How many codes, the two of the samples among them (default: 10).")
    private int steps = 10;

    @Option(
            names = "--path",
            paramLabel = "WAY",
            description = "linear or spherical (default: both, one below the other).")
    private @Nullable Interpolation path;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for one row for each way, a .csv file for numbers, or a folder"
                            + " for one image each.")
    private Path out = Path.of("");

    /** Two samples by their numbers, and a way between them. */
    private record Way(int from, int to, Interpolation path) {

        String caption() {
            return from + " to " + to + ", " + path.name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException, TranslateException {
        if (steps < 2) {
            throw new IllegalArgumentException("--steps must be at least 2, but is " + steps);
        }
        List<int[]> ends = ends();
        SavedModel saved = model.open();
        SampleOutput output = SampleOutput.of(out, saved.config().format());
        Samples samples = model.read(in, saved);
        List<Way> ways = new ArrayList<>();
        for (int[] pair : ends) {
            requireIndex(pair[0], samples);
            requireIndex(pair[1], samples);
            Stream.of(Interpolation.values())
                    .filter(way -> path == null || way == path)
                    .forEach(way -> ways.add(new Way(pair[0], pair[1], way)));
        }
        // A conditional model's decoder is given the label of the first sample, all the way.
        int[] first =
                ways.stream()
                        .flatMapToInt(way -> IntStream.of(new int[steps]).map(i -> way.from))
                        .toArray();
        List<float[]> decoded =
                model.decode(saved, codes(ways, saved, samples), samples.subset(first).labels());
        output.write(decoded, "samples", () -> sheet(output, ways, decoded).draw(""), model.text());
        return CommandLine.ExitCode.OK;
    }

    private List<int[]> ends() {
        if ((from == null) != (to == null) || (from == null) == pairs.isEmpty()) {
            throw new IllegalArgumentException(
                    "--from and --to, or --pairs, must be given, and not both");
        }
        return from != null && to != null
                ? List.of(new int[] {from, to})
                : pairs.stream().map(InterpolateCommand::pair).toList();
    }

    private static int[] pair(String text) {
        if (!text.matches("\\d{1,9}:\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "--pairs must be two numbers each, as 3:7,1:2, but has \"" + text + '"');
        }
        return Arrays.stream(text.split(":", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /** Checks the number of a sample. */
    static void requireIndex(int index, Samples samples) {
        if (index < 0 || index >= samples.size()) {
            throw new IllegalArgumentException(
                    "a sample's number must be from 0 to "
                            + (samples.size() - 1)
                            + " in "
                            + samples.name()
                            + ", but is "
                            + index);
        }
    }

    private List<float[]> codes(List<Way> ways, SavedModel saved, Samples samples)
            throws IOException {
        int[] ends = ways.stream().flatMapToInt(way -> IntStream.of(way.from, way.to)).toArray();
        List<float[]> codes = model.run(saved, Task.ENCODE, samples.subset(ends));
        List<float[]> between = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            between.addAll(ways.get(i).path.path(codes.get(2 * i), codes.get(2 * i + 1), steps));
        }
        return between;
    }

    private Sheet sheet(SampleOutput output, List<Way> ways, List<float[]> decoded) {
        List<Sheet.Row> rows = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            List<float[]> row = decoded.subList(i * steps, (i + 1) * steps);
            rows.add(new Sheet.Row(ways.get(i).caption(), row));
        }
        List<String> parts =
                IntStream.range(0, steps)
                        .mapToObj(step -> String.format(Locale.ROOT, "%.2f", step / (steps - 1.0)))
                        .toList();
        return new Sheet(output.drawing(decoded), rows, parts, "", "part of the way");
    }
}
