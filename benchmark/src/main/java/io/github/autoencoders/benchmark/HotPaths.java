package io.github.autoencoders.benchmark;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.EngineChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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

    private static final List<String> RECIPES = List.of("ae-mnist", "vae-fashion-mnist");

    private final int batch;
    private final Map<String, Object> place;
    private final List<HotPath> paths = new ArrayList<>();

    private HotPaths(int batch, EngineChoice engine) {
        this.batch = batch;
        place =
                Map.of(
                        "recipe",
                        RECIPES.get(0),
                        "engine",
                        engine.engine(),
                        "device",
                        engine.device(),
                        "threads",
                        engine.threads() == null ? 0 : engine.threads(),
                        "batch",
                        batch);
    }

    /**
     * Returns the paths.
     *
     * @param batch images of a batch, at least 1
     * @param engine that each is measured on
     */
    public static List<HotPath> of(int batch, EngineChoice engine) {
        Require.atLeast(1, "batch", batch);
        HotPaths all = new HotPaths(batch, engine);
        all.addTransposed(128, 4, 128);
        all.addTransposed(128, 8, 64);
        all.addTransposed(64, 16, 32);
        RECIPES.forEach(all::addParts);
        RECIPES.forEach(all::addWhole);
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
                        "only must be what a path's name begins with, as %s, but is \"%s\""
                                .formatted(String.join(", ", GROUPS), name));
            }
        }
        return paths.stream()
                .filter(path -> names.isEmpty() || names.stream().anyMatch(path.name()::startsWith))
                .toList();
    }

    private void addTransposed(int channels, int size, int filters) {
        for (TransposedForm form : TransposedForm.values()) {
            addBothWays(
                    String.format(
                            Locale.ROOT,
                            "transposed %s, %d x %d x %d to %d filters",
                            form.name().toLowerCase(Locale.ROOT),
                            channels,
                            size,
                            size,
                            filters),
                    TransposedBenchmark.class,
                    "transposed",
                    Map.of(
                            "form",
                            form.name(),
                            "channels",
                            channels,
                            "size",
                            size,
                            "filters",
                            filters));
        }
    }

    private void addParts(String recipe) {
        if (recipe.startsWith("vae")) {
            addBothWays(
                    "loss Bernoulli + KL, " + recipe,
                    LossBenchmark.class,
                    "loss",
                    Map.of("recipe", recipe));
        }
        add("optimizer step, ", recipe, batch, "optimizer");
        add("translator encode one, ", recipe, 1, "translateOne");
        add("translator encode batch, ", recipe, batch, "translateBatch");
        add("data batch, ", recipe, batch, "data");
    }

    private void addWhole(String recipe) {
        add("training step, ", recipe, batch, "train");
        add("inference encode, ", recipe, batch, "encode");
        add("inference reconstruct, ", recipe, batch, "reconstruct");
    }

    private void add(String name, String recipe, int images, String method) {
        add(name + recipe, images, ModelBenchmark.class, method, Map.of("recipe", recipe));
    }

    private void addBothWays(
            String name, Class<?> benchmark, String method, Map<String, Object> parameters) {
        for (boolean backward : new boolean[] {false, true}) {
            Map<String, Object> all = new TreeMap<>(parameters);
            all.put("backward", backward);
            add(backward ? name + ", and back" : name, batch, benchmark, method, all);
        }
    }

    private void add(
            String name,
            int images,
            Class<?> benchmark,
            String method,
            Map<String, Object> parameters) {
        Map<String, Object> all = new TreeMap<>(place);
        all.putAll(parameters);
        paths.add(new HotPath(name, images, benchmark, method, all));
    }
}
