package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.probe.Metric;
import io.github.autoencoders.probe.NearestNeighbours;
import io.github.autoencoders.probe.NearestNeighbours.Neighbour;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples whose codes are near to each other. */
@Command(
        name = "neighbours",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds the samples whose codes are nearest to those of other samples.",
            "",
            "Every code is compared with every query's. Where there are labels, the share of"
                    + " neighbours that have their query's label is printed."
        })
final class NeighboursCommand implements Callable<Integer> {

    private static final int ON_A_SHEET = 12;

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description =
                    "What is searched: an IDX file, a CSV file, a folder of images, or a data"
                            + " set's name.")
    private String in = "";

    @Option(
            names = "--query",
            required = true,
            paramLabel = "QUERY",
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
            description = "euclidean or cosine (default: ${DEFAULT-VALUE}).")
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

    /**
     * A sample and its neighbours.
     *
     * @param name its number, and its label if it has one
     * @param label or null
     */
    private record Found(
            int number, String name, @Nullable String label, List<Neighbour> neighbours) {}

    @Override
    public Integer call() throws IOException, TranslateException {
        if (k < 1) {
            throw new IllegalArgumentException("--k must be at least 1, but is " + k);
        }
        SampleOutput.requirePngOrCsv(out);
        SavedModel saved = model.open(Part.ENCODER);
        Samples searched = model.read(in, saved);
        boolean own = query.matches("\\d{1,9}(,\\d{1,9})*");
        Samples queries = own ? searched : model.read(query, saved);
        int[] numbers = own ? numbers(searched) : all(queries);
        NearestNeighbours codes =
                new NearestNeighbours(model.run(saved, Task.ENCODE, searched), metric);
        List<float[]> asked = model.run(saved, Task.ENCODE, queries.subset(numbers));
        List<Found> found =
                IntStream.range(0, numbers.length)
                        .parallel()
                        .mapToObj(
                                i ->
                                        found(
                                                queries,
                                                numbers[i],
                                                codes.of(asked.get(i), k, own ? numbers[i] : -1)))
                        .toList();
        write(saved, searched, queries, found);
        say(searched, found);
        return CommandLine.ExitCode.OK;
    }

    private int[] numbers(Samples searched) {
        int[] numbers = Stream.of(query.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        for (int number : numbers) {
            InterpolateCommand.requireIndex(number, searched);
        }
        return numbers;
    }

    private int[] all(Samples queries) {
        int count =
                SampleOutput.endsIn(out, ".png")
                        ? Math.min(ON_A_SHEET, queries.size())
                        : queries.size();
        return IntStream.range(0, count).toArray();
    }

    private static Found found(Samples queries, int number, List<Neighbour> neighbours) {
        String label = label(queries, number);
        return new Found(
                number, label == null ? "" + number : number + ": " + label, label, neighbours);
    }

    private static @Nullable String label(Samples samples, int number) {
        return samples.labelled() ? samples.labelNames().get(samples.label(number)) : null;
    }

    private void write(SavedModel saved, Samples searched, Samples queries, List<Found> found)
            throws IOException {
        if (SampleOutput.endsIn(out, ".png")) {
            SampleOutput.writePicture(
                    out, sheet(saved, searched, queries, found).draw("Nearest codes"));
        } else {
            CsvOutput.to(out)
                    .write(
                            List.of("query", "rank", "index", "distance", "label"),
                            found.stream().flatMap(each -> rows(searched, each)));
        }
    }

    private Sheet sheet(SavedModel saved, Samples searched, Samples queries, List<Found> found) {
        List<Sheet.Row> rows = new ArrayList<>();
        List<float[]> shown = new ArrayList<>();
        for (Found each : found) {
            List<float[]> row = new ArrayList<>(List.of(queries.sample(each.number)));
            each.neighbours.forEach(neighbour -> row.add(searched.sample(neighbour.index())));
            rows.add(new Sheet.Row(each.name, row));
            shown.addAll(row);
        }
        List<String> captions = new ArrayList<>(List.of("query"));
        IntStream.range(1, rows.get(0).samples().size()).forEach(rank -> captions.add("" + rank));
        return new Sheet(
                RunPictures.drawing(saved.config().format(), shown), rows, captions, "", "");
    }

    private static Stream<List<Object>> rows(Samples searched, Found each) {
        return IntStream.range(0, each.neighbours.size())
                .mapToObj(
                        i -> {
                            Neighbour neighbour = each.neighbours.get(i);
                            String label = label(searched, neighbour.index());
                            return List.<Object>of(
                                    each.number,
                                    i + 1,
                                    neighbour.index(),
                                    neighbour.distance(),
                                    label == null ? "" : label);
                        });
    }

    private void say(Samples searched, List<Found> found) {
        long neighbours = found.stream().mapToLong(each -> each.neighbours.size()).sum();
        model.text()
                .printf(
                        Locale.ROOT,
                        "%,d neighbours of %,d samples in %s%n",
                        neighbours,
                        found.size(),
                        out);
        if (searched.labelled() && found.stream().allMatch(each -> each.label != null)) {
            long same =
                    found.stream()
                            .flatMap(
                                    each ->
                                            each.neighbours.stream()
                                                    .map(n -> label(searched, n.index()))
                                                    .filter(
                                                            l ->
                                                                    String.valueOf(l)
                                                                            .equals(each.label)))
                            .count();
            model.text()
                    .printf(
                            Locale.ROOT,
                            "share with their query's label (precision at %d): %.3f%n",
                            k,
                            same / (double) neighbours);
        }
    }
}
