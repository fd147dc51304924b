package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * One thing that is done for every batch, to be timed by itself.
 *
 * @param name begins with the group, as in {@code loss Bernoulli + KL}
 * @param images of one call
 * @param calls of one repetition
 * @param opening makes the work ready
 */
public record HotPath(String name, int images, int calls, Opening opening) {

    /** Makes work ready. */
    @FunctionalInterface
    interface Opening {
        /**
         * Returns the work; whoever asked closes it.
         *
         * @param manager owns what stays from one repetition to the next
         */
        TimedWork open(NDManager manager) throws IOException, TranslateException;
    }

    /**
     * What was measured of a path.
     *
     * @param name of the path
     * @param images of one call
     * @param milliseconds of one call
     * @param repetitions that were timed, 0 where it failed
     * @param failure why it could not be measured, or empty
     */
    public record Timing(
            String name, int images, Quartiles milliseconds, int repetitions, String failure) {

        /** Returns the images in a second, at the median. */
        public double imagesPerSecond() {
            return 1000 * images / milliseconds.median();
        }

        /** Returns a row of a table below {@link HotPathReport#head}. */
        @Override
        public String toString() {
            return failure.isEmpty()
                    ? String.format(
                            Locale.ROOT,
                            "%-58s %7.3f ms %8.1f %% %,12.0f",
                            name,
                            milliseconds.median(),
                            100 * milliseconds.spread(),
                            imagesPerSecond())
                    : String.format("%-58s %s", name, failure);
        }
    }

    /** Returns the path's times; of a path that the engine cannot run, the reason. */
    public Timing time(Stopwatch stopwatch, Placement place) throws IOException {
        try (Model model = Model.newInstance("benchmark", place.device(), place.engine());
                TimedWork work = opening.open(model.getNDManager())) {
            double[] seconds = stopwatch.seconds(work, model.getNDManager());
            double[] each = Arrays.stream(seconds).map(s -> 1000 * s / calls).toArray();
            return new Timing(name, images, Quartiles.of(each), each.length, "");
        } catch (CancellationException e) { // whoever interrupts wants no more
            throw e;
        } catch (TranslateException | RuntimeException e) {
            return new Timing(name, images, new Quartiles(0, 0, 0), 0, reason(e));
        }
    }

    private static String reason(Exception e) {
        String text = e.getMessage();
        return text == null || text.isBlank()
                ? e.getClass().getSimpleName()
                : text.lines().findFirst().orElse(text);
    }
}
