package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.probe.Coverage;
import io.github.autoencoders.probe.PriorCoverage;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The samples of two models side by side. */
@Command(
        name = "versus",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws samples of two models from the prior, and says how much of it decodes to"
                    + " nothing, and how much of the data they cover.",
            "",
            "Both decode the codes of the same seeds, from N(0, I); a conditional model is given"
                + " its labels in turn, or --label only. A sample is nothing if it is far: farther"
                + " from the nearest training sample (mean squared difference) than 99 %% of the"
                + " validation samples are; or blank: no nearer to it than to the even grey of its"
                + " own mean. A validation sample is covered if one of the model's samples is"
                + " nearer than its fifth neighbour in the validation set. The line of real samples"
                + " has the same of the validation set, and what --count training samples cover."
        })
final class VersusCommand implements Callable<Integer> {

    private static final int COLUMNS = 8;
    private static final int SHOWN = 64;

    @Mixin private ModelOptions model = new ModelOptions();

    @Parameters(
            index = "1",
            paramLabel = "OTHER",
            description = "The folder of the other run, or of a saved model.")
    private Path other = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "What samples should look like (default: what RUN was trained on).")
    private @Nullable String data;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many codes are decoded (default: ${DEFAULT-VALUE}).")
    private int count = 1_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Compare with the first N training samples, and a tenth as many validation"
                            + " samples; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit = 10_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the first code; each next one has the next seed (default: 0).")
    private long seed;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "The label that conditional models are given (default: each in turn).")
    private @Nullable String label;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .png file to write, of the first samples.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        requirePositive("--count", count, 1);
        requirePositive("--limit", limit, 0);
        SampleOutput.requirePng(out);
        SavedModel first = model.open(Part.DECODER);
        SavedModel second = ModelRepository.open("OTHER", other);
        second.require(Part.DECODER);
        requireSame(first.config().format().shape(), second.config().format().shape());
        requireLabel(first.config(), second.config());
        DataSplit split = model.splitWithoutGaps(data, first);
        List<float[]> real = first(split.validation().samples(), (limit + 9) / 10);
        if (real.size() <= Coverage.NEIGHBOURS) {
            throw new IllegalArgumentException(
                    "the validation samples to be covered, a tenth of --limit, must be more than "
                            + Coverage.NEIGHBOURS
                            + ", but are "
                            + real.size());
        }
        List<float[]> ofFirst = decoded(first);
        List<float[]> ofSecond = decoded(second);
        SampleDrawing drawing =
                RunPictures.drawing(first.config().format(), split.validation().samples());
        SampleOutput.writePicture(
                out,
                Sheet.sideBySide(
                        List.of(
                                sheet(drawing, ofFirst).draw(title(first)),
                                sheet(drawing, ofSecond).draw(title(second)))));
        Coverage coverage = Coverage.of(real);
        PriorCoverage prior = PriorCoverage.of(first(split.training().samples(), limit), real);
        model.text()
                .printf(
                        Locale.ROOT,
                        "of %,d codes from the prior, the share that decodes to nothing (far from"
                                + " all samples, or blank),%n"
                                + "and the share of %,d validation samples that they cover:%n",
                        count,
                        real.size());
        say(prior.of(ofFirst), coverage.by(ofFirst), family(first) + ", " + first.folder());
        say(prior.of(ofSecond), coverage.by(ofSecond), family(second) + ", " + second.folder());
        List<float[]> others = first(split.training().samples(), count);
        say(prior.of(real), coverage.by(others), "real samples");
        model.text().printf(Locale.ROOT, "the first %d in %s%n", Math.min(SHOWN, count), out);
        return CommandLine.ExitCode.OK;
    }

    private void requireLabel(AutoencoderConfig first, AutoencoderConfig second) {
        if (label == null) {
            return;
        }
        for (AutoencoderConfig config : List.of(first, second)) {
            if (!config.conditions().isEmpty()) {
                config.condition(label); // refuses a label that is not there
            }
        }
        if (first.conditions().isEmpty() && second.conditions().isEmpty()) {
            throw new IllegalArgumentException(
                    "--label must be given for a conditional model, but neither RUN nor OTHER is"
                            + " one");
        }
    }

    private List<float[]> decoded(SavedModel saved) throws IOException {
        List<String> conditions = saved.config().conditions();
        List<String> labels = label == null || conditions.isEmpty() ? conditions : List.of(label);
        try (TrainedAutoencoder trained = model.load(saved)) {
            return trained.sample(count, seed, labels).samples();
        }
    }

    private void say(PriorCoverage.Share share, double covered, String of) {
        model.text()
                .printf(
                        Locale.ROOT,
                        "%.3f (%.3f far, %.3f blank), %.3f covered  %s%n",
                        share.nothing(),
                        share.far(),
                        share.blank(),
                        covered,
                        of);
        model.text().flush();
    }

    private static String title(SavedModel saved) {
        return "Samples of a " + family(saved);
    }

    private static String family(SavedModel saved) {
        return saved.config().bottleneck().isStochastic()
                ? "variational autoencoder"
                : "plain autoencoder";
    }

    private static Sheet sheet(SampleDrawing drawing, List<float[]> samples) {
        return Sheet.ofSamples(drawing, first(samples, SHOWN), COLUMNS);
    }

    private static List<float[]> first(List<float[]> samples, int count) {
        return count == 0 ? samples : samples.subList(0, Math.min(count, samples.size()));
    }

    private static void requirePositive(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", but is " + value);
        }
    }

    private static void requireSame(Shape first, Shape second) {
        if (!first.equals(second)) {
            throw new IllegalArgumentException(
                    "RUN has samples of shape " + first + " but OTHER has shape " + second);
        }
    }
}
