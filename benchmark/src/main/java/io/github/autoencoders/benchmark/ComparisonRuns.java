package io.github.autoencoders.benchmark;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.benchmark.Comparison.Agreement;
import io.github.autoencoders.benchmark.Comparison.Figures;
import io.github.autoencoders.benchmark.Comparison.Row;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the setups of a comparison, each in processes of its own, one after the other: one process
 * to measure, and another, where agreement is asked for, to compute the same steps as the first
 * setup. What is done is kept in the folder; called again with the same recipe and number of steps,
 * only what is missing or failed is run.
 *
 * @param folder of the comparison
 * @param recipe what is trained
 * @param agreementSteps over how many steps the runs are compared, or 0 for none
 * @param launch makes the process that calls {@link Work.Assignment#run} with a file
 * @param said told what is done, a line at a time
 */
public record ComparisonRuns(
        Path folder,
        TrainingRecipe recipe,
        int agreementSteps,
        Work.Launch launch,
        Consumer<String> said) {

    public ComparisonRuns {
        Require.notNegative("agreementSteps", agreementSteps);
    }

    /**
     * Runs what is not done yet.
     *
     * @throws IOException if the folder cannot be written
     */
    public Comparison run(List<Setup> setups) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicWrite.unwritable(folder, e);
        }
        Machine machine = Machine.current();
        List<Row> before =
                Comparison.read(folder)
                        .filter(c -> c.recipe().equals(recipe))
                        .filter(c -> c.agreementSteps() == agreementSteps)
                        .filter(c -> c.machine().equals(machine))
                        .map(Comparison::rows)
                        .orElse(List.of());
        List<Row> rows = new ArrayList<>();
        for (Setup setup : setups) {
            rows.add(
                    before.stream()
                            .filter(row -> row.setup().equals(setup))
                            .filter(row -> row.measured().isPresent())
                            .findFirst()
                            .orElseGet(() -> new Row(setup, PENDING, new Comparison.None())));
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.measured().isEmpty()) {
                said.accept(row.setup() + ": training, encoding, decoding, scoring");
                rows.set(i, new Row(row.setup(), measure(row.setup()), row.agreement()));
            }
            new Comparison(recipe, agreementSteps, machine, rows).write(folder);
        }
        compare(rows);
        Comparison done = new Comparison(recipe, agreementSteps, machine, rows);
        done.write(folder);
        return done;
    }

    private static final Figures PENDING = new Comparison.Failed("not run yet");

    private Figures measure(Setup setup) throws IOException {
        Path run = folder.resolve(name(setup));
        Result<Figures> result =
                process(setup, new Work.Measure(recipe, run.toString()), Figures.class);
        AtomicWrite.delete(run);
        double started = result.ended().started().toEpochMilli() / 1e3;
        return result.value()
                .map(figures -> figures.sooner(started))
                .orElseGet(() -> new Comparison.Failed(result.reason()));
    }

    // Changes the rows.
    private void compare(List<Row> rows) throws IOException {
        Optional<Row> first = rows.stream().filter(row -> row.measured().isPresent()).findFirst();
        if (first.isEmpty() || agreementSteps == 0) {
            return;
        }
        Setup reference = first.get().setup();
        Path steps = folder.resolve("steps");
        try {
            String problem = "";
            boolean led = false;
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row.measured().isEmpty() || isCompared(row, reference)) {
                    continue;
                }
                if (row.setup().equals(reference)) {
                    rows.set(i, new Row(row.setup(), row.figures(), new Comparison.First()));
                    continue;
                }
                if (!led) {
                    problem = lead(reference, steps);
                    led = true;
                }
                Agreement agreement =
                        problem.isEmpty()
                                ? follow(reference, row.setup(), steps)
                                : new Comparison.NotCompared(reference + ": " + problem);
                rows.set(i, new Row(row.setup(), row.figures(), agreement));
            }
        } finally {
            AtomicWrite.delete(steps);
        }
    }

    private static boolean isCompared(Row row, Setup reference) {
        return row.agreement() instanceof Comparison.Compared compared
                && compared.first().equals(reference);
    }

    private String lead(Setup setup, Path steps) throws IOException {
        said.accept(
                String.format(Locale.ROOT, "%s: %,d steps to compare with", setup, agreementSteps));
        AtomicWrite.delete(steps);
        Work work = new Work.Lead(recipe, agreementSteps, steps.toString());
        return process(setup, work, Differences.class).reason();
    }

    private Agreement follow(Setup first, Setup setup, Path steps) throws IOException {
        said.accept(
                String.format(Locale.ROOT, "%s: the same %,d steps, twice", setup, agreementSteps));
        Work work = new Work.Follow(recipe, agreementSteps, steps.toString());
        Result<Differences> result = process(setup, work, Differences.class);
        return result.value().isEmpty()
                ? new Comparison.NotCompared(result.reason())
                : new Comparison.Compared(first, result.value().get());
    }

    /** What a process left, or in one line why it left nothing. */
    private record Result<T>(Optional<T> value, String reason, ChildProcess.Ended ended) {}

    private <T> Result<T> process(Setup setup, Work work, Class<T> type) throws IOException {
        Path assignment = folder.resolve(name(setup) + ".assignment.json");
        Path answer = folder.resolve(name(setup) + ".answer.json");
        try {
            Files.deleteIfExists(answer);
            AtomicWrite.text(
                    assignment,
                    Json.write(
                            new Work.Assignment(setup, work, answer.toString()),
                            Work.Assignment.class));
            ChildProcess child =
                    launch.of(assignment).with("OMP_NUM_THREADS", String.valueOf(setup.threads()));
            if (!setup.device().equals("cpu") && EngineChoice.takesOneCaller(setup.engine())) {
                child = child.without("MXNET_ENGINE_TYPE"); // such an engine waits for the device
            }
            ChildProcess.Ended ended = child.run();
            return ended.status() == 0 && Files.exists(answer)
                    ? new Result<>(
                            Optional.of(Json.read(Files.readString(answer), type)), "", ended)
                    : new Result<>(Optional.empty(), reason(ended), ended);
        } finally {
            Files.deleteIfExists(assignment);
            Files.deleteIfExists(answer);
        }
    }

    // The program says in one line what is wrong; native libraries may say more after it.
    private static String reason(ChildProcess.Ended ended) {
        String ours = "autoencoders: ";
        return ended.errors()
                .lines()
                .filter(line -> line.startsWith(ours))
                .reduce((first, second) -> second)
                .map(line -> line.substring(ours.length()))
                .orElseGet(ended::reason);
    }

    private static String name(Setup setup) {
        return "%s-%s-%s"
                .formatted(
                        setup.engine().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_"),
                        setup.device(),
                        setup.threads());
    }
}
