package io.github.autoencoders.cli;

import io.github.autoencoders.evaluation.ReconstructionQuality;
import io.github.autoencoders.evaluation.Restoration;
import io.github.autoencoders.evaluation.StringAccuracy;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description =
                    "An IDX file, a CSV file, a file of strings, a folder of images, or a data"
                            + " set's name.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for the first "
                            + COLUMNS
                            + " above their reconstructions, a .csv"
                            + " file for the numbers of all, or a folder for one image each; for"
                            + " strings a .txt or .smi file.")
    private Path out = Path.of("");

    @Option(
            names = "--corrupt",
            description =
                    "Corrupt the samples first, as the model's recipe says; a .png file then shows"
                            + " them corrupted, restored and clean.")
    private boolean corrupt;

    @Override
    public Integer call() throws IOException {
        SavedModel saved = model.open();
        SampleFormat format = saved.config().format();
        boolean strings = format.kind() == SampleKind.TEXT;
        SampleOutput output =
                corrupt || strings ? SampleOutput.of(out, format) : SampleOutput.ofAll(out, format);
        if (corrupt) {
            restore(saved, output);
            return CommandLine.ExitCode.OK;
        }
        try (TrainedAutoencoder autoencoder = model.load(saved)) {
            if (output.takesAll() && !strings) {
                try (SampleStream samples = model.stream(in, saved)) {
                    String what = "samples of " + in + " reconstructed";
                    StreamedTask streamed =
                            new StreamedTask(samples, autoencoder, Task.RECONSTRUCT);
                    output.writeAll(streamed, what, model.text(), model.textBeside(out));
                }
            } else {
                write(autoencoder, shown(model.read(in, saved), output), output);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static Samples shown(Samples samples, SampleOutput output) {
        return output.takesAll() ? samples : samples.few(COLUMNS);
    }

    private void write(TrainedAutoencoder autoencoder, Samples originals, SampleOutput output)
            throws IOException {
        Samples made = autoencoder.reconstruct(originals);
        output.write(
                made.samples(),
                "samples of " + in + " reconstructed",
                () ->
                        Sheet.ofReconstructions(
                                        output.drawing(originals.samples()),
                                        originals.samples(),
                                        made.samples())
                                .draw("Reconstructions"),
                model.text());
        if (made.format().kind() == SampleKind.TEXT) {
            model.text().println(StringAccuracy.of(originals, made));
        }
    }

    private void restore(SavedModel saved, SampleOutput output) throws IOException {
        if (!saved.card().recipe().corruption().corrupts()) {
            throw new IllegalArgumentException(
                    "--corrupt must be given for a model that was trained on corrupted samples,"
                            + " but its recipe has the corruption None");
        }
        Samples samples = shown(model.read(in, saved), output);
        Restoration restoration;
        try (TrainedAutoencoder autoencoder = model.load(saved)) {
            restoration = Restoration.of(autoencoder, samples);
        }
        output.write(
                restoration.restored(),
                "samples of " + in + " restored",
                () ->
                        restoration
                                .sheet(output.drawing(restoration.clean()), COLUMNS)
                                .draw("Corrupted and restored"),
                model.text());
        SampleFormat format = saved.config().format();
        List<float[]> clean = restoration.clean();
        PrintWriter text = model.text();
        text.println(
                "corrupted: " + ReconstructionQuality.of(format, clean, restoration.corrupted()));
        text.println(
                "restored:  " + ReconstructionQuality.of(format, clean, restoration.restored()));
    }
}
