package io.github.autoencoders.cli;

import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to codes. */
@Command(
        name = "encode",
        description = {
            "Turns samples into codes, one row of a CSV file for each.",
            "",
            "A variational autoencoder's code is the mean of its posterior. Labels of the samples,"
                    + " if any, become the last column; a conditional model needs them."
        })
final class EncodeCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "An IDX file, a CSV file, a file of strings, a folder of images, or a data"
                            + " set's name; - for CSV on the standard input.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write; - for the standard output.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        SavedModel saved = model.open(Part.ENCODER);
        Output.requireTable(out);
        try (TrainedAutoencoder encoder = model.load(saved);
                SampleStream samples = model.stream(in, saved)) {
            model.writeAll(encoder, Task.ENCODE, samples, "codes of " + samples.name(), out);
        }
    }
}
