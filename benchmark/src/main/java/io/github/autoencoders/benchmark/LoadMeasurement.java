package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * How long a model takes to be loaded, its digest checked, and what memory its arrays take then.
 *
 * @param name of the model
 * @param parameters how many numbers it has
 * @param first milliseconds of the first time
 * @param median milliseconds of the times after it
 * @param bytes of its arrays
 */
public record LoadMeasurement(
        String name, long parameters, double first, double median, long bytes) {

    private static final int TIMES = 9;

    /** Loads a model again and again; the engine must be loaded already. */
    public static LoadMeasurement of(String name, SavedModel saved, Placement place)
            throws IOException {
        long start = System.nanoTime();
        long parameters;
        double first;
        long bytes;
        try (Model model = saved.load(saved.part(), place)) {
            first = (System.nanoTime() - start) / 1e6;
            List<NDArray> arrays =
                    model.getBlock().getParameters().stream()
                            .map(parameter -> parameter.getValue().getArray())
                            .toList();
            parameters = arrays.stream().mapToLong(NDArray::size).sum();
            bytes =
                    arrays.stream()
                            .mapToLong(a -> a.size() * a.getDataType().getNumOfBytes())
                            .sum();
        }
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long again = System.nanoTime();
            saved.load(saved.part(), place).close();
            times[i] = (System.nanoTime() - again) / 1e6;
        }
        return new LoadMeasurement(name, parameters, first, Quartiles.of(times).median(), bytes);
    }

    /** Returns what stands above the text of measurements. */
    public static String head() {
        return "%-28s %10s %12s %12s %12s"
                .formatted("LOADED", "PARAMETERS", "FIRST", "MEDIAN OF 9", "MEMORY");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-28s %,10d %9.1f ms %9.1f ms %9.2f MB",
                name,
                parameters,
                first,
                median,
                bytes / 1e6);
    }
}
