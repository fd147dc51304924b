package io.github.autoencoders.cli;

import io.github.autoencoders.benchmark.LoadMeasurement;
import io.github.autoencoders.benchmark.ResidentMemory;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.ModelList;
import io.github.autoencoders.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models of a folder of runs, and those that were published. */
@Command(
        name = "models",
        description = {
            "Lists the models in a folder of runs, and those that were published.",
            "",
            "Without FOLDER: those in runs, if there are any, those built into the program, and"
                + " those of the repositories that AUTOENCODERS_REPOSITORIES names. No engine is"
                + " loaded."
        })
final class ModelsCommand extends Action {

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "A folder of runs, or of a repository.")
    private @Nullable Path folder;

    @Option(
            names = "--card",
            paramLabel = "RUN",
            completionCandidates = Candidates.OfModels.class,
            description = "Print the card of this one: its recipe, data, metrics and license.")
    private @Nullable Path card;

    @Option(
            names = "--measure",
            description =
                    "Then load each model of the list, and say how long it takes and how much"
                            + " memory.")
    private boolean measure;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    void run() throws IOException {
        if (card != null) {
            ModelCard read = ModelRepository.open("--card", card).card();
            output.text().append(Json.write(read, ModelCard.class)).flush();
            return;
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(
                    "FOLDER must be a folder of runs, but there is no "
                            + folder
                            + "; autoencoders train makes a first run in runs");
        }
        ModelList list = folder == null ? ModelList.all() : ModelList.of(folder);
        output.say(list.lines());
        if (folder == null && ModelRepository.builtIn().getResources().isEmpty()) {
            output.say("no models are built in: %s has them", ModelRepository.MODELS);
        }
        if (!list.problems().isEmpty()) {
            throw new IOException(
                    String.join("; ", list.problems().stream().map(Messages::message).toList()));
        }
        if (measure) {
            measure(list);
        }
    }

    private void measure(ModelList list) throws IOException {
        Placement place = engine.start();
        output.say("");
        output.say(LoadMeasurement.head());
        Set<String> names = new HashSet<>();
        for (ModelList.Entry model : list.models()) {
            if (names.add(model.name())) { // one that comes before has the name
                output.say(LoadMeasurement.of(model.name(), model.opening().open(), place));
            }
        }
        String line = "the process, with the engine: %,d MB at the most";
        ResidentMemory.peak().ifPresent(bytes -> output.say(line, bytes / 1_000_000));
    }
}
