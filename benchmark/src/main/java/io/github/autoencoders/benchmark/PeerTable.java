package io.github.autoencoders.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Ours and a foreign program as text. */
public final class PeerTable {

    private PeerTable() {}

    /** Returns what stands above the {@link #row rows} of the runs. */
    public static String head() {
        return "%-6s %14s %14s %16s".formatted("", "IMAGES/S", "MEMORY", "FIRST");
    }

    /** Returns a run. */
    public static String row(boolean isOurs, PeerRun run) {
        return text(
                "%-6s %,14.0f %10.0f MiB %14.2f s",
                isOurs ? "ours" : "peer",
                run.imagesPerSecond(),
                run.peakMebibytes(),
                run.firstSeconds());
    }

    /** Returns what comes out of all runs. */
    public static String of(PeerReport report) {
        return String.join(
                System.lineSeparator(),
                List.of(
                        text(
                                "%n%-34s %10s %10s %10s %18s",
                                "MEDIAN", "OURS", "PEER", "OURS/PEER", "QUARTILES"),
                        row(
                                report,
                                "images/s, more is better",
                                "%,10.0f",
                                PeerRun::imagesPerSecond),
                        row(
                                report,
                                "peak memory, MiB, less is better",
                                "%,10.0f",
                                PeerRun::peakMebibytes),
                        row(report, "first, s, less is better", "%10.2f", PeerRun::firstSeconds),
                        text(
                                "images/s of the epochs after the first; first: from a process's"
                                        + " start until its first line, which of ours comes%nafter"
                                        + " the first batch, of the peer when it likes.")));
    }

    private static String row(
            PeerReport report, String what, String number, ToDoubleFunction<PeerRun> quantity) {
        double ours = PeerReport.of(report.ours(), quantity).median();
        double peers = PeerReport.of(report.peers(), quantity).median();
        if (!(ours > 0 && peers > 0)) {
            return text("%-34s not known of %s", what, ours > 0 ? "the peer" : "ours");
        }
        Quartiles ratio = report.ratio(quantity);
        return text(
                "%-34s " + number + " " + number + " %10.2f %9.2f to %5.2f",
                what,
                ours,
                peers,
                ratio.median(),
                ratio.lower(),
                ratio.upper());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
