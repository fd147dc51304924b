package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.report.Report;
import io.github.autoencoders.report.RunMeasures;
import io.github.autoencoders.report.RunReport;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs to a page of HTML. */
@Command(
        name = "report",
        description = {
            "Writes a page of HTML that tells of a run, or of several side by side.",
            "",
            "It has the data, the curves, pictures, the code map, scores, the best and the worst"
                    + " samples, the model's card and the command that repeats the run, in one"
                    + " file that needs no network. Of a run whose data are not there any more it"
                    + " has what was written down."
        })
final class ReportCommand extends Action {

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            completionCandidates = Candidates.OfModels.class,
            description =
                    "The folder of a run, or of a saved model; or the name of a published model.")
    private List<Path> runs = List.of();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "Where the data are now (default: where they were in training).")
    private @Nullable String data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .html file to write.")
    private Path out = Path.of("");

    @Mixin private EngineOptions engine = new EngineOptions();

    @Mixin private Output output = new Output();

    @Override
    void run() throws IOException {
        Output.requireEnding("--out", out, ".html");
        AtomicWrite.requirePlace(out);
        List<RunReport> reports = new ArrayList<>();
        List<SavedModel> models = new ArrayList<>();
        for (Path run : runs) { // what is wrong is said before any work is done
            requireNoDetector(run);
            SavedModel model = ModelRepository.open("RUN", run);
            models.add(model);
            boolean begun = Files.exists(run.resolve("recipe.json"));
            RunReport report =
                    begun ? RunReport.of(run) : RunReport.of(ModelOptions.name(run), model);
            reports.add(report.withCommand(command(run, report)));
        }
        Placement place = engine.start();
        for (int i = 0; i < models.size(); i++) {
            reports.set(i, measured(reports.get(i), models.get(i), place));
        }
        new Report(reports).write(out);
        output.say("report: %s (%,d kB)", out, Files.size(out) / 1000);
    }

    private static void requireNoDetector(Path run) {
        if (DetectorOptions.isAny(run)) {
            throw new IllegalArgumentException(
                    "RUN must be a run or a model, but %s is a detector, of which anomalies score --html tells"
                            .formatted(run));
        }
    }

    private RunReport measured(RunReport run, SavedModel saved, Placement place) {
        String source = data == null ? run.card().recipe().data().source() : data;
        try (TrainedAutoencoder model = TrainedAutoencoder.of(saved, place)) {
            DataOptions options =
                    DataOptions.asTrained(run.card().recipe(), saved.config().format());
            DataSplit split = DataSource.of(source, options).split();
            RunMeasures measures =
                    RunMeasures.of(model, split.withFormats(model.format(), model.target()));
            output.say(
                    "%s: %,d samples of %s",
                    run.name(), measures.samples().size(), measures.samples().name());
            return run.withMeasures(measures);
        } catch (CancellationException e) { // no fault of the data
            throw e;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            String why = "no codes, no scores: " + Messages.message(e);
            output.say("%s: %s", run.name(), why);
            return run.withNote(why);
        }
    }

    private static String command(Path run, RunReport report) {
        if (report.history().epochs().isEmpty()) {
            return "";
        }
        var at = report.card().environment();
        String on = at.engine().startsWith("MXNet") ? "MXNet" : "PyTorch";
        String threads = at.threads() > 0 ? " --threads " + at.threads() : "";
        return "autoencoders train %s --engine %s%s --out %s"
                .formatted(
                        quoted(run.resolve("recipe.json").toString()),
                        on,
                        threads,
                        quoted(run + "-again"));
    }

    // As a shell takes it for one word.
    private static String quoted(String word) {
        return word.matches("[\\w./@%+=:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
