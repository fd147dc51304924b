package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recipes that come with the library, and those in files.
 *
 * <pre>{@code
 * TrainingRecipe table = Recipes.named("vae-table").withEpochs(20);
 * TrainingRecipe own = Recipes.read("my-recipe.json", Map.of("bottleneck.codeSize", 16));
 * TrainingRecipe fitting = Recipes.forData(samples); // rows, windows, images or strings
 * }</pre>
 *
 * <p>A recipe in JSON states what differs: its key {@code extends} names another, one of the
 * library's or a file beside it, and what neither states is as {@link TrainingRecipe#of} has it.
 *
 * <pre>{@code
 * {"extends": "vae-mnist", "bottleneck": {"codeSize": 16}, "epochs": 20}
 * }</pre>
 */
public final class Recipes {

    private static final String EXTENDS = "extends";

    // By name, in the order of the list.
    private static final Map<String, String> DESCRIPTIONS = descriptions();

    private Recipes() {}

    private static Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        resource("index.txt")
                .lines()
                .map(line -> line.split(" +", 2))
                .forEach(line -> descriptions.put(line[0], line[1]));
        return Collections.unmodifiableMap(descriptions);
    }

    private static String resource(String name) {
        try (InputStream in = Recipes.class.getResourceAsStream("/recipes/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " must be in the library's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names that {@link #named} knows, the one that needs no network first. */
    public static List<String> names() {
        return List.copyOf(DESCRIPTIONS.keySet());
    }

    /**
     * Returns what a recipe is for, in a line.
     *
     * @param name one of {@link #names}
     */
    public static String description(String name) {
        requireKnown(name);
        return DESCRIPTIONS.getOrDefault(name, "");
    }

    /**
     * Returns a recipe that comes with the library.
     *
     * @param name one of {@link #names}, as {@code vae-table}
     */
    public static TrainingRecipe named(String name) {
        requireKnown(name);
        try {
            return read(name, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireKnown(String name) {
        if (!DESCRIPTIONS.containsKey(name)) {
            throw new IllegalArgumentException(
                    "recipe must be one that comes with the library, as vae-sprites, but is \""
                            + name
                            + '"'
                            + Spelling.suggestion(name, names()));
        }
    }

    /**
     * Returns the name of the recipe that suits data.
     *
     * @param source a known data set's name, or a path
     * @param options how they are read
     */
    public static String nameFor(String source, DataOptions options) {
        return DataSource.recipe(source, options);
    }

    /**
     * Returns the recipe that suits samples in memory: rows, series, strings or images, or what
     * such are to become.
     */
    public static TrainingRecipe forData(Samples samples) {
        return named(nameFor(samples));
    }

    static String nameFor(Samples samples) {
        boolean pairs = samples.arePairs(); // of which nothing is to be drawn
        boolean columns = pairs && !samples.inputs().format().equals(samples.format());
        return switch (samples.format().kind()) {
            case TEXT -> pairs ? "translate-strings" : "vae-smiles";
            case ROW, RATINGS -> columns ? "predict-table" : "vae-table";
            case SIGNAL -> "vae-series";
            case IMAGE -> pairs ? "ae-mnist-conv-128" : nameForImages(samples.format().shape());
            case PLANES -> names().get(0);
            case MASK -> "segment-sprites";
        };
    }

    private static String nameForImages(Shape shape) {
        boolean coloured = shape.get(0) == 3;
        return DataSource.recipeForImages((int) shape.get(2), (int) shape.get(1), coloured);
    }

    /**
     * Returns a recipe.
     *
     * @param recipe a name, or the path of a JSON file
     * @param changes by the path of the value they replace, as in {@code bottleneck.codeSize}; in
     *     place of what is no text, a text is read as JSON
     * @throws IOException if it is neither, or the file cannot be read as a recipe
     */
    public static TrainingRecipe read(String recipe, Map<String, ?> changes) throws IOException {
        Source source = Source.find(recipe, null).orElseThrow(() -> unknown(recipe));
        try {
            return Json.read(source.complete(), TrainingRecipe.class, changes);
        } catch (IllegalArgumentException e) {
            throw wrong(recipe, e);
        }
    }

    /**
     * Returns a recipe from its text, as a file would have it.
     *
     * @param json which may extend a recipe of the library's, or a file in the working folder
     * @throws IOException if it cannot be read as a recipe
     */
    public static TrainingRecipe parse(String json) throws IOException {
        try {
            return Json.read(
                    new Source("recipe", null, json).complete(), TrainingRecipe.class, Map.of());
        } catch (IllegalArgumentException e) {
            throw wrong("recipe", e);
        }
    }

    private static IOException unknown(String recipe) {
        return new IOException(
                "recipe must be a JSON file, or one that comes with the program, as vae-sprites,"
                        + " but is \""
                        + recipe
                        + '"'
                        + Spelling.suggestion(Path.of(recipe), names()));
    }

    // Of the path $.bottleneck, which the JSON reader gives, a user needs: bottleneck.
    private static IOException wrong(String name, IllegalArgumentException e) {
        return new IOException(
                name + ": " + String.valueOf(e.getMessage()).replaceFirst("^\\$(: |\\.)", ""), e);
    }

    /**
     * Returns a recipe as its file has it, which may state the differences to another alone.
     *
     * @param recipe a name, or the path of a JSON file
     * @throws IOException if it is neither
     */
    public static String text(String recipe) throws IOException {
        return Source.find(recipe, null).orElseThrow(() -> unknown(recipe)).text();
    }

    /** Returns a recipe that is already read, with the same kind of changes. */
    public static TrainingRecipe changed(TrainingRecipe recipe, String name, Map<String, ?> changes)
            throws IOException {
        try {
            String complete = Json.write(recipe, TrainingRecipe.class);
            return Json.read(complete, TrainingRecipe.class, changes);
        } catch (IllegalArgumentException e) {
            throw wrong(name, e);
        }
    }

    /**
     * Where a recipe is read.
     *
     * @param name of the library's, or of the file
     * @param folder of the file, or null
     * @param text that stands there
     */
    private record Source(String name, @Nullable Path folder, String text) {

        /**
         * Returns the library's recipe of a name, or a file, which lies in a folder if not null.
         */
        static Optional<Source> find(String name, @Nullable Path folder) throws IOException {
            if (DESCRIPTIONS.containsKey(name)) {
                return Optional.of(new Source(name, null, resource(name + ".json")));
            }
            Path file = folder == null ? Path.of(name) : folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                Path parent = file.toAbsolutePath().normalize().getParent();
                return Optional.of(new Source(file.toString(), parent, Files.readString(file)));
            } catch (CharacterCodingException e) {
                throw new IOException(file + " must be a JSON file, but is no text in UTF-8", e);
            }
        }

        /** Returns the text of the recipe with all that it extends, and the defaults. */
        String complete() throws IOException {
            String stated = extended(new ArrayList<>());
            return Json.part(stated, "bottleneck", Bottleneck.class)
                    .map(bottleneck -> Json.merged(defaults(bottleneck), stated))
                    .orElse(stated); // which the reader finds incomplete
        }

        private String extended(List<String> before) throws IOException {
            if (before.contains(name)) {
                throw new IllegalArgumentException(
                        "$.extends must not lead back to the same recipe, but does: %s extends %s"
                                .formatted(String.join(" extends ", before), name));
            }
            before.add(name);
            Optional<String> base = Json.part(text, EXTENDS, String.class);
            if (base.isEmpty()) {
                return text;
            }
            Source other =
                    find(base.get(), folder == null ? Path.of("") : folder)
                            .orElseThrow(() -> unknownBase(base.get()));
            return Json.merged(other.extended(before), Json.without(text, EXTENDS));
        }

        private IllegalArgumentException unknownBase(String base) {
            return new IllegalArgumentException(
                    "$.extends must be a recipe that comes with the library, or a file beside it,"
                            + " but is \""
                            + base
                            + '"'
                            + Spelling.suggestion(base, names()));
        }
    }

    // Networks and likelihood have none; these are left out.
    private static String defaults(Bottleneck bottleneck) {
        TrainingRecipe any =
                TrainingRecipe.of(
                        new Architecture.Dense(List.of(1), Activation.RELU),
                        bottleneck,
                        new Likelihood.Bernoulli());
        return Json.without(Json.write(any, TrainingRecipe.class), "architecture", "likelihood");
    }
}
