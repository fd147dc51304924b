package io.github.autoencoders.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a report holds of a run of each kind of data, whatever their names are. */
class ReportContractTest {

    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private static final Map<SampleKind, RunReport> RUNS = new EnumMap<>(SampleKind.class);

    @AfterAll
    static void forget() {
        RUNS.clear();
    }

    @TempDir private static Path folder;

    private static TrainingRecipe dense(int epochs) {
        return TrainingRecipe.of(
                        new Architecture.Dense(List.of(16), Activation.TANH),
                        new Bottleneck.Gaussian(3),
                        new Likelihood.Bernoulli())
                .withEpochs(epochs)
                .withBatchSize(8);
    }

    // 40 images of 4 x 4, each with one bright row; labelled by it.
    private static DataSplit images() {
        SampleFormat format = new SampleFormat(new Shape(1, 4, 4), 0, Scaling.UnitInterval.BYTES);
        byte[] pixels = new byte[40 * 16];
        int[] rows = IntStream.range(0, 40).map(i -> i % 4).toArray();
        for (int i = 0; i < 40; i++) {
            Arrays.fill(pixels, 16 * i + 4 * rows[i], 16 * i + 4 * rows[i] + 4, (byte) 255);
        }
        List<String> labels = List.of(HOSTILE, "\" onload=\"x", "3", "4");
        Samples all = Samples.ofBytes(HOSTILE, format, pixels, rows, labels);
        return new DataSplit(all, all);
    }

