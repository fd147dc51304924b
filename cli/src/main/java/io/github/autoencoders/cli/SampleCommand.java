package io.github.autoencoders.cli;

import static java.util.Collections.nCopies;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** New samples from the prior. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws codes from the prior N(0, I) and decodes them into new samples.",
            "",
            "The same seed gives the same codes on every engine. A conditional model decodes each"
                + " code with each label, or with --label only. A plain autoencoder has no prior:"
                + " few of its samples will look like anything."
        })
final class SampleCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many codes (default: 100, or 10 for all labels).")
    private @Nullable Integer count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the first code; each next one has the next seed (default: 0).")
    private long seed;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "The label of all samples, for a conditional model.")
    private @Nullable String label;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = {
                "Of drawn symbols, for strings whose decoder sees the symbols before: 1 draws with"
                    + " the model's probabilities, less favours the probable (default: 0, always"
                    + " the most probable)."
            })
    private double temperature;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for one sheet, a .csv file for numbers, or a folder for one image"
                            + " each; for strings a .txt or .smi file.")
    private Path out = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "DATA",
            description = "Strings, such as those learnt from, that are not counted as new.")
    private @Nullable String against;

    @Override
    public Integer call() throws IOException, TranslateException {
        if (count != null && count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, but is " + count);
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "--temperature must be finite and not negative, but is " + temperature);
        }
        SavedModel saved = model.open(Part.DECODER);
        SampleOutput output = SampleOutput.of(out, saved.config().format());
        Optional<GeneratedStrings> counting = counting(saved);
        List<String> labels = labels(saved.config());
        int codes = count == null ? (labels.size() > 1 ? 10 : 100) : count;
        List<float[]> samples = samples(saved, labels, codes);
        List<String> ofEach =
                labels.stream().flatMap(name -> nCopies(codes, name).stream()).toList();
        output.write(
                samples,
                ofEach,
                "samples",
                () -> sheet(output.drawing(samples), labels, samples),
                model.text());
        counting.ifPresent(strings -> model.text().println(strings.count(samples)));
        return CommandLine.ExitCode.OK;
    }

    private List<float[]> samples(SavedModel saved, List<String> labels, int codes)
            throws IOException {
        try (TrainedAutoencoder trained = model.load(saved)) {
            if (labels.isEmpty()) {
                return trained.sample(codes, seed, labels, temperature).samples();
            }
            List<float[]> samples = new ArrayList<>();
            for (String name : labels) {
                samples.addAll(trained.sample(codes, seed, List.of(name), temperature).samples());
            }
            return samples;
        }
    }

    private List<String> labels(AutoencoderConfig config) {
        if (label == null) {
            return config.conditions();
        }
        config.condition(label); // refuses a label that is not there
        return List.of(label);
    }

    private static BufferedImage sheet(
            SampleDrawing drawing, List<String> labels, List<float[]> samples) {
        if (labels.size() > 1) {
            return Sheet.ofLabels(drawing, labels, samples)
                    .draw("Samples from the prior, given the label");
        }
        int columns = (int) Math.ceil(Math.sqrt(samples.size()));
        String given = labels.isEmpty() ? "" : ", given " + labels.get(0);
        return Sheet.ofSamples(drawing, samples, columns).draw("Samples from the prior" + given);
    }

    // The data are read before any work is done.
    private Optional<GeneratedStrings> counting(SavedModel saved) throws IOException {
        if (Strings.areSamplesOf(saved.config().format())) {
            return Optional.of(GeneratedStrings.of(saved, against));
        }
        if (against != null) {
            throw new IllegalArgumentException(
                    "--against must not be given for samples that are no strings, but is "
                            + against);
        }
        return Optional.empty();
    }
}
