package io.github.autoencoders.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** Rows to anomalies. */
@Command(
        name = "anomalies",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds anomalies among the rows of a table, or in a series, with p-values and reasons.",
            "",
            "Several small denoising autoencoders, trained side by side, and distances to other"
                + " rows say how unusual a row is; rows that were held out say how rare that is."
        },
        footer = {
            "",
            "autoencoders anomalies train --data measurements.csv --out detector",
            "autoencoders anomalies score detector --in new.csv --out found.csv"
        },
        subcommands = {
            AnomaliesTrainCommand.class,
            AnomaliesScoreCommand.class,
            AnomaliesExplainCommand.class,
            AnomaliesEvaluateCommand.class
        })
final class AnomaliesCommand implements Runnable {

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
