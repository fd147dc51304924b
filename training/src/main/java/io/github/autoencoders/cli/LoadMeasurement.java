package io.github.autoencoders.cli;

import ai.djl.Device;
import ai.djl.Model;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a model takes to be loaded, its digest checked, and what memory it takes then.
 *
 * @param name of the model
 * @param parameters how many numbers it has
 * @param first milliseconds of the first time
 * @param median milliseconds of the times after it
 * @param resident bytes by which the process grew at the first time; or -1 where the system does
 *     not tell
 */
record LoadMeasurement(String name, long parameters, double first, double median, long resident) {

    private static final int TIMES = 9;
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Loads a model again and again; the engine must be loaded already. */
    static LoadMeasurement of(String name, SavedModel saved, String engine, Device device)
            throws IOException {
        System.gc(); // what the one before it left is not counted
        long before = residentBytes();
        long start = System.nanoTime();
        long parameters;
        double first;
        long after;
        try (Model model = saved.load(saved.part(), engine, device)) {
            first = (System.nanoTime() - start) / 1e6;
            after = residentBytes();
            parameters =
                    model.getBlock().getParameters().stream()
                            .mapToLong(parameter -> parameter.getValue().getArray().size())
                            .sum();
        }
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long again = System.nanoTime();
            saved.load(saved.part(), engine, device).close();
            times[i] = (System.nanoTime() - again) / 1e6;
        }
        Arrays.sort(times);
        return new LoadMeasurement(
                name,
                parameters,
                first,
                times[TIMES / 2],
                after < 0 ? -1 : Math.max(0, after - before));
    }

    private static long residentBytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return -1;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }

    static String head() {
        return "%-28s %10s %12s %12s %12s"
                .formatted("LOADED", "PARAMETERS", "FIRST", "MEDIAN OF 9", "MEMORY");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-28s %,10d %9.1f ms %9.1f ms %12s",
                name,
                parameters,
                first,
                median,
                resident < 0 ? "not known" : String.format(Locale.ROOT, "%.1f MB", resident / 1e6));
    }
}
