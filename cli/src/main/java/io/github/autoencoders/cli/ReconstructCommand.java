package io.github.autoencoders.cli;

import io.github.autoencoders.application.Exchange;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.application.SoundRestoration;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.evaluation.StringAccuracy;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to what the model makes of them. */
@Command(name = "reconstruct", description = "Encodes and decodes samples.")
final class ReconstructCommand extends Action {

    private static final int COLUMNS = 10;

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "An IDX file, a CSV file, a file of strings, a sound, a folder of images or"
                            + " sounds, or a data set's name.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for the first "
                            + COLUMNS
                            + " above their reconstructions, a .csv file for the numbers of all, or"
                            + " a folder for one image each; for strings a .txt or .smi file; for"
                            + " sounds of any length a .wav file or a folder.")
    private Path out = Path.of("");

    @Option(
            names = "--corrupt",
            description =
                    "Corrupt the samples first, as the model's recipe says; a .png file then shows"
                            + " them corrupted, restored and clean.")
    private boolean corrupt;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description =
                    "Decode all as samples of this label, of a conditional model: in the look of"
                            + " its samples, where each label has a decoder.")
    private @Nullable String label;

    @Override
    void run() throws IOException {
        SavedModel saved = model.open();
        SampleFormat format = saved.config().target();
        requireFits(saved);
        boolean strings = format.kind() == SampleKind.TEXT && label == null;
        if (!corrupt && !Output.isPrinted(out) && SoundRestoration.takes(saved.config(), out)) {
            writeSounds(saved);
        } else if (!corrupt && !strings && Output.takesAll(out, format)) {
            writeAll(saved);
        } else {
            write(saved, Output.samples(out, format));
        }
    }

    private void requireFits(SavedModel saved) throws IOException {
        if (corrupt && label != null) {
            throw new IllegalArgumentException("--corrupt must not be given with --label, but is");
        }
        if (label != null) {
            saved.config().condition(label);
        }
        if (corrupt && !saved.card().recipe().corruption().corrupts()) {
            throw new IllegalArgumentException(
                    "--corrupt must be given for a model that was trained on corrupted samples,"
                            + " but its recipe has the corruption None");
        }
        if (corrupt && saved.config().otherTarget().isPresent()) {
            throw new IllegalArgumentException(
                    "--corrupt must not be given for a model whose samples become others");
        }
    }

    // Whole sounds, which are longer or shorter than windows.
    private void writeSounds(SavedModel saved) throws IOException {
        AtomicWrite.requirePlace(out);
        List<SoundFile> files = model.source(in, saved).sounds();
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "--in must be a sound file or a folder of sounds, but is " + in);
        }
        try (TrainedAutoencoder trained = model.load(saved)) {
            SoundRestoration made = SoundRestoration.of(trained, files, Path.of(in), out);
            String what = made.sounds() == 1 ? "sound" : "sounds";
            model.say("%,d %s of %s restored in %s: %s", made.sounds(), what, in, out, made);
        }
    }

    private void writeAll(SavedModel saved) throws IOException {
        try (TrainedAutoencoder trained = model.load(saved);
                SampleStream samples = model.stream(in, saved)) {
            if (label == null) {
                String what = "samples of %s reconstructed".formatted(in);
                model.writeAll(trained, Task.RECONSTRUCT, samples, what, out);
            } else {
                SampleStream codes = Exchange.codes(trained, samples, label);
                String what = "samples of %s as %s".formatted(in, label);
                model.writeAll(trained, Task.DECODE, codes, what, out);
            }
        }
    }

    private void write(SavedModel saved, SampleOutput output) throws IOException {
        Samples all = model.read(in, saved);
        Samples samples = output.takesAll() ? all : all.few(COLUMNS);
        Made made;
        try (TrainedAutoencoder trained = model.load(saved)) {
            made = made(trained, samples);
        }
        output.write(made.samples, List.of(), made.sheet);
        String count = ModelOptions.count(samples.size(), all.size());
        model.say("%s samples of %s %s in %s", count, in, made.how, out);
        model.output().say(made.lines);
    }

    private record Made(
            String how, List<float[]> samples, Supplier<BufferedImage> sheet, List<String> lines) {}

    private Made made(TrainedAutoencoder trained, Samples samples) {
        if (label != null) {
            Exchange made = Exchange.of(trained, samples, label);
            return new Made(
                    "as " + label,
                    made.exchanged().samples(),
                    () -> made.sheet().draw("As " + label),
                    List.of());
        }
        if (corrupt) {
            Restoration made = Restoration.of(trained, samples);
            SampleDrawing drawing = SampleDrawing.of(samples.format(), made.clean());
            return new Made(
                    "restored",
                    made.restored(),
                    () -> made.sheet(drawing, COLUMNS).draw("Corrupted and restored"),
                    made.lines(samples.format()));
        }
        Samples made = trained.reconstruct(samples);
        boolean same =
                made.format().kind() == SampleKind.TEXT && trained.config().otherTarget().isEmpty();
        return new Made(
                "reconstructed",
                made.samples(),
                () -> Sheet.ofReconstructions(samples, made).draw("Reconstructions"),
                same ? StringAccuracy.of(samples, made).lines() : List.of());
    }
}
