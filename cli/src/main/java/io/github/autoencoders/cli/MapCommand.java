package io.github.autoencoders.cli;

import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.CodeMap;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The codes of samples as points. */
@Command(
        name = "map",
        description = {
            "Draws the codes of samples as points, coloured by label.",
            "",
            "Larger codes are seen along the directions in which they vary most."
        })
final class MapCommand extends Action {

    private static final int POINTS = 10_000;

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "An IDX file, a CSV file, a folder of images, or a data set's name; the first"
                            + " 10,000 samples are drawn.")
    private String in = "";

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            description = "2 for a plane, 3 for two views of a space (default: ${DEFAULT-VALUE}).")
    private int dimensions = 2;

    @Option(
            names = "--trajectory",
            description =
                    "Join the codes in the order of the samples, as of the frames of moving"
                            + " pictures, coloured from the first to the last.")
    private boolean trajectory;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .png file to write.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        if (dimensions != 2 && dimensions != 3) {
            throw new IllegalArgumentException("--dimensions must be 2 or 3, but is " + dimensions);
        }
        Output.requireEnding("--out", out, ".png");
        SavedModel saved = model.open(Part.ENCODER);
        int codeSize = saved.config().bottleneck().codeSize();
        if (codeSize < dimensions) {
            throw new IllegalArgumentException(
                    "--dimensions must be at most the size of the code, "
                            + codeSize
                            + ", but is "
                            + dimensions);
        }
        Samples all = model.read(in, saved);
        Samples samples = all.first(POINTS);
        try (TrainedAutoencoder trained = model.load(saved)) {
            float[][] codes = trained.encode(samples);
            CodeMap map = trajectory ? CodeMap.ofTrajectory(codes) : CodeMap.of(samples, codes);
            Png.write(dimensions == 2 ? map.draw("Codes") : map.drawSpace("Codes"), out);
        }
        String count = ModelOptions.count(samples.size(), all.size());
        model.say("%s codes of %s in %s", count, samples.name(), out);
    }
}
