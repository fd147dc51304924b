package io.github.autoencoders.cli;

import io.github.autoencoders.application.PriorSamples;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.evaluation.StringQuality;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** New samples from the prior. */
@Command(
        name = "sample",
        description = {
            "Draws codes from the prior N(0, I) and decodes them into new samples.",
            "",
            "The same seed gives the same codes on every engine. A conditional model decodes each"
                + " code with each label, or with --label only. A plain autoencoder has no prior:"
                + " few of its samples will look like anything."
        })
final class SampleCommand extends Action {

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
                            + " or sound each; for strings a .txt or .smi file.")
    private Path out = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "Strings, such as those learnt from, that are not counted as new.")
    private @Nullable String against;

    @Override
    void run() throws IOException {
        SavedModel saved = model.open(Part.DECODER);
        SampleFormat format = saved.config().target();
        SampleOutput output = Output.samples(out, format);
        Optional<Set<String>> known = known(saved);
        List<String> labels = label == null ? saved.config().conditions() : List.of(label);
        int codes = count != null ? count : labels.size() > 1 ? 10 : 100;
        Require.atLeast(1, "count", codes);
        labels.forEach(saved.config()::condition); // refuses one that is not there
        PriorSamples drawn;
        try (TrainedAutoencoder decoder = model.load(saved)) {
            drawn = PriorSamples.of(decoder, codes, seed, labels, temperature);
        }
        List<float[]> values = drawn.values();
        int columns = (int) Math.ceil(Math.sqrt(values.size()));
        SampleDrawing drawing = SampleDrawing.of(format, values);
        output.write(
                values,
                drawn.labelOfEach(),
                () -> drawn.sheet(drawing, columns).draw(drawn.title()));
        model.say("%,d samples in %s", values.size(), out);
        if (!saved.config().bottleneck().isStochastic()) {
            model.say(
                    "a plain autoencoder has no prior: its codes need not be like these, of N(0,"
                            + " I), and its samples like nothing");
        }
        if (format.kind() == SampleKind.TEXT) {
            boolean smiles = Strings.areSmiles(saved.card().recipe().data().source());
            StringQuality quality = StringQuality.of(format.texts(values), smiles);
            known.ifPresentOrElse(
                    strings ->
                            model.say(
                                    "%s, %,d of these not in %s",
                                    quality, quality.novel(strings).size(), against),
                    () -> model.output().say(quality));
        }
    }

    // Strings that are not new, if they are named; read before any work is done.
    private Optional<Set<String>> known(SavedModel saved) throws IOException {
        if (against == null) {
            return Optional.empty();
        }
        if (saved.config().target().kind() != SampleKind.TEXT) {
            throw new IllegalArgumentException(
                    "--against must not be given for samples that are no strings, but is "
                            + against);
        }
        if (!Strings.areNamed(against)) {
            throw new IllegalArgumentException(
                    "--against must be smiles-toy or a file of strings (.smi, .txt), but is "
                            + against);
        }
        DataOptions options = DataOptions.ofSeed(saved.card().recipe().seed());
        return Optional.of(Set.copyOf(DataSource.of(against, options).load().texts()));
    }
}
