package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.Metric;
import io.github.autoencoders.application.NeighbourSearch;
import io.github.autoencoders.application.SampleNeighbours;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples whose codes are near to each other. */
@Command(
        name = "neighbours",
        description = {
            "Finds the samples whose codes are nearest to those of other samples.",
            "",
            "Every code is compared with every query's, as long as that takes a minute at most;"
                    + " with more, or with --index, an index finds nearly all of the nearest. Where"
                    + " there are labels, the share of neighbours that have their query's label is"
                    + " printed."
        })
final class NeighboursCommand extends Action {

    private static final int ON_A_SHEET = 12;

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description =
                    "What is searched: an IDX file, a CSV file, a folder of images, or a data"
                            + " set's name.")
    private String in = "";

    @Option(
            names = "--query",
            required = true,
            paramLabel = "QUERY",
            completionCandidates = Candidates.OfData.class,
            description =
                    "Numbers of samples of --in, from 0, as 3,7; or other data, a name or a path.")
    private String query = "";

    @Option(
            names = "--k",
            paramLabel = "N",
            description = "How many neighbours of each (default: ${DEFAULT-VALUE}).")
    private int k = 5;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            completionCandidates = Candidates.OfMetrics.class,
            description = "euclidean or cosine (default: euclidean).")
    private Metric metric = Metric.EUCLIDEAN;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for the first "
                            + ON_A_SHEET
                            + " queries, each with its neighbours at its right, or a .csv file for"
                            + " all.")
    private Path out = Path.of("");

    @Option(
            names = "--index",
            paramLabel = "FOLDER",
            description =
                    "Keeps the codes of --in there, to be searched more quickly the next time.")
    private @Nullable Path index;

    @Override
    void run() throws IOException {
        Require.atLeast(1, "--k", k);
        Output.requireEnding("--out", out, ".png", ".csv");
        SavedModel saved = model.open(Part.ENCODER);
        Samples searched = model.read(in, saved);
        boolean own = query.matches("\\d{1,9}(,\\d{1,9})*");
        Samples queries = own ? searched : model.read(query, saved);
        boolean sheet = Output.endsIn(out, ".png");
        try (TrainedAutoencoder trained = model.load(saved);
                NeighbourSearch search =
                        index == null
                                ? NeighbourSearch.of(trained, searched, metric)
                                : NeighbourSearch.kept(trained, searched, metric, index)) {
            SampleNeighbours found =
                    own
                            ? search.nearest(
                                    Stream.of(query.split(",", -1)).map(Integer::valueOf).toList(),
                                    k)
                            : search.nearest(sheet ? queries.first(ON_A_SHEET) : queries, k);
            if (sheet) {
                Png.write(found.sheet().draw("Nearest codes"), out);
            } else {
                CsvOutput.to(out).write(found.columns(), found.rows().stream());
            }
            String line = "share with their query's label (precision at %d): %.3f";
            model.say(
                    "%,d neighbours of %,d samples in %s",
                    found.count(), found.numbers().size(), out);
            found.precision().ifPresent(share -> model.say(line, k, share));
        }
    }
}
