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

    private static final int FIRST_NUMBER = 3; // of the table's columns
    private static final int DATA_WIDTH = 20; // at the most

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

        private List<String> row() {
            TrainingRecipe recipe = card.recipe();
            return List.of(
                    name,
                    recipe.bottleneck().isStochastic() ? "VAE" : "AE",
                    end(card.training().name()),
                    String.valueOf(recipe.bottleneck().codeSize()),
                    String.valueOf(card.epoch()),
                    String.format(Locale.ROOT, "%.2f", card.metrics().get("validation_total")),
                    recipe.lossUnit());
        }

        // Of a path, what tells files apart.
        private static String end(String data) {
            int more = data.length() - DATA_WIDTH;
            return more <= 0 ? data : "..." + data.substring(more + 3);
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

    /**
     * Returns a table of the models, below a line that says what its columns are: which epoch was
     * the best, and its loss on the validation samples with its unit.
     */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUN", "KIND", "DATA", "CODE", "EPOCH", "LOSS", "UNIT"));
        models.forEach(model -> rows.add(model.row()));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    // Columns as wide as their longest value; numbers stand to the right.
    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < row.size(); c++) {
            int column = c;
            int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElseThrow();
            String space = " ".repeat(width - row.get(c).length());
            boolean number = c >= FIRST_NUMBER && c < row.size() - 1;
            line.append(c == 0 ? "" : "  ")
                    .append(number ? space + row.get(c) : row.get(c) + space);
        }
        return line.toString().stripTrailing();
    }
}
