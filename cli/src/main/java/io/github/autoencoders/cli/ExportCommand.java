package io.github.autoencoders.cli;

import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model to a saved model of one of its parts, or to a file that other programs run. */
@Command(
        name = "export",
        description = {
            "Saves a model's encoder or decoder apart, or the whole of it, without the run; or"
                    + " writes a part of it for other programs.",
            "",
            "The folder is a saved model that holds the parameters of that part alone: the commands"
                    + " that need no other part take it as RUN, and so does DJL's Criteria.",
            "",
            "With --format onnx the output is one file that the runtimes of ONNX run, in any"
                    + " language; with torchscript, one that PyTorch loads. Samples go in and come"
                    + " out in raw units, as data has them, in batches of any size. The score is"
                    + " the anomaly score; the whole of a variational model takes the noise of its"
                    + " codes as an input.",
            "",
            "As safetensors or npz, weights go to a file in PyTorch's layouts instead."
        })
final class ExportCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--part",
            required = true,
            paramLabel = "PART",
            completionCandidates = Candidates.OfExports.class,
            description =
                    "encoder, decoder or whole; with --format onnx or torchscript also"
                            + " reconstruction, score, or step, one symbol of a decoder of"
                            + " strings.")
    private Export part = Export.WHOLE;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = Candidates.OfExportForms.class,
            description = "folder (default), a saved model; onnx, torchscript, safetensors or npz.")
    private ExportForm format = ExportForm.FOLDER;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PLACE",
            description = "The folder to write, new or empty; or the file, model.onnx for example.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        if (!format.isComputation() && !part.isSaved()) {
            throw new IllegalArgumentException(
                    "--part must be encoder, decoder or whole, but is %s, which has no parameters of its own"
                            .formatted(part.key()));
        }
        SavedModel saved = model.open(part.held());
        format.requirePlace(out);
        try (TrainedAutoencoder whole = model.load(saved)) {
            model.output().say(format.write(whole, part, out));
        }
        model.say("%s of %s in %s", part.key(), model.typed(), out);
    }
}
