package io.github.autoencoders.benchmark;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A recipe of ours beside a foreign program, each in processes of its own, by turns.
 *
 * @param recipe what ours does
 * @param name of the recipe
 * @param mode of ours
 * @param engine where ours runs; OnnxRuntime does inference, of a model that another exports
 * @param device where ours runs
 * @param threads of both, or 0 for as many as they choose
 * @param command the foreign program and its arguments, with quotes where they hold blanks; it does
 *     not see what the launcher of ours sets for the engines
 * @param lines how the foreign program says what it reached
 * @param launch makes our process
 */
public record PeerRuns(
        TrainingRecipe recipe,
        String name,
        TimedRun.Mode mode,
        String engine,
        String device,
        int threads,
        String command,
        PeerLines lines,
        Work.Launch launch) {

    private static final String THREADS = "OMP_NUM_THREADS";

    // A word, or what stands between quotes of one kind.
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    // What bin/autoencoders sets for our own engines.
    private static final List<String> LAUNCHERS =
            List.of(
                    THREADS,
                    "GOMP_SPINCOUNT",
                    "MXNET_ENGINE_TYPE",
                    "MXNET_CPU_PARALLEL_SIZE",
                    "MXNET_CPU_TEMP_COPY",
                    "MALLOC_ARENA_MAX",
                    "MALLOC_MMAP_MAX_",
                    "MALLOC_TRIM_THRESHOLD_");

    public PeerRuns {
        if (words(command).isEmpty()) {
            throw new IllegalArgumentException("command must name a program, but is empty");
        }
        if (engine.equals(Placement.ONNX_RUNTIME) && !mode.isInference()) {
            throw new IllegalArgumentException(
                    "mode must be encode or reconstruct for %s, which cannot train, but is %s"
                            .formatted(engine, key(mode)));
        }
    }

    private static String key(TimedRun.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Runs both to their ends, again and again.
     *
     * @param rounds how often each is run, at least 1
     * @throws IOException if one fails
     */
    public PeerReport run(int rounds, Rounds.Told told) throws IOException {
        Path folder = Files.createTempDirectory("autoencoders-bench-");
        try {
            Rounds turns = new Rounds(ours(folder), peer(), lines);
            Rounds.Runs runs = turns.run(rounds, told);
            return new PeerReport(
                    name,
                    key(mode),
                    engine,
                    device,
                    threads,
                    recipe.batchSize(),
                    recipe.epochs(),
                    command,
                    runs.ours(),
                    runs.peers());
        } finally {
            AtomicWrite.delete(folder);
        }
    }

    private ChildProcess ours(Path folder) throws IOException {
        int counted = threads == 0 ? EngineChoice.computingThreads() : threads;
        boolean exported = engine.equals(Placement.ONNX_RUNTIME);
        Work work =
                exported
                        ? new Work.TimedExport(recipe, mode)
                        : new Work.Timed(recipe, mode, folder.toString());
        String started = exported ? Placement.engines().get(0) : engine;
        Setup setup = new Setup(started, device.toLowerCase(Locale.ROOT), counted);
        Work.Assignment given = new Work.Assignment(setup, work, "");
        Path file = folder.resolve("assignment.json");
        Files.writeString(file, Json.write(given, Work.Assignment.class));
        return launch.of(file).with(THREADS, Integer.toString(counted));
    }

    private ChildProcess peer() {
        ChildProcess peer = ChildProcess.of(words(command));
        for (String variable : LAUNCHERS) {
            peer = peer.without(variable);
        }
        return threads == 0 ? peer : peer.with(THREADS, Integer.toString(threads));
    }

    private static List<String> words(String command) {
        return WORD.matcher(command).results().map(PeerRuns::word).toList();
    }

    private static String word(MatchResult found) {
        for (int group = 1; group < 3; group++) {
            if (found.group(group) != null) {
                return found.group(group);
            }
        }
        return found.group();
    }
}