    private static DataSplit table(boolean gaps) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HOSTILE + ",\"b \"\"&'\",word"));
        for (int i = 0; i < 60; i++) {
            String missing = gaps && i % 4 == 0 ? "" : "" + i % 7 / 3.0;
            String word = gaps ? "" + i * i % 11 / 2.0 : i % 2 == 0 ? "<b>one</b>" : "two";
            lines.add(i % 13 / 5.0 + "," + missing + "," + word);
        }
        Path file = Files.write(folder.resolve("table-" + gaps + ".csv"), lines);
        return DataSource.of(file).split();
    }

    private static RunReport trained(TrainingRecipe recipe, DataSplit data, String name)
            throws IOException {
        Path run = folder.resolve(name);
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).into(run).fit(data)) {
            DataSplit fitting = data.withFormats(model.format(), model.target());
            RunPictures.draw(RunFolder.open(run), model, fitting);
            return RunReport.of(run).withMeasures(RunMeasures.of(model, fitting));
        }
    }

    private static TrainingRecipe few(String name, int samples) throws IOException {
        return Recipes.read(name, Map.of("epochs", 1, "data.limit", samples));
    }

    // Trained when it is first asked for.
    private static RunReport of(SampleKind kind) throws IOException {
        if (!RUNS.containsKey(kind)) {
            RUNS.put(kind, trained(kind));
        }
        return Objects.requireNonNull(RUNS.get(kind));
    }

    private static RunReport trained(SampleKind kind) throws IOException {
        return switch (kind) {
            case IMAGE -> trained(dense(3), images(), "images");
            case ROW -> trained(Recipes.named("vae-table").withEpochs(2), table(false), "rows");
            case SIGNAL -> known("vae-series", 200);
            case TEXT -> known("vae-smiles", 100);
            case MASK -> known("segment-sprites", 100);
            case RATINGS -> known("ae-ratings", 100);
            case PLANES -> throw new IllegalStateException("planes are tested by themselves");
        };
    }

    private static RunReport known(String name, int samples) throws IOException {
        TrainingRecipe recipe = few(name, samples);
        return trained(recipe, DataSource.of(recipe).split().first(samples), name);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLANES")
    void aReportHoldsAllAndNeedsNoNetwork(SampleKind kind) throws Exception {
        RunReport run = of(kind).withCommand("train '" + HOSTILE + "'");
        String html = Report.of(run).html();
        requireSound(html);
        for (String part :
                List.of(
                        "What was trained on what",
                        "The command that repeats it",
                        "train &#39;" + ESCAPED + "&#39;",
                        "How it learnt",
                        "What the code and the scores tell",
                        "Greatest scores",
                        "Least scores",
                        "Pictures of the run",
                        "Model card",
                        "The whole recipe")) {
            assertTrue(html.contains(part), part);
        }
        boolean mapped = kind != SampleKind.MASK; // whose code of 3,072 numbers is too large
        assertEquals(mapped, html.contains("Code map"));
        assertEquals(kind, run.config().target().kind());
        assertTrue(EnumSet.allOf(SampleKind.class).contains(kind));
    }

    @Test
    void namesOfColumnsLabelsAndRunsAreEscaped() throws Exception {
        for (RunReport run : List.of(of(SampleKind.ROW), of(SampleKind.IMAGE))) {
            String html = Report.of(run).html();
            requireSound(html);
            assertTrue(html.contains(ESCAPED));
        }
        String rows = Report.of(of(SampleKind.ROW)).html();
        assertTrue(rows.contains("&lt;b&gt;one&lt;/b&gt;"));
        assertFalse(rows.contains("<b>"));
    }

    @Test
    void rowsWithMissingCellsAreShown() throws Exception {
        RunReport run = trained(Recipes.named("vae-table").withEpochs(1), table(true), "gaps");
        String html = Report.of(run).html();
        requireSound(html);
        assertTrue(html.contains("<span class=\"faint\">missing</span>"));
    }

    @Test
    void ofPairsWhatGoesInIsShownToo() throws Exception {
        String masks = Report.of(of(SampleKind.MASK)).html();
        requireSound(masks);
        assertTrue(masks.contains("what goes in, what is wanted, and what the model makes of it"));
        Matcher faces = Pattern.compile("<div class=\"faces\">(.*?)</div>").matcher(masks);
        assertTrue(faces.find());
        assertEquals(3, faces.group(1).split("<img ", -1).length - 1);
        assertEquals(1, faces.group(1).split("alt=\"input ", -1).length - 1);
    }

    @Test
    void predictedColumnsStandBehindThoseThatAreGiven() throws Exception {
        List<String> lines = new ArrayList<>(List.of("a,b,sum"));
        for (int i = 0; i < 60; i++) {
            lines.add(i % 7 + "," + i % 5 + "," + (i % 7 + i % 5));
        }
        Path file = Files.write(folder.resolve("sums.csv"), lines);
        DataSplit split =
                DataSource.ofColumns(file.toString(), List.of("sum"), DataOptions.ofSeed(1))
                        .split();
        RunReport run = trained(Recipes.named("predict-table").withEpochs(1), split, "sums");
        String html = Report.of(run).html();
        requireSound(html);
        assertTrue(html.contains("<th>a</th><th>b</th><th>sum</th>"));
        assertTrue(
                html.contains(
                        "what goes in first; below each value that is wanted, what the model makes"
                                + " of it"));
    }

    @Test
    void aCodebookHasNoMapOfPoints() throws Exception {
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(16), Activation.TANH),
                                new Bottleneck.VectorQuantized(8, 2, 6, 0.9),
                                new Likelihood.Bernoulli())
                        .withEpochs(1)
                        .withBatchSize(8);
        String html = Report.of(trained(recipe, images(), "codebook")).html();
        requireSound(html);
        assertFalse(html.contains("Code map"));
        assertTrue(html.contains("Greatest scores"));
    }

    @Test
    void runsStandSideBySide() throws Exception {
        RunReport one = trained(dense(1), images(), "one");
        RunReport two =
                trained(dense(2).withBottleneck(new Bottleneck.Gaussian(5)), images(), "two");
        String html = Report.of(one, two).html();
        requireSound(html);
        String rows =
                html.substring(html.indexOf("Where the recipes differ")).replaceAll("\\s+", "");
        assertTrue(rows.contains("<tr><th>bottleneck.codeSize</th><td>3</td><td>5</td></tr>"));
        assertTrue(rows.contains("<tr><th>epochs</th><td>1</td><td>2</td></tr>"));
        assertFalse(rows.contains("<th>batchSize</th>"));
        assertTrue(html.contains("Validation losses over the epochs"));
        assertTrue(html.contains("href=\"#run-2\"") && html.contains("id=\"run-2\""));
        assertTrue(Report.of(one, one).html().contains("They do not."));
    }

    @Test
    void aRunThatWasInterruptedSaysSo() throws Exception {
        FitListener interrupting =
                progress -> {
                    if (progress.history().epochs().size() == 2) {
                        Thread.currentThread().interrupt();
                    }
                };
        Path run = folder.resolve("cut");
        AutoencoderTrainer trainer =
                AutoencoderTrainer.of(dense(5)).into(run).withListener(interrupting);
        assertThrows(CancellationException.class, () -> trainer.fit(images()));
        assertTrue(Thread.interrupted());
        RunReport report = RunReport.of(run);
        assertEquals(
                List.of(
                        "interrupted after epoch 2 of 5; the run can go on",
                        "no pictures: a run draws them at its end, and %s has none".formatted(run)),
                report.notes());
        String html = Report.of(report).html();
        requireSound(html);
        assertTrue(html.contains("How it learnt"));
        assertFalse(html.contains("Pictures of the run"));
        assertFalse(html.contains("Greatest scores"));
    }

    @Test
    void aRunWithoutAnEpochIsRefused() throws Exception {
        Path run = folder.resolve("begun");
        AutoencoderTrainer.of(dense(1)).into(folder.resolve("whole")).fit(images()).close();
        Files.createDirectory(run);
        Files.copy(folder.resolve("whole/recipe.json"), run.resolve("recipe.json"));
        IOException refused = assertThrows(IOException.class, () -> RunReport.of(run));
        assertEquals(
                run + " must be a run that has done an epoch, but it has done none",
                refused.getMessage());
    }

    @Test
    void aModelWithoutARunHasItsCard() throws Exception {
        Path run = folder.resolve("run");
        AutoencoderTrainer.of(dense(1)).into(run).fit(images()).close();
        RunReport report = RunReport.of(HOSTILE, SavedModel.open(run.resolve("model")));
        String html = Report.of(report.withNote(HOSTILE)).html();
        requireSound(html);
        assertTrue(html.contains("no curves and no pictures: they are in the folder of a run"));
        assertTrue(html.contains("<h1>" + ESCAPED + "</h1>"));
        assertEquals(Optional.empty(), report.measures());
    }

    @Test
    void otherSamplesThanThoseOfTheCardAreSaid() throws Exception {
        try (TrainedAutoencoder model = AutoencoderTrainer.of(dense(1)).fit(images())) {
            DataSplit data = images().withFormat(model.format());
            DataSplit others = new DataSplit(data.training(), data.validation().first(20));
            String last =
                    "the samples measured here are not those that the model was judged by in"
                            + " training: their bytes differ";
            assertTrue(RunMeasures.of(model, others).problems().contains(last));
            assertFalse(RunMeasures.of(model, data).problems().contains(last));
        }
    }

    @Test
    void aReportIsOfARun() {
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> new Report(List.of()));
        assertEquals("runs must be at least one, but are none", none.getMessage());
    }

    // Nothing is fetched, no name became a tag, and each chart is well-formed.
    private static void requireSound(String html) throws Exception {
        String ours = html.replaceAll("data:image/png;base64,[A-Za-z0-9+/=]*", "data:");
        assertFalse(ours.contains("http"), "an address");
        assertFalse(ours.matches("(?s).*(src|href)=\"(?!data:|#).*"), "a file beside");
        assertFalse(ours.contains(HOSTILE));
        assertFalse(ours.contains("url("));
        Matcher scripts = Pattern.compile("<script[ >]").matcher(ours);
        int count = (int) scripts.results().count();
        assertEquals(count, Pattern.compile("</script>").matcher(ours).results().count());
        Matcher plots = Pattern.compile("(?s)<svg.*?</svg>").matcher(ours);
        while (plots.find()) {
            byte[] xml = plots.group().getBytes(StandardCharsets.UTF_8);
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml));
            assertFalse(plots.group().contains("NaN"));
        }
    }
}
