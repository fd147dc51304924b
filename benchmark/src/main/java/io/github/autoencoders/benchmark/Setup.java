package io.github.autoencoders.benchmark;

import io.github.autoencoders.argument.Require;
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

    /** Returns all combinations, each once: engines slowest, threads fastest. */
    public static List<Setup> all(
            List<String> engines, List<String> devices, List<Integer> threads) {
        LinkedHashSet<Setup> setups = new LinkedHashSet<>();
        for (String engine : engines) {
            for (String device : devices) {
                threads.forEach(count -> setups.add(new Setup(engine, device, count)));
            }
        }
        return new ArrayList<>(setups);
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
