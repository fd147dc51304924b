package io.github.autoencoders.report;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSummary;
import io.github.autoencoders.picture.Axis;
import io.github.autoencoders.report.RunCharts.Chart;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.RecipeSummary;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A run as the page's template takes it. */
record RunView(
        int number,
        RunReport run,
        List<Figure> trained,
        List<Figure> figures,
        List<Chart> curves,
        List<Chart> judged,
        List<CodeMapView> map,
        List<Notable> notable,
        List<PictureView> pictures,
        List<Figure> card,
        String layers,
        String recipe) {

    private static final String WORST = "Greatest scores: least like the rest";
    private static final String BEST = "Least scores: most like the rest";
    private static final int LAYER_COLUMNS = 88;
    private static final int LINES = 12; // of a file of strings

    private static final List<String> FIRST =
            List.of("reconstructions", "denoised", "samples", "code-plane");

    // Drawn here too, so that they can be asked and follow the page's colours.
    private static final Set<String> DRAWN_HERE = Set.of("losses.png", "code-map.png");

    /** A name, and what is said of it. */
    record Figure(String name, String value, String unit) {}

    /** Codes, and what the mouse finds there. */
    record CodeMapView(Chart chart, String points, List<SampleFaces.Sprites> sprites, int count) {}

    /** A picture of the run, or lines of strings. */
    record PictureView(String name, String address, String lines) {}

    /** The best or the worst samples. */
    record Notable(
            String title,
            String unit,
            String order,
            boolean strips,
            List<String> names,
            List<SampleView> samples,
            String more) {

        /** Returns whether they are rows of a table. */
        boolean table() {
            return !names.isEmpty();
        }
    }

    /** A sample, of a pair also what goes in, and what the model makes of it. */
    record SampleView(
            String name, String label, String score, List<Face> faces, List<Cell> cells) {}

    /** A picture, and what it is to those who cannot see it. */
    record Face(String address, String name) {}

    /** A cell of a row, and what the model makes of it, if it makes it. */
    record Cell(String before, String after) {}

    /** Returns what was trained on what, in a sentence. */
    String lead() {
        boolean stochastic = run.config().bottleneck().isStochastic();
        return "%s with a code of %s, trained on %s %s of %s on %s"
                .formatted(
                        stochastic ? "A variational autoencoder" : "An autoencoder",
                        run.config().bottleneck().codeSize(),
                        grouped(run.card().training().samples()),
                        DataSummary.kind(run.config().format()),
                        run.card().training().name(),
                        day(run.card().trained()));
    }

    private static String day(String instant) {
        return instant.substring(0, Math.min(10, instant.length()));
    }

    boolean curved() {
        return !curves.isEmpty();
    }

    boolean measured() {
        return !judged.isEmpty();
    }

    boolean drawn() {
        return !pictures.isEmpty();
    }

    List<String> problems() {
        return run.measures().map(RunMeasures::problems).orElse(List.of());
    }

    static RunView of(int number, RunReport run) throws IOException {
        Optional<RunMeasures> measures = run.measures();
        List<Chart> judged = new ArrayList<>();
        measures.ifPresent(
                there -> {
                    judged.add(RunCharts.scores(run, there));
                    boolean stochastic = run.config().bottleneck().isStochastic();
                    there.units()
                            .ifPresent(units -> judged.add(RunCharts.units(units, stochastic)));
                });
        return new RunView(
                number,
                run,
                trained(run),
                figures(run),
                RunCharts.curves(run),
                judged,
                measures.filter(there -> !there.codes().isEmpty()).map(RunView::map).stream()
                        .toList(),
                measures.map(there -> notable(run, there)).orElse(List.of()),
                pictures(run),
                card(run),
                RecipeSummary.of(run.recipe(), run.config()).table(LAYER_COLUMNS),
                Json.write(run.recipe(), TrainingRecipe.class));
    }

    private static List<Figure> trained(RunReport run) {
        TrainingRecipe recipe = run.recipe();
        List<Figure> lines = new ArrayList<>();
        lines.add(line("samples", DataSummary.kind(run.config().format())));
        for (String columns : run.config().format().schemaLines()) {
            int colon = columns.indexOf(": ");
            lines.add(line(columns.substring(0, colon), columns.substring(colon + 2)));
        }
        lines.add(line("networks", recipe.architecture()));
        lines.add(line("code", recipe.bottleneck()));
        lines.add(line("likelihood", recipe.likelihood()));
        if (!recipe.regularizer().term().isEmpty()) {
            lines.add(line("penalty", recipe.regularizer() + ", weight " + recipe.penaltyWeight()));
        }
        lines.add(line("corruption", recipe.corruption()));
        if (recipe.augmentation().moves()) {
            lines.add(line("augmentation", recipe.augmentation()));
        }
        String steps = "%s, batches of %s, %s epochs, seed %s";
        lines.add(
                line(
                        "training",
                        steps.formatted(
                                recipe.optimizer(),
                                recipe.batchSize(),
                                recipe.epochs(),
                                recipe.seed())));
        return lines;
    }

    // Records as they write themselves, but for what says nothing.
    private static Figure line(String name, Object value) {
        return new Figure(name, value.toString().replaceAll("(?<=[A-Za-z])\\[]", ""), "");
    }

    /** Returns the figures of a run that stand at its top, and beside those of other runs. */
    static List<Figure> figures(RunReport run) {
        List<Figure> figures = new ArrayList<>();
        String unit = run.recipe().lossUnit();
        if (!run.history().epochs().isEmpty()) {
            var best = run.history().best();
            figures.add(new Figure("validation loss", Axis.text(best.validation().total()), unit));
            if (!run.recipe().regularizer().term().isEmpty()) {
                String reconstruction = Axis.text(best.validation().reconstruction());
                String its = run.recipe().likelihood().unit();
                figures.add(new Figure("reconstruction", reconstruction, its));
                String penalty = Axis.text(best.validation().penalty());
                String term = run.recipe().regularizer().term();
                figures.add(new Figure(term, penalty, run.recipe().regularizer().unit()));
            }
        }
        run.measures()
                .flatMap(RunMeasures::units)
                .ifPresent(
                        units -> {
                            String of = "of " + units.units().size();
                            figures.add(new Figure("active units", "" + units.active(), of));
                        });
        speed(run, figures);
        long parameters = RecipeSummary.of(run.recipe(), run.config()).network().parameters();
        figures.add(new Figure("parameters", grouped(parameters), ""));
        return figures;
    }

    private static void speed(RunReport run, List<Figure> figures) {
        var epochs = run.history().epochs();
        int kept = run.card().epoch();
        if (epochs.isEmpty()) {
            figures.add(new Figure("epoch kept", "" + kept, ""));
            return;
        }
        figures.add(new Figure("epoch kept", "" + kept, "of " + epochs.size()));
        double seconds = epochs.stream().mapToDouble(epoch -> epoch.seconds()).sum();
        double rate =
                epochs.stream().mapToDouble(epoch -> epoch.samplesPerSecond()).average().orElse(0);
        figures.add(
                seconds < 120
                        ? new Figure("training", Axis.text(seconds, 3), "s")
                        : new Figure("training", Axis.text(seconds / 60, 3), "minutes"));
        figures.add(new Figure("speed", grouped(Math.round(rate)), "samples/s"));
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static CodeMapView map(RunMeasures measures) {
        int count = measures.codes().size();
        Samples samples = measures.samples();
        SampleFaces faces = new SampleFaces(samples.inputs());
        List<MapPoint> points =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        new MapPoint(
                                                samples.nameOf(i),
                                                samples.labelled() ? samples.labelName(i) : "",
                                                Axis.text(measures.scores().get(i)),
                                                faces.words(samples.inputs(), i)))
                        .toList();
        String json = Json.write(new MapPoints(points), MapPoints.class);
        return new CodeMapView(
                RunCharts.codes(measures),
                json.replaceAll("\\n *", "").replace("<", "\\u003c"), // within a script's tag
                faces.sprites(samples.inputs(), count).stream().toList(),
                count);
    }

    /** What the page's program reads. */
    record MapPoints(List<MapPoint> points) {}

    /** What the page's program says of a code. */
    record MapPoint(String name, String label, String score, String words) {}

    private static List<Notable> notable(RunReport run, RunMeasures measures) {
        NotableSamples all = new NotableSamples(run, measures);
        return all.each() == 0 ? List.of() : List.of(all.worst(WORST), all.best(BEST));
    }

    private static List<Path> inOrder(List<Path> files) {
        return files.stream()
                .sorted(
                        Comparator.comparingInt(
                                file -> {
                                    int place = FIRST.indexOf(title(file, '-'));
                                    return place < 0 ? FIRST.size() : place;
                                }))
                .toList();
    }

    private static String title(Path file, char blank) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.')).replace('-', blank);
    }

    private static List<PictureView> pictures(RunReport run) throws IOException {
        List<PictureView> views = new ArrayList<>();
        for (Path file : inOrder(run.pictures())) {
            String name = String.valueOf(file.getFileName());
            boolean here =
                    DRAWN_HERE.contains(name)
                            && (name.equals("losses.png")
                                    || run.measures().stream().anyMatch(m -> !m.codes().isEmpty()));
            String title = title(file, ' ');
            if (name.endsWith(".txt")) {
                List<String> lines = Files.readAllLines(file);
                String shown = String.join("\n", lines.subList(0, Math.min(LINES, lines.size())));
                views.add(new PictureView(title, "", shown));
            } else if (!here) {
                String address = SampleFaces.address("image/png", Files.readAllBytes(file));
                views.add(new PictureView(title, address, ""));
            }
        }
        return views;
    }

    private static List<Figure> card(RunReport run) {
        var card = run.card();
        var at = card.environment();
        List<Figure> lines = new ArrayList<>();
        lines.add(new Figure("learnt from", samples(card.training()), card.training().name()));
        lines.add(new Figure("judged by", samples(card.validation()), card.validation().name()));
        lines.add(new Figure("licence of the data", card.dataLicense(), ""));
        lines.add(new Figure("licence of the model", card.license(), ""));
        lines.add(new Figure("trained", card.trained(), ""));
        lines.add(new Figure("engine", at.engine(), at.device() + ", threads: " + at.threads()));
        lines.add(new Figure("library", card.version(), "DJL " + at.djl()));
        lines.add(new Figure("Java", at.java(), ""));
        lines.add(new Figure("system", at.system(), ""));
        lines.add(new Figure("sha256 of the training samples", card.training().sha256(), ""));
        lines.add(new Figure("sha256 of the validation samples", card.validation().sha256(), ""));
        lines.removeIf(line -> line.value().isEmpty());
        card.metrics().forEach((name, value) -> lines.add(new Figure(name, Axis.text(value), "")));
        return lines;
    }

    private static String samples(ModelCard.Data data) {
        return grouped(data.samples()) + " samples";
    }
}
