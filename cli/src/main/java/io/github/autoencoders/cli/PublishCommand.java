package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.ReferenceScore;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.Publication;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run to a repository of models. */
@Command(
        name = "publish",
        description = {
            "Puts a model into a repository, a folder from which DJL and these commands load it.",
            "",
            "Behind any web server the folder is a repository too. AUTOENCODERS_REPOSITORIES names"
                + " folders and addresses, with commas between them, whose models are then found by"
                + " their names. Nothing that was published is overwritten."
        })
final class PublishCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "REPO",
            description = "The repository's folder, which is made if there is none.")
    private String to = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the model there (default: the name of RUN's folder).")
    private String name = "";

    @Option(
            names = "--release",
            paramLabel = "VERSION",
            description = "As 1.0.0 (default: the one after the last, at first 0.0.1).")
    private String release = "";

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            description = "The model's license, as Apache-2.0 (default: the one it has already).")
    private String license = "";

    @Override
    void run() throws IOException, TranslateException {
        SavedModel saved = model.open(null);
        ModelCard card = saved.card();
        ModelCard licensed = license.isEmpty() ? card : card.withLicense(license);
        if (licensed.license().isEmpty()) {
            throw new IllegalArgumentException(
                    "--license must be given for a model that has none, as Apache-2.0, but is not");
        }
        Path repository = Publication.folder(to);
        String chosen = name.isEmpty() ? model.name() : name;
        Publication.require(chosen, release);
        Publication.requireRepository(repository);
        Optional<Double> check;
        try (TrainedAutoencoder trained = model.load(saved)) {
            check = ReferenceScore.of(trained);
        }
        ModelCard checked =
                check.map(score -> licensed.withMetrics(Map.of(ReferenceScore.METRIC, score)))
                        .orElse(licensed);
        Publication publication = Publication.of(saved, checked, repository, chosen, release);
        model.say(
                "%s %s of %s, code %d, in %s",
                publication.name(),
                publication.version(),
                saved.part() == Part.WHOLE
                        ? card.training().name()
                        : saved.part().name().toLowerCase(Locale.ROOT),
                saved.config().bottleneck().codeSize(),
                publication.folder());
    }
}
