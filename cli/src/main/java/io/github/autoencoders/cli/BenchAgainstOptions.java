package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.benchmark.PeerLines;
import io.github.autoencoders.benchmark.TimedRun;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A foreign program, how it says what it reached, and what of ours it is measured with. */
final class BenchAgainstOptions {

    @Option(
            names = "--against",
            required = true,
            paramLabel = "COMMAND",
            description =
                    "A program and its arguments, between quotes; no shell reads them. It does not"
                            + " see what bin/autoencoders sets for the engines (OMP_NUM_THREADS,"
                            + " MALLOC_ARENA_MAX and the like).")
    private String command = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is run (default: 5).")
    private int rounds = 5;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            completionCandidates = Candidates.OfModes.class,
            description =
                    "What ours does: ${COMPLETION-CANDIDATES} (default: train). The last two with"
                            + " a new model, and with --engine OnnxRuntime too.")
    private TimedRun.Mode mode = TimedRun.Mode.TRAIN;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data, of which the first is warm-up (default: 4).")
    private int epochs = 4;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Learn from the first N samples only; 0 for all (default: 10000).")
    private int limit = 10_000;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "In the place of the recipe's, as train takes it.")
    private @Nullable String data;

    @Option(
            names = "--peer-rate",
            paramLabel = "REGEX",
            description =
                    "Finds the images a second of each epoch in what the program prints: its first"
                            + " group (default: \""
                            + PeerLines.RATE
                            + "\").")
    private String rate = PeerLines.RATE;

    @Option(
            names = "--peer-memory",
            paramLabel = "REGEX",
            description =
                    "Finds its peak memory in MiB where this system does not tell (default:"
                            + " \""
                            + PeerLines.MEMORY
                            + "\").")
    private String memory = PeerLines.MEMORY;

    @Option(
            names = "--peer-latency",
            paramLabel = "REGEX",
            description =
                    "Finds how many microseconds half of an epoch's batches and 99 of 100 take at"
                            + " most, for encode and reconstruct: its two groups (default: \""
                            + PeerLines.LATENCY
                            + "\").")
    private String latency = PeerLines.LATENCY;

    String command() {
        return command;
    }

    TimedRun.Mode mode() {
        return mode;
    }

    PeerLines lines() {
        return PeerLines.of(rate, memory, latency);
    }

    int rounds() {
        return Require.atLeast(1, "rounds", rounds);
    }

    /** Returns what changes in the recipe, by its path. */
    Map<String, Object> changes(int batch) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("batchSize", batch);
        changes.put("epochs", epochs);
        changes.put("data.limit", limit);
        if (data != null) {
            changes.put("data.source", data);
        }
        return changes;
    }
}
