package io.github.autoencoders.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Models that are there to be opened, with their cards; no parameters are read.
 *
 * <pre>{@code
 * for (ModelList.Entry model : ModelList.all().models()) {
 *     System.out.println(model.name() + " " + model.card().recipe().bottleneck());
 * }
 * }</pre>
 *
 * @param models in their order; of two of one name, the first is the one that commands take
 * @param problems of models and repositories that could not be read
 */
public record ModelList(List<Entry> models, List<IOException> problems) {

    private static final String ROW = "%-28s %-24s %-14s %5s %6s %10s %-22s  %s";

    /** Opens a model, from wherever it is. */
    @FunctionalInterface
    public interface Opening {
        /** Returns the model. */
        SavedModel open() throws IOException;
    }

    /**
     * A model of the list.
     *
     * @param name the run's folder, or the name with the version, as {@code vae-mnist-2@0.0.1}
     */
    public record Entry(String name, ModelCard card, Opening opening) {

        private String line() {
            TrainingRecipe recipe = card.recipe();
            return String.format(
                    Locale.ROOT,
                    ROW,
                    name,
                    recipe.bottleneck().isStochastic() ? "variational autoencoder" : "autoencoder",
                    card.training().name(),
                    recipe.bottleneck().codeSize(),
                    card.epoch(),
                    String.format(Locale.ROOT, "%.2f", card.metrics().get("validation_total")),
                    recipe.lossUnit(),
                    card.environment().engine());
        }
    }

    public ModelList {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }

    /** Returns the models of the folder runs, if there is one, and all that were published. */
    public static ModelList all() throws IOException {
        ModelList list = new ModelList(List.of(), List.of());
        Path runs = Path.of("runs");
        if (Files.isDirectory(runs)) {
            list = list.with(ofRuns(runs));
        }
        for (ModelRepository repository : ModelRepository.all()) {
            list = list.with(ofRepository(repository));
        }
        return list;
    }

    /**
     * Returns the models of a folder of runs, or of a repository.
     *
     * @throws IOException if it is none
     */
    public static ModelList of(Path folder) throws IOException {
        return Files.isRegularFile(folder.resolve(RepositoryIndex.FILE))
                ? ofRepository(ModelRepository.of(folder.toString()))
                : ofRuns(folder);
    }

    private ModelList with(ModelList more) {
        List<Entry> all = new ArrayList<>(models);
        all.addAll(more.models);
        List<IOException> wrong = new ArrayList<>(problems);
        wrong.addAll(more.problems);
        return new ModelList(all, wrong);
    }

    private static ModelList ofRuns(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "folder must be one of runs or of a repository, but there is no " + folder);
        }
        List<Path> runs;
        try (Stream<Path> all = Files.list(folder)) {
            runs = all.filter(run -> Files.isDirectory(run.resolve("model"))).sorted().toList();
        }
        List<Entry> models = new ArrayList<>();
        List<IOException> problems = new ArrayList<>();
        for (Path run : runs) {
            try {
                SavedModel saved = SavedModel.open(run.resolve("model"));
                models.add(new Entry(run.toString(), saved.card(), () -> saved));
            } catch (IOException e) {
                problems.add(e);
            }
        }
        return new ModelList(models, problems);
    }

    private static ModelList ofRepository(ModelRepository repository) {
        List<Entry> models = new ArrayList<>();
        try {
            for (Map.Entry<String, ModelCard> model : repository.cards().entrySet()) {
                String[] name = model.getKey().split("@", 2);
                Opening opening = () -> repository.find(name[0], name[1]).orElseThrow();
                models.add(new Entry(model.getKey(), model.getValue(), opening));
            }
            return new ModelList(models, List.of());
        } catch (IOException e) {
            return new ModelList(models, List.of(e));
        }
    }

    /** Returns a table of the models, below a line that says what its columns are. */
    public List<String> lines() {
        String head =
                ROW.formatted(
                        "RUN", "FAMILY", "DATA", "CODE", "EPOCH", "VALIDATION", "UNIT", "ENGINE");
        return Stream.concat(Stream.of(head), models.stream().map(Entry::line)).toList();
    }
}
