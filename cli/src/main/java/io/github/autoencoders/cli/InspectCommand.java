package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSummary;
import io.github.autoencoders.zoo.TextForm;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What data are taken for. */
@Command(
        name = "inspect",
        description = {
            "Says what data are taken for, without training: what a sample is, which columns are"
                    + " learnt from, which hold labels or times, which are left out and why.",
            ""
        },
        footer = {"", "autoencoders inspect measurements.csv"})
final class InspectCommand extends Action {

    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "A file, a folder of images, or the name of data, as train takes them.")
    private String data = "";

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "The rows are points of a series: take windows of so many.")
    private int window;

    @Option(
            names = "--window-step",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many points a window begins behind the last (default: 1).")
    private int step;

    @Mixin private ColumnOptions columns = new ColumnOptions();
    @Mixin private TextOptions text = new TextOptions();
    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    void run() throws IOException {
        DataOptions said =
                DataOptions.ofSeed(0)
                        .withColumns(columns.columns())
                        .withText(text.on(TextForm.RECOGNIZED));
        DataOptions options = window == 0 ? said : said.withWindows(window, step);
        DataSource source = DataSource.of(data, options);
        engine.start(); // some data are read through it
        output.say(DataSummary.of(source).lines());
        output.say(source.notes());
    }
}
