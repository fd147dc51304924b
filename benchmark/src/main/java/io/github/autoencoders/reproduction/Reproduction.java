package io.github.autoencoders.reproduction;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One published model: the recipe that trains it again, and the figures to be compared.
 *
 * @param name by which it is chosen
 * @param source who published the figures
 * @param recipe a name that {@link Recipes} knows, whose epochs are those of the source
 * @param changes of the recipe, numbers by the path of the value they replace; often none
 * @param time that it takes on one thread of a processor of 2024, about
 * @param files that must be there, as they cannot be fetched, the one trained on first; often none
 * @param figures to be measured
 */
public record Reproduction(
        String name,
        String source,
        String recipe,
        Map<String, Integer> changes,
        Duration time,
        List<String> files,
        List<PublishedFigure> figures) {

    private static final String RESULTS = "results.json";

    private static final Duration LONG = Duration.ofHours(3);

    /** Where data come from, and who is told of the progress. */
    public interface Surroundings {

        /** Returns the data of a recipe: those that it names. */
        default DataSplit data(TrainingRecipe recipe) throws IOException {
            return DataSource.of(recipe).split();
        }

        /** Returns where one of a reproduction's files is. */
        Path file(String name) throws IOException;

        /**
         * Trains until the recipe's last epoch, from the run's checkpoint if there is one.
         *
         * @param trainer of the recipe, into the run
         * @return the history of all epochs
         */
        TrainingHistory train(AutoencoderTrainer trainer, DataSplit data) throws IOException;
    }

    /** All that are known, the quickest first. */
    public static List<Reproduction> all() {
        return PublishedModels.ALL;
    }

    /** Returns whether it takes so long that one must ask for it by its name. */
    public boolean isLong() {
        return time.compareTo(LONG) > 0;
    }

    /** Returns the time in minutes, hours or days. */
    public String timeInWords() {
        long minutes = time.toMinutes();
        if (minutes < 120) {
            return minutes + " minutes";
        }
        return minutes < 48 * 60
                ? Math.round(minutes / 60.0) + " hours"
                : Math.round(minutes / 60.0 / 24) + " days";
    }

    /**
     * Returns where one of a reproduction's files is, perhaps compressed.
     *
     * @param option what messages call the folder
     * @param folder of the files, or null if none is known
     * @throws IOException if it is not there
     */
    public static Path file(String option, @Nullable Path folder, String name) throws IOException {
        if (folder != null) {
            for (String ending : List.of("", ".gz")) {
                Path file = folder.resolve(name + ending);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new IOException(
                "%s must be a folder with %s or %s.gz, but %s"
                        .formatted(
                                option,
                                name,
                                name,
                                folder == null ? "is not given" : folder + " has neither"));
    }

    /**
     * Returns the reproduction whose first figures are measured after fewer epochs than were
     * published, as all would be left out otherwise; or this one.
     *
     * @param epochs the last that is to be trained
     */
    public Reproduction cutShort(int epochs) {
        if (figures.stream().anyMatch(f -> f.epoch() <= epochs || f.endsByPatience())) {
            return this;
        }
        int first = figures.get(0).epoch();
        List<PublishedFigure> early =
                figures.stream().filter(f -> f.epoch() == first).map(f -> f.at(epochs)).toList();
        return new Reproduction(name, source, recipe, changes, time, files, early);
    }

    /**
     * Trains as far as it was not done before, and measures each figure when its epoch comes, or
     * where the training ends by patience. What was measured is kept: an interrupted reproduction
     * goes on where it stood.
     *
     * @param folder of this reproduction, new or begun before
     * @param mostEpochs figures of later epochs are left out
     * @param place where it is computed
     * @return all that is measured, also from earlier calls
     */
    public List<Measured> run(
            Path folder, int mostEpochs, Placement place, Surroundings surroundings)
            throws IOException, TranslateException {
        List<Measured> done = results(folder);
        Map<Integer, List<PublishedFigure>> missing =
                figures.stream()
                        .filter(f -> f.epoch() <= mostEpochs && done.stream().noneMatch(f::isOf))
                        .collect(groupingBy(PublishedFigure::epoch, TreeMap::new, toList()));
        if (!missing.isEmpty()) {
            List<Path> paths = new ArrayList<>();
            for (String file : files) {
                paths.add(surroundings.file(file));
            }
            DataSplit data = surroundings.data(recipe(1, paths));
            for (Map.Entry<Integer, List<PublishedFigure>> due : missing.entrySet()) {
                int epoch = due.getKey();
                RunFolder run = new RunFolder(folder.resolve("run"));
                TrainingRecipe until = recipe(Math.max(epoch, run.epochsDone()), paths);
                TrainingHistory history =
                        surroundings.train(
                                AutoencoderTrainer.of(until).on(place).into(run.path()), data);
                int trained = Math.min(epoch, history.epochs().size());
                TrainingHistory.Epoch last = history.epochs().get(trained - 1);
                measure(folder, due.getValue(), new Trained(run, last, data, paths, place));
            }
        }
        return results(folder);
    }

    private TrainingRecipe recipe(int epochs, List<Path> paths) throws IOException {
        Map<String, Object> all = new HashMap<>(changes);
        all.put("epochs", epochs);
        if (!paths.isEmpty()) {
            all.put("data.source", paths.get(0).toString());
        }
        return Recipes.read(recipe, all);
    }

    /**
     * Returns the epoch of a number in words: "2 of 3,280" if the published one is of a later
     * epoch.
     */
    public String epoch(Measured measured) {
        return figures.stream()
                .filter(f -> f.quantity().equals(measured.quantity()))
                .filter(f -> figures.stream().noneMatch(other -> other.isOf(measured)))
                .findFirst()
                .map(f -> String.format(Locale.ROOT, "%d of %,d", measured.epoch(), f.epoch()))
                .orElseGet(() -> Integer.toString(measured.epoch()));
    }

    private void measure(Path folder, List<PublishedFigure> due, Trained trained)
            throws IOException, TranslateException {
        String engine = trained.place().engineWithVersion();
        List<Measured> results = new ArrayList<>(results(folder));
        for (PublishedFigure figure : due) {
            double ours = figure.measure().of(trained);
            int epoch = trained.last().epoch();
            results.removeIf( // what was cut short before
                    r ->
                            r.quantity().equals(figure.quantity())
                                    && figures.stream().noneMatch(f -> f.isOf(r)));
            results.add(new Measured(figure.quantity(), epoch, figure.value(), ours, engine));
        }
        AtomicWrite.text(folder.resolve(RESULTS), Json.write(new Results(results), Results.class));
    }

    /** Returns what was measured in a folder so far, in the order of the epochs. */
    public static List<Measured> results(Path folder) throws IOException {
        Path file = folder.resolve(RESULTS);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Json.read(Files.readString(file), Results.class).figures();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What the file of results holds.
     *
     * @param figures measured so far
     */
    record Results(List<Measured> figures) {}
}
