package io.github.autoencoders.cli;

import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.evaluation.RateDistortion;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples kept as codes of few bits. */
@Command(
        name = "compress",
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
final class CompressCommand extends Action {

    private static final int COLUMNS = 10;

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Mixin private DataOption data = new DataOption();

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

    @Override
    void run() throws IOException {
        Require.atLeast(1, "--count", count);
        SavedModel saved = model.open();
        int[] asked = bits == null ? new int[0] : new int[] {bits};
        RateDistortion.requireFits(saved.config(), asked);
        requireOut(saved.config().target());
        Samples samples = data.read(model, saved).first(count);
        try (TrainedAutoencoder trained = model.load(saved)) {
            RateDistortion measured = RateDistortion.of(trained, samples, asked);
            say(samples, saved.config().bottleneck(), measured.lines());
            if (out != null && bits != null) {
                write(
                        Output.samples(out, samples.format()),
                        samples,
                        measured.rows().get(0).decoded());
            } else if (out != null && !measured.rows().isEmpty()) {
                Png.write(measured.chart().draw("Rate and distortion"), out);
                model.say("chart: %s", out);
            }
        }
    }

    private void requireOut(SampleFormat format) throws IOException {
        if (out != null && bits != null) {
            Output.samples(out, format);
        } else if (out != null && !Output.endsIn(out, ".png")) {
            throw new IllegalArgumentException(
                    "--out must end in .png for the chart, which is drawn without --bits, but is "
                            + out);
        }
    }

    private void say(Samples samples, Bottleneck bottleneck, List<String> lines) {
        String line = "%,d samples of %s as codes";
        if (bottleneck instanceof Bottleneck.VectorQuantized book) {
            String numbers = " of %d numbers of %d entries: %s";
            model.say(
                    line + numbers,
                    samples.size(),
                    samples.name(),
                    book.codes(),
                    book.entries(),
                    lines.get(0));
        } else {
            model.say(line, samples.size(), samples.name());
            model.output().say(lines);
        }
    }

    private void write(SampleOutput output, Samples samples, Samples decoded) throws IOException {
        int shown = output.takesAll() ? samples.size() : Math.min(COLUMNS, samples.size());
        output.write(
                decoded.first(shown).samples(),
                List.of(),
                () ->
                        Sheet.ofReconstructions(samples.first(shown), decoded.first(shown))
                                .draw("Codes of " + bits + " bits a value"));
        model.say("%s samples decoded in %s", ModelOptions.count(shown, samples.size()), out);
    }
}
