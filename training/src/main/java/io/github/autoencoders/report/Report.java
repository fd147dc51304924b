package io.github.autoencoders.report;

import com.samskivert.mustache.Mustache;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.page.PageStyle;
import io.github.autoencoders.report.RunCharts.Chart;
import io.github.autoencoders.zoo.LibraryVersion;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One page of HTML of one run, or of several side by side. It needs no other file and no network:
 * pictures, charts, its style and its little program are in it.
 *
 * <pre>{@code
 * Path run = Path.of("runs/vae-sprites");
 * Report.of(RunReport.of(run)).write(Path.of("report.html")); // without what takes its data, or with:
 * try (TrainedAutoencoder model = TrainedAutoencoder.open(run.toString())) {
 *     Report.of(RunReport.of(run).withMeasures(RunMeasures.of(model, split))).write(Path.of("report.html"));
 * }
 * }</pre>
 *
 * @param runs at least one, in the order in which they are shown
 */
public record Report(List<RunReport> runs) {

    public Report {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs must be at least one, but are none");
        }
    }

    /** Returns the report of runs. */
    public static Report of(RunReport... runs) {
        return new Report(List.of(runs));
    }

    /**
     * What the template takes.
     *
     * @param comparison of several runs; none of one
     */
    private record Page(
            String title,
            String style,
            String script,
            String version,
            List<RunView> views,
            List<Comparison> comparison) {}

    /** Runs side by side. */
    private record Comparison(
            List<RunReport> runs, List<Line> differences, List<Line> figures, List<Chart> charts) {}

    /** A line of a table that has a column for each run. */
    private record Line(String name, List<String> values) {}

    /**
     * Returns the page.
     *
     * @throws IOException if a run's pictures cannot be read
     */
    public String html() throws IOException {
        List<RunView> views = new ArrayList<>();
        for (RunReport run : runs) {
            views.add(RunView.of(views.size() + 1, run));
        }
        Page page =
                new Page(
                        runs.size() == 1 ? runs.get(0).name() : runs.size() + " runs",
                        PageStyle.css() + resource("report.css"),
                        resource("report.js"),
                        LibraryVersion.current(),
                        views,
                        runs.size() == 1 ? List.of() : List.of(comparison()));
        return page("report.html", page);
    }

    /** Returns the page that a template makes of values. */
    static String page(String template, Object values) throws IOException {
        return Mustache.compiler()
                .emptyStringIsFalse(true)
                .withLoader(part -> new StringReader(resource(part + ".html")))
                .compile(resource(template))
                .execute(values);
    }

    /**
     * Writes the page, in place of a file of that name.
     *
     * @throws IOException if a run's pictures cannot be read, or the file cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicWrite.text(file, html());
    }

    private Comparison comparison() {
        Set<String> units = new LinkedHashSet<>();
        runs.forEach(run -> units.add(run.recipe().lossUnit()));
        boolean curves = runs.stream().noneMatch(run -> run.history().epochs().isEmpty());
        return new Comparison(
                runs,
                differences(),
                figures(),
                units.size() == 1 && curves ? List.of(RunCharts.together(runs)) : List.of());
    }

    private List<Line> differences() {
        List<Map<String, String>> recipes =
                runs.stream()
                        .map(run -> Json.values(Json.write(run.recipe(), TrainingRecipe.class)))
                        .toList();
        Set<String> paths = new LinkedHashSet<>();
        recipes.forEach(recipe -> paths.addAll(recipe.keySet()));
        return paths.stream()
                .map(path -> new Line(path, each(recipes, path)))
                .filter(line -> Set.copyOf(line.values()).size() > 1)
                .toList();
    }

    private List<Line> figures() {
        List<Map<String, String>> figures =
                runs.stream()
                        .map(
                                run -> {
                                    Map<String, String> all = new LinkedHashMap<>();
                                    RunView.figures(run)
                                            .forEach(
                                                    one ->
                                                            all.put(
                                                                    one.name(),
                                                                    one.value()
                                                                            + " "
                                                                            + one.unit()));
                                    return all;
                                })
                        .toList();
        Set<String> names = new LinkedHashSet<>();
        figures.forEach(each -> names.addAll(each.keySet()));
        return names.stream().map(name -> new Line(name, each(figures, name))).toList();
    }

    private static List<String> each(List<Map<String, String>> maps, String key) {
        return maps.stream().map(map -> map.getOrDefault(key, "\u2013")).toList();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " must be in the library's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
