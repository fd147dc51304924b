package io.github.autoencoders.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * How far some work is: a bar with its rate where there is a terminal, elsewhere a line now and
 * then.
 */
final class StepsProgress implements AutoCloseable {

    private static final long NANOS_BETWEEN_LINES = 30_000_000_000L;

    private static final long UNKNOWN = -1; // as the bar has it

    private final String task;
    private final String unit;
    private final PrintWriter lines;
    private final LongSupplier clock;
    private long last; // when the last line was printed
    private @Nullable ProgressBar bar;

    /**
     * Makes a progress.
     *
     * @param task as "probe"
     * @param unit what is counted, as "steps"
     * @param lines where lines go
     */
    StepsProgress(String task, String unit, PrintWriter lines) {
        this(task, unit, lines, System::nanoTime);
    }

    /** Makes a progress with a clock of its own, in nanoseconds. */
    StepsProgress(String task, String unit, PrintWriter lines, LongSupplier clock) {
        this.task = task;
        this.unit = unit;
        this.lines = lines;
        this.clock = clock;
        last = clock.getAsLong();
    }

    /** Shows how much is done of nobody knows how much. */
    void at(long done) {
        at(done, UNKNOWN);
    }

    /** Shows how much is done. */
    void at(long done, long all) {
        if (!CommandLine.Help.Ansi.AUTO.enabled()) {
            long now = clock.getAsLong();
            if (now - last >= NANOS_BETWEEN_LINES) {
                last = now;
                String of = all == UNKNOWN ? "" : String.format(Locale.ROOT, " of %,d", all);
                lines.printf(Locale.ROOT, "%s: %,d%s %s%n", task, done, of, unit);
                lines.flush();
            }
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setUnit(" " + unit, 1)
                            .setInitialMax(all)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .showSpeed()
                            .clearDisplayOnFinish()
                            .build();
        }
        bar.stepTo(done);
        lines.flush(); // for Pulse, which does not hear the bar
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
