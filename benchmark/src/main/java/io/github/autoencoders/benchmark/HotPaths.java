package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training and a use of a model spend their time with, each by itself, at the sizes of the
 * recipes {@code ae-mnist} and {@code vae-fashion-mnist}, on images that are made for it.
 */
public final class HotPaths {

    /** What the paths' names begin with, in their order. */
    public static final List<String> GROUPS =
            List.of(
                    "transposed",
                    "loss",
                    "optimizer",
                    "translator",
                    "data",
                    "training",
                    "inference");

    private static final int STEPS = 5; // of training in a repetition, waited for once
    private static final String DENSE = "ae-mnist";
    private static final String CONVOLUTIONAL = "vae-fashion-mnist";

    private final int batch;
    private final Placement place;
    private final List<HotPath> paths = new ArrayList<>();

    private HotPaths(int batch, Placement place) {
        this.batch = batch;
        this.place = place;
    }

    /**
     * Returns the paths.
     *
     * @param batch images of a batch, at least 1
     */
    public static List<HotPath> of(int batch, Placement place) throws IOException {
        Require.atLeast(1, "batch", batch);
        HotPaths all = new HotPaths(batch, place);
        all.addTransposed(128, 4, 128);
        all.addTransposed(128, 8, 64);
        all.addTransposed(64, 16, 32);
        for (String recipe : List.of(DENSE, CONVOLUTIONAL)) {
            all.addParts(recipe);
        }
        for (String recipe : List.of(DENSE, CONVOLUTIONAL)) {
            all.addWhole(recipe);
        }
        return List.copyOf(all.paths);
    }

    /**
     * Returns those of the paths that are named.
     *
     * @param names of which each is what the names of one or more paths begin with, as a group's;
     *     none for all paths
     * @throws IllegalArgumentException if there is no path of such a name
     */
    public static List<HotPath> only(List<HotPath> paths, List<String> names) {
        for (String name : names) {
            if (paths.stream().noneMatch(path -> path.name().startsWith(name))) {
                throw new IllegalArgumentException(
                        "only must be what a path's name begins with, as "
                                + String.join(", ", GROUPS)
                                + ", but is \""
                                + name
                                + '"');
            }
        }
        return paths.stream()
                .filter(path -> names.isEmpty() || names.stream().anyMatch(path.name()::startsWith))
                .toList();
    }

    private void add(String name, HotPath.Opening opening) {
        paths.add(new HotPath(name, batch, 1, opening));
    }

    private void addTransposed(int channels, int size, int filters) {
        Shape input = new Shape(batch, channels, size, size);
        for (TransposedForm form : TransposedForm.values()) {
            String name =
                    String.format(
                            Locale.ROOT,
                            "transposed %s, %d x %d x %d to %d filters",
                            form.name().toLowerCase(Locale.ROOT),
                            channels,
                            size,
                            size,
                            filters);
            addBothWays(
                    name,
                    (backward, manager) ->
                            new TransposedWork(form, input, filters, backward)
                                    .open(manager, place.engine()));
        }
    }

    /** Makes work ready that is done with or without the gradients. */
    @FunctionalInterface
    private interface BothWays {
        TimedWork open(boolean backward, NDManager manager);
    }

    private void addBothWays(String name, BothWays work) {
        add(name, manager -> work.open(false, manager));
        add(name + ", and back", manager -> work.open(true, manager));
    }

    private void addParts(String name) throws IOException {
        TrainingRecipe recipe = Recipes.read(name, Map.of("batchSize", batch));
        Samples samples = images(recipe);
        AutoencoderConfig config = TrainingWork.config(recipe, samples);
        if (recipe.bottleneck().isStochastic()) {
            int codeSize = recipe.bottleneck().codeSize();
            Shape sample = samples.format().modelShape();
            addBothWays(
                    "loss Bernoulli + KL, " + name,
                    (backward, manager) ->
                            new LossWork(sample, batch, codeSize, backward)
                                    .open(manager, place.engine()));
        }
        add(
                "optimizer step, " + name,
                manager -> new OptimizerWork(config, recipe.optimizer()).open(manager));
        TranslatorWork translator = new TranslatorWork(config, MadeImages.SIZE, place);
        paths.add(new HotPath("translator encode one, " + name, 1, 1, m -> translator.open(1)));
        add("translator encode batch, " + name, manager -> translator.open(batch));
        add("data batch, " + name, manager -> new DataWork(samples, batch).open(manager));
    }

    private void addWhole(String name) throws IOException {
        TrainingRecipe recipe = Recipes.read(name, Map.of("batchSize", batch));
        Samples samples = images(recipe);
        AutoencoderConfig config = TrainingWork.config(recipe, samples);
        paths.add(
                new HotPath(
                        "training step, " + name,
                        batch,
                        STEPS,
                        manager -> TrainingWork.of(recipe, samples, STEPS, place)));
        DataWork data = new DataWork(samples, batch);
        add(
                "inference encode, " + name,
                manager -> InferenceWork.encoding(config, data).open(manager));
        add(
                "inference reconstruct, " + name,
                manager -> InferenceWork.reconstruction(config, data).open(manager));
    }

    private Samples images(TrainingRecipe recipe) {
        return MadeImages.of(STEPS * batch, MadeImages.SIZE, recipe.data().padding());
    }
}
