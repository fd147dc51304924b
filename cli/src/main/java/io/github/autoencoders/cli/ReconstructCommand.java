package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.ReconstructionQuality;
import io.github.autoencoders.training.Restoration;
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
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        SampleFormat format = saved.config().format();
        boolean byPortions = !corrupt && !Strings.areSamplesOf(format);
        SampleOutput output =
                byPortions ? SampleOutput.ofAll(out, format) : SampleOutput.of(out, format);
        if (corrupt) {
            restore(saved, output);
            return CommandLine.ExitCode.OK;
        }
        if (output.takesAll() && byPortions) {
            writeAll(saved, output);
            return CommandLine.ExitCode.OK;
        }
        Samples samples = model.read(in, saved);
        List<float[]> originals = output.shown(samples.samples(), COLUMNS);
        List<float[]> reconstructions =
                model.run(saved, Task.RECONSTRUCT, samples.first(originals.size()));
        output.write(
                reconstructions,
                "samples of " + in + " reconstructed",
                () ->
                        Sheet.ofReconstructions(
                                        output.drawing(originals), originals, reconstructions)
                                .draw("Reconstructions"),
                model.text());
        if (Strings.areSamplesOf(format)) {
            model.text().println(GeneratedStrings.compare(format, originals, reconstructions));
        }
        return CommandLine.ExitCode.OK;
    }

    private void writeAll(SavedModel saved, SampleOutput output) throws IOException {
        try (SampleStream samples = model.stream(in, saved);
                TrainedAutoencoder trained = model.trained(saved)) {
            output.writeAll(
                    new Portions(samples, trained, Task.RECONSTRUCT),
                    "samples of " + in + " reconstructed",
                    model.text(),
                    model.textBeside(out));
        }
    }

    private void restore(SavedModel saved, SampleOutput output) throws IOException {
        if (!saved.card().recipe().corruption().corrupts()) {
            throw new IllegalArgumentException(
                    "--corrupt must be given for a model that was trained on corrupted samples,"
                            + " but its recipe has the corruption None");
        }
        Samples samples = model.read(in, saved);
        int count = output.shown(samples.samples(), COLUMNS).size();
        Restoration restoration = model.restore(saved, samples.first(count));
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
