package io.github.autoencoders.benchmark;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * What one row of a comparison is run with.
 *
 * @param engine by name; nobody knows yet whether it is there
 * @param device as {@code cpu} or {@code gpu0}
 * @param threads of the arithmetic, at least 1
 */
public record Setup(String engine, String device, int threads) {

    public Setup {
        if (engine.isBlank()) {
            throw new IllegalArgumentException("engine must not be empty");
        }
        if (!device.matches("cpu|gpu\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "device must be cpu, gpu0, gpu1 and so on, but is \"" + device + '"');
        }
        Require.atLeast(1, "threads", threads);
    }

    /**
     * Returns all combinations, each once: engines slowest, threads fastest.
     *
     * @param engines in any case where they are on the class path; none for all that are
     * @param threads none for as many as compute here where nothing else is said
     */
    public static List<Setup> all(
            List<String> engines, List<String> devices, List<Integer> threads) {
        List<Integer> counts =
                threads.isEmpty() ? List.of(EngineChoice.computingThreads()) : threads;
        LinkedHashSet<Setup> setups = new LinkedHashSet<>();
        for (String engine : engines.isEmpty() ? Placement.engines() : engines) {
            for (String device : devices) {
                counts.forEach(count -> setups.add(new Setup(spelled(engine), device, count)));
            }
        }
        return new ArrayList<>(setups);
    }

    // As the engine itself is spelled; one that is not there becomes a row that fails.
    private static String spelled(String engine) {
        return Placement.engines().stream()
                .filter(engine::equalsIgnoreCase)
                .findFirst()
                .orElse(engine);
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s, %d thread%s",
                engine,
                device,
                threads,
                threads == 1 ? "" : "s");
    }
}
