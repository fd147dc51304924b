package io.github.autoencoders.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A bar of the steps of some work, with the time that it takes, where there is a terminal. */
final class StepsProgress implements AutoCloseable {

    private final String task;
    private @Nullable ProgressBar bar;

    StepsProgress(String task) {
        this.task = task;
    }

    /** Shows how many steps are done. */
    void at(int done, int all) {
        if (!CommandLine.Help.Ansi.AUTO.enabled()) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setUnit(" steps", 1)
                            .setInitialMax(all)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .clearDisplayOnFinish()
                            .build();
        }
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
