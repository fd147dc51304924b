package io.github.autoencoders.benchmark;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One recipe with several setups.
 *
 * @param recipe what was trained
 * @param agreementSteps over how many steps the runs were compared, or 0 for none
 * @param machine where
 * @param rows one for each setup
 */
public record Comparison(
        TrainingRecipe recipe, int agreementSteps, Machine machine, List<Row> rows) {

    private static final String FILE = "compare.json";

    public Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * What came out of one setup.
     *
     * @param setup what it was run with
     * @param figures that were measured, or why not
     * @param agreement with the first run, or why there is none
     */
    public record Row(Setup setup, Figures figures, Agreement agreement) {

        /** Returns whether nothing failed. */
        boolean isComplete() {
            return measured().isPresent() && !(agreement instanceof NotCompared);
        }

        /** Returns the figures, if the run did not fail. */
        public Optional<Measured> measured() {
            return figures.figures();
        }
    }

    /** The figures of a run, or why there are none. */
    public sealed interface Figures {

        /** Returns the figures, if there are some. */
        default Optional<Measured> figures() {
            return Optional.empty();
        }

        /** Returns how fast the exported model is, where that was measured too. */
        default List<ExportedSpeed> exported() {
            return List.of();
        }

        /** Returns the same with the first batch so many seconds sooner. */
        default Figures sooner(double seconds) {
            return this;
        }
    }

    /**
     * A run that came to its end.
     *
     * @param measured its figures
     */
    public record Ran(Measured measured) implements Figures {

        @Override
        public Optional<Measured> figures() {
            return Optional.of(measured);
        }

        @Override
        public Figures sooner(double seconds) {
            return new Ran(measured.sooner(seconds));
        }
    }

    /**
     * A run that came to its end, and its model exported.
     *
     * @param measured its figures
     * @param exported how fast it is in ONNX Runtime
     */
    public record RanExported(Measured measured, List<ExportedSpeed> exported) implements Figures {

        public RanExported {
            exported = List.copyOf(exported);
        }

        @Override
        public Optional<Measured> figures() {
            return Optional.of(measured);
        }

        @Override
        public Figures sooner(double seconds) {
            return new RanExported(measured.sooner(seconds), exported);
        }
    }

    /**
     * A run that did not.
     *
     * @param reason one line
     */
    public record Failed(String reason) implements Figures {}

    /** How far a run is apart from the first one. */
    public sealed interface Agreement {}

    /** The run that the others are compared with: the first that came to its end. */
    public record First() implements Agreement {}

    /** A run that failed, or agreement that nobody asked for. */
    public record None() implements Agreement {}

    /**
     * Another run.
     *
     * @param first the first run
     * @param differences from it
     */
    public record Compared(Setup first, Differences differences) implements Agreement {}

    /**
     * Another run that could not be compared.
     *
     * @param reason one line
     */
    public record NotCompared(String reason) implements Agreement {}

    /** Returns whether all runs came to their ends and could be compared. */
    public boolean isComplete() {
        return rows.stream().allMatch(Row::isComplete);
    }

    /** Returns the comparison in a folder, if there is one. */
    public static Optional<Comparison> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(file), Comparison.class));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes it into a folder, in the place of an older one. */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        AtomicWrite.text(file, Json.write(this, Comparison.class));
        return file;
    }
}
