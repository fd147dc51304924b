package io.github.autoencoders.cli;

import io.github.autoencoders.application.LabelArithmetic;
import io.github.autoencoders.application.SampleArithmetic;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sums and differences of codes. */
@Command(
        name = "arithmetic",
        description = {
            "Adds features to samples by adding codes, and draws what the decoder makes of it.",
            "",
            "With labels, the mean code of --plus less that of --minus is added to samples of"
                + " --minus, times -2 to 2. With --from, all three are numbers of samples, from 0:"
                + " code of --from less code of --minus plus code of --plus; a conditional model"
                + " decodes the sum given the label of --from."
        },
        footer = {
            "",
            "autoencoders arithmetic runs/vae-sprites --in sprites --minus square --plus heart"
                    + " --out hearts.png",
            "autoencoders arithmetic runs/vae-sprites --in sprites --from 3 --minus 7 --plus 8"
                    + " --out sum.png"
        })
final class ArithmeticCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--minus",
            required = true,
            paramLabel = "LABEL",
            description = "What is taken away: a label, or with --from a sample's number.")
    private String minus = "";

    @Option(
            names = "--plus",
            required = true,
            paramLabel = "LABEL",
            description = "What is added: a label, or with --from a sample's number.")
    private String plus = "";

    @Option(names = "--from", paramLabel = "N", description = "The sample to begin with, from 0.")
    private @Nullable Integer from;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many samples of --minus are shown (default: ${DEFAULT-VALUE}).")
    private int count = 6;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .png file to write.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        Require.atLeast(1, "--count", count);
        Output.requireEnding("--out", out, ".png");
        SavedModel saved = model.open();
        if (saved.config().format().kind() == SampleKind.TEXT) {
            throw new IllegalArgumentException("RUN must be one of numbers, but is one of strings");
        }
        Samples samples = data.read(model, saved);
        try (TrainedAutoencoder trained = model.load(saved)) {
            BufferedImage picture =
                    from == null
                            ? LabelArithmetic.of(trained, samples, minus, plus, count)
                                    .sheet()
                                    .draw("From " + minus + " to " + plus)
                            : SampleArithmetic.of(
                                            trained,
                                            samples,
                                            from,
                                            number("--minus", minus),
                                            number("--plus", plus))
                                    .sheet()
                                    .draw("Arithmetic of codes");
            Png.write(picture, out);
        }
        model.say("sums of codes in %s", out);
    }

    private static int number(String option, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    option + " must be a sample's number with --from, but is \"" + text + '"');
        }
        return Integer.parseInt(text);
    }
}
