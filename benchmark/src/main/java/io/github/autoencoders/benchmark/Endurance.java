package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A long training in portions of steps, to see whether steps become slower or memory fuller.
 *
 * @param steps of a portion
 * @param portions one after the other, behind one that only warms up
 */
public record Endurance(int steps, List<Portion> portions) {

    private static final int PORTIONS = 20;

    // As many as MNIST has. Of a few, which the model learns by heart, it would become ever surer,
    // and its probabilities smaller than float32's normal numbers, which processors are slow with.
    private static final int IMAGES = 60_000;

    private static final Stopwatch PRODUCTS = new Stopwatch(0, 0.1, 100);
    private static final long PRODUCT_SIZE = 512;

    /**
     * What was measured of a portion.
     *
     * @param milliseconds of a step, on average
     * @param productMilliseconds of a product of two matrices after it, on average: always the same
     *     work, so that it says how fast the machine was meanwhile
     * @param residentBytes of the process after it, or 0 where the system does not tell
     */
    public record Portion(double milliseconds, double productMilliseconds, long residentBytes) {

        /** Returns a row of a table below {@link #head}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%7.2f ms %7.2f ms %,8d MiB",
                    milliseconds,
                    productMilliseconds,
                    residentBytes >> 20);
        }
    }

    /** Returns what stands above the text of the portions. */
    public static String head() {
        return "%10s %10s %12s".formatted("STEP", "PRODUCT", "MEMORY");
    }

    public Endurance {
        portions = List.copyOf(portions);
        if (portions.isEmpty()) {
            throw new IllegalArgumentException("portions must be at least one, but are none");
        }
    }

    /**
     * Trains a new model on images made for it.
     *
     * @param recipe of grey images; its data are not read
     * @param steps of all portions together, at least 20
     * @param told of each portion
     */
    public static Endurance of(
            TrainingRecipe recipe, int steps, Placement place, Consumer<Portion> told)
            throws IOException, TranslateException {
        if (steps < PORTIONS) {
            throw new IllegalArgumentException(
                    "steps must be at least %s, but are %s".formatted(PORTIONS, steps));
        }
        int each = steps / PORTIONS;
        // No more than are trained on.
        long most = (PORTIONS + 1L) * each;
        int batches = (int) Math.min(most, Math.max(1, IMAGES / recipe.batchSize()));
        Samples samples =
                MadeImages.of(
                        batches * recipe.batchSize(), MadeImages.SIZE, recipe.data().padding());
        List<Portion> portions = new ArrayList<>();
        try (Model model = Model.newInstance("benchmark", place.device(), place.engine());
                TimedWork work = TrainingWork.of(recipe, samples, each, place)) {
            seconds(work, model.getNDManager());
            for (int i = 0; i < PORTIONS; i++) {
                double milliseconds = 1e3 * seconds(work, model.getNDManager()) / each;
                long resident = ResidentMemory.now().orElse(0);
                Portion portion = new Portion(milliseconds, product(model), resident);
                portions.add(portion);
                told.accept(portion);
            }
        }
        return new Endurance(each, portions);
    }

    private static double seconds(TimedWork work, NDManager parent)
            throws IOException, TranslateException {
        return new Stopwatch(0, 0, 1).seconds(work, parent)[0];
    }

    private static double product(Model model) throws IOException, TranslateException {
        double[] seconds = MachinePeak.products(PRODUCT_SIZE, PRODUCTS, model.getNDManager());
        return 1e3 * Arrays.stream(seconds).average().orElseThrow();
    }

    /** Returns the time of a step in the last portion, in units of that in the first. */
    public double slowing() {
        return last().milliseconds() / portions.get(0).milliseconds();
    }

    /**
     * Returns the time of the same work after the last portion, in units of that after the first.
     */
    public double machineSlowing() {
        return last().productMilliseconds() / portions.get(0).productMilliseconds();
    }

    /** Returns by how many bytes the process grew from the first portion to the last. */
    public long growth() {
        return last().residentBytes() - portions.get(0).residentBytes();
    }

    private Portion last() {
        return portions.get(portions.size() - 1);
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the last %,d steps took %.3f times as long as the first, and the same product of"
                        + " matrices after%nthem %.3f times; the process grew by %,d MiB",
                steps,
                slowing(),
                machineSlowing(),
                growth() >> 20);
    }
}
