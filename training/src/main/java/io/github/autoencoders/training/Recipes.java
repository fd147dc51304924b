package io.github.autoencoders.training;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The recipes that come with the library, and those in files. */
public final class Recipes {

    private static final List<String> NAMES =
            List.of(
                    "vae-sprites",
                    "vae-fashion-mnist",
                    "vae-mnist",
                    "cvae-sprites",
                    "cvae-mnist",
                    "ae-fashion-mnist",
                    "ae-mnist",
                    "ae-mnist-mse",
                    "ae-mnist-bce",
                    "ae-mnist-ssim",
                    "ae-mnist-cnn-16",
                    "vae-mnist-keras",
                    "vae-binarized-mnist",
                    "vae-binarized-mnist-small",
                    "ae-mnist-conv",
                    "ae-mnist-conv-128",
                    "ae-nab",
                    "ae-series",
                    "gru-series",
                    "vqvae-sprites",
                    "vqvae-fashion-mnist",
                    "sparse-l1-mnist",
                    "sparse-kl-mnist",
                    "contractive-mnist",
                    "beta-vae-sprites",
                    "capacity-vae-sprites",
                    "tcvae-sprites",
                    "infovae-mnist",
                    "wae-mnist",
                    "iwae-mnist",
                    "vae-table",
                    "vae-series",
                    "vae-smiles",
                    "denoising-mnist",
                    "denoising-mnist-masking",
                    "denoising-mnist-salt-and-pepper",
                    "denoising-sprites",
                    "colourise-sprites",
                    "inpaint-sprites",
                    "watermark-sprites",
                    "ae-ratings",
                    "vae-sprites-2",
                    "vae-sprites-16",
                    "vae-mnist-16",
                    "vae-fashion-mnist-16",
                    "vae-mnist-burda",
                    "iwae-mnist-burda");

    private Recipes() {}

    /** Returns the names that {@link #read} knows, the one that needs no network first. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Returns a recipe.
     *
     * @param recipe a name, or the path of a JSON file
     * @param changes numbers or texts by the path of the value they replace, as in {@code
     *     bottleneck.codeSize}
     * @throws IOException if it is neither, or the file cannot be read as a recipe
     */
    public static TrainingRecipe read(String recipe, Map<String, ?> changes) throws IOException {
        if (NAMES.contains(recipe)) {
            String resource = "/recipes/" + recipe + ".json";
            try (InputStream in = Recipes.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(resource + " must be in the library's jar");
                }
                return parse(
                        new String(in.readAllBytes(), StandardCharsets.UTF_8), recipe, changes);
            }
        }
        Path file = Path.of(recipe);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "recipe must be one of "
                            + String.join(", ", NAMES)
                            + ", or a JSON file, but is \""
                            + recipe
                            + '"');
        }
        try {
            return parse(Files.readString(file), recipe, changes);
        } catch (CharacterCodingException e) {
            throw new IOException(recipe + " must be a JSON file, but is no text in UTF-8", e);
        }
    }

    /** Returns a recipe that is already read, with the same kind of changes. */
    public static TrainingRecipe changed(TrainingRecipe recipe, String name, Map<String, ?> changes)
            throws IOException {
        return parse(Json.write(recipe, TrainingRecipe.class), name, changes);
    }

    private static TrainingRecipe parse(String text, String name, Map<String, ?> changes)
            throws IOException {
        try {
            return Json.read(text, TrainingRecipe.class, changes);
        } catch (IllegalArgumentException e) {
            // Of the path $.bottleneck, which the JSON reader gives, a user needs: bottleneck.
            String problem = String.valueOf(e.getMessage()).replaceFirst("^\\$(: |\\.)", "");
            throw new IOException(name + ": " + problem, e);
        }
    }
}
