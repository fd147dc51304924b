package io.github.autoencoders.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ours and a foreign program, run alternately, as it stands in the JSON file.
 *
 * @param recipe name or file
 * @param mode of ours: train, program, encode or reconstruct
 * @param engine of ours
 * @param device of ours
 * @param threads of ours, 0 for one for each core
 * @param batch images of a batch of ours
 * @param epochs of ours
 * @param command the foreign program
 * @param ours one for each round
 * @param peers one for each round
 */
public record PeerReport(
        String recipe,
        String mode,
        String engine,
        String device,
        int threads,
        int batch,
        int epochs,
        String command,
        List<PeerRun> ours,
        List<PeerRun> peers) {

    public PeerReport {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
        if (ours.size() != peers.size()) {
            throw new IllegalArgumentException(
                    "ours has " + ours.size() + " runs but peers has " + peers.size());
        }
    }

    /**
     * Returns the quartiles of ours divided by the peer's, round by round: what the machine did
     * besides was much the same for both.
     *
     * @param quantity of a run
     */
    public Quartiles ratio(ToDoubleFunction<PeerRun> quantity) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(quantity.applyAsDouble(ours.get(i)) / quantity.applyAsDouble(peers.get(i)));
        }
        return Quartiles.of(ratios);
    }

    /** Returns the quartiles of some runs. */
    public static Quartiles of(List<PeerRun> runs, ToDoubleFunction<PeerRun> quantity) {
        return Quartiles.of(runs.stream().mapToDouble(quantity).toArray());
    }

    /** Returns what stands above the rows of the runs. */
    public static String head() {
        return "%-6s %14s %14s %16s".formatted("", "IMAGES/S", "MEMORY", "FIRST");
    }

    /** Returns lines that say what comes out of all runs. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "%-34s %9s %9s %9s %15s"
                        .formatted("MEDIAN", "OURS", "PEER", "OURS/PEER", "QUARTILES"));
        lines.add(row("images/s, more is better", "%,9.0f", PeerRun::imagesPerSecond));
        if (isInference()) {
            lines.add(row("p50 of a batch, us, less is better", "%9.1f", PeerRun::p50Microseconds));
            lines.add(row("p99 of a batch, us, less is better", "%9.1f", PeerRun::p99Microseconds));
        }
        lines.add(row("peak memory, MiB, less is better", "%,9.0f", PeerRun::peakMebibytes));
        lines.add(row("first, s, less is better", "%9.2f", PeerRun::firstSeconds));
        lines.add(
                "images/s of the epochs after the first; first: from a process's start until its");
        lines.add("first line: of ours after the first batch, of the peer when it likes.");
        if (isInference()) {
            lines.add("p50, p99: what half and 99 of 100 batches of the same epochs took at most.");
        }
        return lines;
    }

    private boolean isInference() {
        return TimedRun.Mode.valueOf(mode.toUpperCase(Locale.ROOT)).isInference();
    }

    private String row(String what, String number, ToDoubleFunction<PeerRun> quantity) {
        double median = of(ours, quantity).median();
        double peersMedian = of(peers, quantity).median();
        if (!(median > 0 && peersMedian > 0)) {
            return "%-34s not known of %s".formatted(what, median > 0 ? "the peer" : "ours");
        }
        Quartiles ratio = ratio(quantity);
        return String.format(
                Locale.ROOT,
                "%-34s " + number + " " + number + " %9.2f %6.2f to %5.2f",
                what,
                median,
                peersMedian,
                ratio.median(),
                ratio.lower(),
                ratio.upper());
    }
}
