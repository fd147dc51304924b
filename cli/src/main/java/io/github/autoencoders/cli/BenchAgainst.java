package io.github.autoencoders.cli;

import io.github.autoencoders.benchmark.ChildProcess;
import io.github.autoencoders.benchmark.PeerReport;
import io.github.autoencoders.benchmark.PeerRun;
import io.github.autoencoders.benchmark.Quartiles;
import io.github.autoencoders.benchmark.Rounds;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ours beside a foreign program: runs by turns, and a table.
 *
 * @param recipe what ours does
 * @param name of the recipe
 * @param engine where ours runs
 * @param text where the table goes
 */
record BenchAgainst(TrainingRecipe recipe, String name, EngineOptions engine, PrintWriter text) {

    /** Returns what was measured, all of which was printed. */
    PeerReport run(BenchAgainstOptions options) throws IOException {
        int rounds = options.rounds();
        Rounds turns;
        Rounds.Runs runs;
        Path folder = Files.createTempDirectory("autoencoders-bench-");
        try {
            Path file = folder.resolve("recipe.json");
            Files.writeString(file, Json.write(recipe, TrainingRecipe.class));
            turns = new Rounds(ours(options, file), peer(options), options.lines());
            say("%-6s %14s %14s %16s", "", "IMAGES/S", "MEMORY", "FIRST");
            runs = turns.run(rounds, this::say);
        } finally {
            AtomicWrite.delete(folder);
        }
        PeerReport report =
                new PeerReport(
                        name,
                        options.mode().name().toLowerCase(Locale.ROOT),
                        engine.name(),
                        engine.toString(),
                        engine.threads(),
                        recipe.batchSize(),
                        recipe.epochs(),
                        options.command(),
                        runs.ours(),
                        runs.peers());
        say(report);
        return report;
    }

    private ChildProcess ours(BenchAgainstOptions options, Path file) {
        List<String> arguments = new ArrayList<>();
        arguments.add("bench-child");
        arguments.add(options.mode().name());
        arguments.add(file.toString());
        arguments.add(String.valueOf(file.getParent()));
        arguments.addAll(List.of("--engine", engine.name(), "--device", engine.toString()));
        if (engine.threads() == 0) {
            return ChildProcess.ofJava(AutoencodersCommand.class, arguments);
        }
        String threads = Integer.toString(engine.threads());
        arguments.addAll(List.of("--threads", threads));
        return ChildProcess.ofJava(AutoencodersCommand.class, arguments)
                .with("OMP_NUM_THREADS", threads);
    }

    private ChildProcess peer(BenchAgainstOptions options) {
        ChildProcess peer = ChildProcess.of(options.words());
        for (String variable : BenchAgainstOptions.hidden()) {
            peer = peer.without(variable);
        }
        return engine.threads() == 0
                ? peer
                : peer.with("OMP_NUM_THREADS", Integer.toString(engine.threads()));
    }

    private void say(String format, Object... values) {
        text.println(String.format(Locale.ROOT, format, values));
        text.flush();
    }

    private void say(boolean isOurs, PeerRun run) {
        say(
                "%-6s %,14.0f %10.0f MiB %14.2f s",
                isOurs ? "ours" : "peer",
                run.imagesPerSecond(),
                run.peakMebibytes(),
                run.firstSeconds());
    }

    private void say(PeerReport report) {
        say("%n%-34s %10s %10s %10s %18s", "MEDIAN", "OURS", "PEER", "OURS/PEER", "QUARTILES");
        row(report, "images/s, more is better", "%,10.0f", PeerRun::imagesPerSecond);
        row(report, "peak memory, MiB, less is better", "%,10.0f", PeerRun::peakMebibytes);
        row(report, "first, s, less is better", "%10.2f", PeerRun::firstSeconds);
        say(
                "images/s of the epochs after the first; first: from a process's start until its"
                    + " first line, which of ours comes%nafter the first batch, of the peer when it"
                    + " likes.");
    }

    private void row(
            PeerReport report, String what, String number, ToDoubleFunction<PeerRun> quantity) {
        double ours = PeerReport.of(report.ours(), quantity).median();
        double peers = PeerReport.of(report.peers(), quantity).median();
        if (!(ours > 0 && peers > 0)) {
            say("%-34s not known of %s", what, ours > 0 ? "the peer" : "ours");
            return;
        }
        Quartiles ratio = report.ratio(quantity);
        say(
                "%-34s " + number + " " + number + " %10.2f %9.2f to %5.2f",
                what,
                ours,
                peers,
                ratio.median(),
                ratio.lower(),
                ratio.upper());
    }
}
