package io.github.autoencoders.cli;

import io.github.autoencoders.model.Part;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model, or one of its parts, to what others open. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Saves a model's encoder or decoder apart, or the whole of it, without the run.",
            "",
            "The folder is a saved model that holds the parameters of that part alone: the commands"
                    + " that need no other part take it as RUN, and so does DJL's Criteria.",
            "As safetensors or npz, weights go to a file in PyTorch's layouts instead."
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--part",
            required = true,
            paramLabel = "PART",
            completionCandidates = Candidates.OfParts.class,
            description = "encoder, decoder or whole.")
    private Part part = Part.WHOLE;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder to write, new or empty; or the file.")
    private Path out = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = Candidates.OfExportForms.class,
            description = "folder, safetensors or npz (default: folder).")
    private ExportForm form = ExportForm.FOLDER;

    @Override
    public Integer call() throws IOException {
        if (part == Part.RECONSTRUCTION) {
            throw new IllegalArgumentException(
                    "--part must be encoder, decoder or whole, but is reconstruction, which has no"
                            + " parameters of its own");
        }
        SavedModel saved = model.open(part);
        form.requirePlace(out);
        try (TrainedAutoencoder whole = model.load(saved)) {
            model.output().say(form.write(whole, part, out));
        }
        model.say("%s of %s in %s", part.name().toLowerCase(Locale.ROOT), model.typed(), out);
        return CommandLine.ExitCode.OK;
    }
}
