package io.github.autoencoders.cli;

import io.github.autoencoders.application.Exchange;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.application.SoundRestoration;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.evaluation.StringAccuracy;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.Png;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to what the model makes of them. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Encodes and decodes samples.")
final class ReconstructCommand implements Callable<Integer> {

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
    public Integer call() throws IOException {
        SavedModel saved = model.open();
        SampleFormat format = saved.config().target();
        boolean strings = format.kind() == SampleKind.TEXT;
        if (label != null) {
            exchange(saved, label);
        } else if (!corrupt && isOfSounds(format) && saved.config().conditions().isEmpty()) {
            sounds(saved);
        } else if (corrupt) {
            restore(saved, Output.samples(out, format));
        } else if (!strings && Output.takesAll(out, format)) {
            try (TrainedAutoencoder trained = model.load(saved);
                    SampleStream samples = model.stream(in, saved)) {
                String what = "samples of " + in + " reconstructed";
                model.writeAll(trained, Task.RECONSTRUCT, samples, what, out);
            }
        } else {
            reconstruct(saved, Output.samples(out, format));
        }
        return CommandLine.ExitCode.OK;
    }

    private void exchange(SavedModel saved, String to) throws IOException {
        if (corrupt) {
            throw new IllegalArgumentException("--corrupt must not be given with --label, but is");
        }
        saved.config().condition(to);
        if (Output.takesAll(out, saved.config().target())) {
            try (TrainedAutoencoder trained = model.load(saved);
                    SampleStream codes = Exchange.codes(trained, model.stream(in, saved), to)) {
                String what = "samples of %s as %s".formatted(in, to);
                model.writeAll(trained, Task.DECODE, codes, what, out);
            }
            return;
        }
        Samples all = model.read(in, saved);
        Samples some = all.few(COLUMNS);
        try (TrainedAutoencoder trained = model.load(saved)) {
            Png.write(Exchange.of(trained, some, to).sheet().draw("As " + to), out);
        }
        String count = ModelOptions.count(some.size(), all.size());
        model.say("%s samples of %s as %s in %s", count, in, to, out);
    }

    private boolean isOfSounds(SampleFormat format) throws IOException {
        boolean folder = !String.valueOf(out.getFileName()).contains(".");
        return format.isOfSounds()
                && !Output.isPrinted(out)
                && (folder || SoundRestoration.isFile(out));
    }

    // Whole sounds, which are longer or shorter than windows.
    private void sounds(SavedModel saved) throws IOException {
        AtomicWrite.requirePlace(out);
        DataSource source = model.source(in, saved);
        List<SoundFile> files = source.sounds();
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

    private static Samples shown(Samples samples, SampleOutput output) {
        return output.takesAll() ? samples : samples.few(COLUMNS);
    }

    private void reconstruct(SavedModel saved, SampleOutput output) throws IOException {
        Samples all = model.read(in, saved);
        Samples samples = shown(all, output);
        Samples made;
        try (TrainedAutoencoder trained = model.load(saved)) {
            made = trained.reconstruct(samples);
        }
        output.write(
                made.samples(),
                List.of(),
                () -> Sheet.ofReconstructions(samples, made).draw("Reconstructions"));
        String count = ModelOptions.count(made.size(), all.size());
        model.say("%s samples of %s reconstructed in %s", count, in, out);
        if (made.format().kind() == SampleKind.TEXT && saved.config().otherTarget().isEmpty()) {
            model.output().say(StringAccuracy.of(samples, made));
        }
    }

    private void restore(SavedModel saved, SampleOutput output) throws IOException {
        if (!saved.card().recipe().corruption().corrupts()) {
            throw new IllegalArgumentException(
                    "--corrupt must be given for a model that was trained on corrupted samples,"
                            + " but its recipe has the corruption None");
        }
        if (saved.config().otherTarget().isPresent()) {
            throw new IllegalArgumentException(
                    "--corrupt must not be given for a model whose samples become others");
        }
        Samples all = model.read(in, saved);
        Samples samples = shown(all, output);
        SampleFormat format = samples.format();
        Restoration made;
        try (TrainedAutoencoder trained = model.load(saved)) {
            made = Restoration.of(trained, samples);
        }
        SampleDrawing drawing = SampleDrawing.of(format, made.clean());
        output.write(
                made.restored(),
                List.of(),
                () -> made.sheet(drawing, COLUMNS).draw("Corrupted and restored"));
        String count = ModelOptions.count(samples.size(), all.size());
        model.say("%s samples of %s restored in %s", count, in, out);
        model.output().say(made.lines(format));
    }
}
