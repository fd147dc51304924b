package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.weights.Golden;
import io.github.autoencoders.weights.ImportedModel;
import io.github.autoencoders.weights.Layout;
import io.github.autoencoders.weights.WeightFile;
import io.github.autoencoders.weights.WeightImport;
import io.github.autoencoders.weights.WeightMapping;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights of another framework to a saved model. */
@Command(
        name = "import",
        description = {
            "Takes over weights that were trained in Keras or PyTorch, for networks that a recipe"
                    + " describes, and leaves a saved model, which the other commands take as RUN.",
            "",
            "Which parameter takes which tensor is guessed by shape, name and order, and shown."
                + " Nothing is written unless the model gives the golden codes and reconstructions"
                + " to 1e-5. Files are read without running anything in them."
        },
        footer = {
            "",
            "autoencoders import vae.pt --recipe vae-fashion-mnist --golden golden.npz --out model",
            "autoencoders import encoder.keras decoder.keras --recipe keras-vae.json --golden"
                    + " golden.npz --out model"
        })
final class ImportCommand extends Action {

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Weights: .safetensors, .pt or .pth (a state dict), .keras, .h5, .npz or .npy;"
                            + " several if each holds a part of the model, but of one that Hugging"
                            + " Face's libraries divided its index (.index.json) alone.")
    private List<Path> files = List.of();

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "RECIPE",
            completionCandidates = Candidates.OfRecipes.class,
            description = "A JSON file, or a name that autoencoders recipes lists.")
    private String recipe = "";

    @Option(
            names = "--golden",
            paramLabel = "NPZ",
            description =
                    "What the foreign model makes of a few samples: x, code, reconstruction, and"
                            + " log_variance if it is variational.")
    private @Nullable Path golden;

    @Option(
            names = "--unchecked",
            description =
                    "Compare nothing: shapes alone then say that weights are where they belong;"
                            + " activations, paddings and the order of equal layers may be wrong.")
    private boolean unchecked;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder to write, new or empty.")
    private Path out = Path.of("");

    @Option(
            names = "--mapping",
            paramLabel = "JSON",
            description =
                    "An object of tensors' names by those of parameters, where the guess is"
                            + " wrong.")
    private @Nullable Path mapping;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            completionCandidates = Candidates.OfLayouts.class,
            description = "pytorch or keras (default: as the file's kind tells).")
    private @Nullable Layout layout;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "What the model is for: its samples' format and scaling are those of these"
                            + " data (default: as the golden x tells, images of 8 bits, or rows as"
                            + " they are).")
    private @Nullable String data;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    void run() throws IOException {
        if (unchecked == (golden != null)) {
            throw new IllegalArgumentException(
                    "either --golden or --unchecked must be given, but %s given"
                            .formatted(unchecked ? "both are" : "none is"));
        }
        if (unchecked && data == null) {
            throw new IllegalArgumentException("--data must be given with --unchecked, but is not");
        }
        AtomicWrite.requireNewOrEmpty(out);
        TrainingRecipe read =
                Recipes.read(recipe, data == null ? Map.of() : Map.of("data.source", data));
        for (Path file : files) {
            WeightFile.requireOne(file);
        }
        Golden expected = golden == null ? null : Golden.read(golden);
        WeightImport importing = importing(read, engine.start());
        try (ImportedModel imported =
                expected == null
                        ? importing.readUnchecked(files)
                        : importing.read(files, expected)) {
            output.say(imported.lines());
            imported.model().save(out);
        }
        output.say("model in %s%s", out, unchecked ? ", compared with nothing" : "");
    }

    private WeightImport importing(TrainingRecipe read, Placement place) throws IOException {
        WeightImport importing = WeightImport.of(read).on(place);
        if (layout != null) {
            importing = importing.withLayout(layout);
        }
        if (mapping != null) {
            importing = importing.withMapping(WeightMapping.read(mapping));
        }
        return data == null
                ? importing
                : importing.withFormat(DataSource.of(read).split().training().format());
    }
}
