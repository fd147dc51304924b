package io.github.autoencoders.cli;

import io.github.autoencoders.application.CodeInterpolation;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What lies between two samples. */
@Command(
        name = "interpolate",
        description = {
            "Decodes codes on the way from one sample's code to another's.",
            "",
            "The spherical way keeps the length of the codes, as those of a normal prior in many"
                    + " dimensions lie near a sphere."
        })
final class InterpolateCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Mixin private DataOption data = new DataOption();

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
            completionCandidates = Candidates.OfWays.class,
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

    @Override
    void run() throws IOException {
        Require.atLeast(2, "--steps", steps);
        List<int[]> ends = ends();
        SavedModel saved = model.open();
        SampleOutput output = Output.samples(out, saved.config().target());
        Samples samples = data.read(model, saved);
        List<Interpolation> paths = path == null ? List.of(Interpolation.values()) : List.of(path);
        List<CodeInterpolation> ways = new ArrayList<>();
        try (TrainedAutoencoder trained = model.load(saved)) {
            for (int[] pair : ends) {
                for (Interpolation way : paths) {
                    ways.add(CodeInterpolation.of(trained, samples, pair[0], pair[1], steps, way));
                }
            }
        }
        List<float[]> all = ways.stream().flatMap(way -> way.decoded().samples().stream()).toList();
        output.write(
                all,
                List.of(),
                () -> CodeInterpolation.sheet(ways).draw(CodeInterpolation.title(ways)));
        model.say("%,d samples in %s", all.size(), out);
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
}
