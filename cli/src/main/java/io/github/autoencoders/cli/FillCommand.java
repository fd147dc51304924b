package io.github.autoencoders.cli;

import io.github.autoencoders.application.Completion;
import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.Recommendation;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.dataset.CsvTable;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Ratings;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cells and ratings that are missing, predicted. */
@Command(
        name = "fill",
        description = {
            "Predicts what is missing.",
            "",
            "Of a table, the file is written with its missing cells filled in. Of ratings, those"
                    + " that users did not give are written, one row for each: user, item, rating;"
                    + " with --top, only the items that the model expects a user to rate highest."
        })
final class FillCommand extends Action {

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "A CSV file with the columns that the model knows; or a file of ratings"
                        + " (u.data, *.ratings) of the items that it knows, or ratings for those"
                        + " that this program draws.")
    private String in = "";

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Only the N highest ratings of each user (default: all).")
    private @Nullable Integer top;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        if (top != null) {
            Require.atLeast(1, "--top", top);
        }
        Output.requireEnding("--out", out, ".csv");
        SavedModel saved = model.open();
        try (TrainedAutoencoder autoencoder = model.load(saved)) {
            Completion.requireFits(autoencoder);
            DataSource data = DataSource.of(in, model.asTrained(saved));
            Optional<CsvTable> table = data.table();
            if (table.isPresent()) {
                fillTable(autoencoder, saved, table.get());
            } else {
                fillRatings(autoencoder, data.ratings());
            }
        }
    }

    private void fillTable(TrainedAutoencoder autoencoder, SavedModel saved, CsvTable table)
            throws IOException {
        if (top != null) {
            throw new IllegalArgumentException(
                    "--top must not be given for a table, but is " + top);
        }
        Completion completion = Completion.of(autoencoder, model.read(in, saved));
        CsvOutput.to(out)
                .write(
                        table.header(),
                        table.filled(completion.predicted(), saved.config().format().schema()));
        model.say(
                "%,d missing cells of %,d rows filled in %s",
                completion.missing(), completion.samples().size(), out);
    }

    private void fillRatings(TrainedAutoencoder autoencoder, Ratings ratings) throws IOException {
        List<Recommendation> predicted =
                top == null
                        ? Recommendation.all(autoencoder, ratings)
                        : Recommendation.top(autoencoder, ratings, top);
        CsvOutput.to(out)
                .write(
                        List.of("user", "item", "rating"),
                        predicted.stream().map(r -> List.of(r.user(), r.item(), r.rating())));
        model.say(
                "%,d ratings of %,d users predicted in %s",
                predicted.size(), ratings.users().size(), out);
    }
}
