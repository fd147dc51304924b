package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.Completion;
import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.dataset.CsvTable;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of three machines, of which one is 20, one 40 and one 60 degrees warm, and two run: what a
 * number is likely to be, the word beside it tells.
 */
class WordsTest {

    private static final int ROWS = 360;
    private static final String HEADER = "machine,temp,runs";

    @TempDir private static Path folder;

    private static Path table = Path.of("");
    private static TrainedAutoencoder model;

    @BeforeAll
    static void train() throws IOException {
        table = write("table.csv", rows(0));
        model = fit(Recipes.named("vae-table"), DataSource.of(table));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static TrainedAutoencoder fit(TrainingRecipe recipe, DataSource data)
            throws IOException {
        return AutoencoderTrainer.of(
                        recipe.withEpochs(30)
                                .withBatchSize(32)
                                .withOptimizer(UpdateRule.Adam.of(0.005)))
                .on(Placement.of(TinyTraining.engine()))
                .fit(data);
    }

    private static Path write(String name, List<String> rows) throws IOException {
        return Files.write(
                folder.resolve(name), Stream.concat(Stream.of(HEADER), rows.stream()).toList());
    }

    // The machine of a row is that of another row, so many further.
    private static List<String> rows(int shift) {
        Random random = RandomStreams.of(5);
        List<String> machines = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int machine = random.nextInt(3);
            machines.add("M" + (machine + 1));
            double temp = 20 * (machine + 1) + random.nextGaussian();
            others.add(temp + (machine < 2 ? ",yes" : ",no"));
        }
        return IntStream.range(0, ROWS)
                .mapToObj(i -> machines.get((i + shift) % ROWS) + "," + others.get(i))
                .toList();
    }

    private static Samples row(Object machine, Object temp, Object runs) {
        return Samples.ofRows(
                List.of(Map.of("machine", machine, "temp", temp, "runs", runs)), model.format());
    }

    @Test
    void theLikelihoodIsOneOfNumbersAndWordsInNats() {
        assertEquals(
                List.of("features: temp (numbers), machine (3 words), runs (2 words)"),
                model.format().schemaLines());
        assertEquals(
                new Likelihood.Mixed(new Likelihood.Gaussian(0.5), List.of(4, 3)),
                model.config().likelihood());
        assertEquals(model.config().likelihood(), model.card().recipe().likelihood());
        assertEquals("nats", Task.scoreUnit(model.config()));
    }

    /**
     * Where the columns are independent, the machine costs log 3 nats beside the number; where one
     * tells the other, nothing, but for what a code does not hold.
     */
    @Test
    void whatWordsSayOfNumbersIsLearnt() throws IOException {
        Path apart = write("apart.csv", rows(7));
        try (TrainedAutoencoder independent =
                fit(Recipes.named("vae-table"), DataSource.of(apart))) {
            double gain = bound(independent) - bound(model);
            assertTrue(gain > 0.6 * Math.log(3), "gained " + gain);
        }
    }

    private static double bound(TrainedAutoencoder trained) {
        return trained.card().metrics().getOrDefault("validation_total", Double.NaN);
    }

    @Test
    void onlyTheWordBesideTheNumberTellsThatARowIsOdd() throws IOException {
        double most = DoubleStream.of(model.score(DataSource.of(table).load())).max().orElseThrow();
        assertTrue(model.score(row("M1", 20, "yes"))[0] < most);
        for (Samples odd : List.of(row("M3", 20, "yes"), row("M1", 60, "no"))) {
            assertTrue(model.score(odd)[0] > most, model.score(odd)[0] + " against " + most);
        }
        double unknown = model.score(row("M9", 20, "yes"))[0];
        assertTrue(unknown > most, unknown + " against " + most);
    }

    @Test
    void answersSpeakWords() throws IOException {
        for (int machine = 1; machine <= 3; machine++) {
            String runs = machine < 3 ? "yes" : "no";
            Samples made = model.reconstruct(row("M" + machine, 20 * machine, machine < 3));
            assertEquals("M" + machine, made.cells(0).get(0));
            assertEquals(20.0 * machine, (Float) made.cells(0).get(1), 8);
            assertEquals(runs, made.cells(0).get(2));
        }
        Samples drawn = model.sample(60, 3);
        assertEquals(
                List.of("M1", "M2", "M3"),
                IntStream.range(0, 60)
                        .mapToObj(i -> drawn.cells(i).get(0))
                        .distinct()
                        .sorted()
                        .toList());
        StringWriter text = new StringWriter();
        CsvOutput.to(text).write(model.format(), drawn.samples(), List.of());
        List<String> lines = text.toString().lines().toList();
        assertEquals(HEADER, lines.get(0));
        assertTrue(lines.get(1).matches("M[123],[\\d.]+,(yes|no)"), lines.get(1));
        List<Object> decoded = model.decode(new float[][] {Task.standardNormal(8, 2)}).cells(0);
        assertEquals(drawn.cells(5).get(0), decoded.get(0));
        assertEquals((Float) drawn.cells(5).get(1), (Float) decoded.get(1), 1e-3);
    }

    /** A word is what the model knows it as, whatever other rows there are. */
    @Test
    void theSizeOfPortionsAndTheOrderMakeNoDifference() throws IOException {
        List<String> rows = new ArrayList<>(rows(0).subList(0, 20));
        rows.add("M9,20,YES");
        rows.add("M3,60,No");
        DataOptions options = DataOptions.of(model);
        Path data = write("new.csv", rows);
        double[] whole = model.score(DataSource.of(data.toString(), options).load());
        assertArrayEquals(whole, inPortions(data, options, 1), 1e-5);
        assertArrayEquals(whole, inPortions(data, options, 7), 1e-5);
        assertEquals(model.score(row("M9", 20, "yes"))[0], whole[20], 1e-4);
        assertEquals(model.score(row("M3", 60, "no"))[0], whole[21], 1e-4);
        List<String> turned =
                Stream.concat(
                                Stream.of("runs,note,temp,machine"),
                                rows.stream()
                                        .map(row -> row.split(",", -1))
                                        .map(row -> row[2] + ",x," + row[1] + "," + row[0]))
                        .toList();
        Path other = Files.write(folder.resolve("turned.csv"), turned);
        double[] again = model.score(DataSource.of(other.toString(), options).load());
        assertArrayEquals(whole, again, 1e-6);
        // Read by itself, the words of the file are matched with the model's.
        assertArrayEquals(whole, model.score(DataSource.of(data).load()), 1e-6);
    }

    private static double[] inPortions(Path data, DataOptions options, int size)
            throws IOException {
        List<Double> scores = new ArrayList<>();
        try (SampleStream stream = DataSource.of(data.toString(), options).stream(size)) {
            model.forEach(
                    Task.SCORE,
                    stream,
                    (samples, outputs) ->
                            Stream.of(outputs).forEach(score -> scores.add((double) score[0])));
        }
        return scores.stream().mapToDouble(score -> score).toArray();
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreCounted() throws IOException {
        Path data =
                write("strange.csv", List.of("M4,20,yes", "M4,20,maybe", "pump,1,no", ",2,TRUE"));
        DataOptions options = DataOptions.of(model);
        Samples read = DataSource.of(data.toString(), options).load();
        assertEquals(
                List.of(
                        "machine: \"M4\" in 2 rows; did you mean M1?",
                        "machine: \"pump\" in 1 row",
                        "runs: \"TRUE\" in 1 row",
                        "runs: \"maybe\" in 1 row"),
                model.format().schema().unknownLines(read.unknownWords(model.format().schema())));
        assertEquals(List.of("M4", 20f, "yes"), read.cells(0));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> model.score(read));
        assertEquals(
                data + " must have all values, but \"machine\" of row 4 is missing",
                e.getMessage());
    }

    @Test
    void aColumnOfAnotherTypeIsRefused() {
        Samples numbers =
                Samples.ofRows(
                        List.of(
                                Map.of("machine", 1, "temp", 20, "runs", true),
                                Map.of("machine", 2, "temp", 21, "runs", false)));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> model.score(numbers));
        assertEquals(
                "rows must have words in the column \"machine\", as the model's data had, but has"
                        + " numbers",
                e.getMessage());
        IllegalArgumentException row =
                assertThrows(IllegalArgumentException.class, () -> row(7, 20, "yes"));
        assertEquals(
                "row 0: value of column \"machine\" must be a word, but is 7", row.getMessage());
    }

    @Test
    void missingNumbersAndWordsAreFilled() throws IOException {
        List<String> gaps = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String[] cells = rows(0).get(i).split(",", -1);
            cells[i % 7 == 0 ? 0 : 2] = i % 7 < 2 ? "" : cells[i % 7 == 0 ? 0 : 2];
            gaps.add(String.join(",", cells));
        }
        Path data = write("gaps.csv", gaps);
        try (TrainedAutoencoder filling = fit(Recipes.named("vae-table"), DataSource.of(data))) {
            Samples samples = DataSource.of(data).load().withFormat(filling.format());
            Completion completion = Completion.of(filling, samples);
            List<List<Object>> filled =
                    CsvTable.read(data)
                            .filled(completion.predicted(), filling.format().schema())
                            .toList();
            long right =
                    IntStream.range(0, ROWS)
                            .filter(i -> i % 7 == 0)
                            .filter(i -> rows(0).get(i).startsWith(filled.get(i).get(0).toString()))
                            .count();
            assertTrue(right > 0.7 * ROWS / 7, right + " machines are right"); // by chance a third
            assertEquals(
                    rows(0).get(2),
                    String.join(",", filled.get(2).stream().map(Object::toString).toList()));
        }
    }

    @Test
    void aPlainAutoencoderLearnsWordsToo(@TempDir Path run) throws IOException {
        TrainingRecipe plain =
                TrainingRecipe.of(
                        new Architecture.Dense(List.of(32), Activation.TANH),
                        new Bottleneck.Deterministic(2, Activation.IDENTITY),
                        new Likelihood.SquaredError(Activation.IDENTITY));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String row : rows(0)) {
            String[] cells = row.split(",", -1);
            rows.add(
                    Map.of(
                            "machine",
                            cells[0],
                            "temp",
                            Double.parseDouble(cells[1]),
                            "runs",
                            cells[2].equals("yes")));
        }
        Path saved = run.resolve("saved");
        double[] scores;
        Samples odd;
        try (TrainedAutoencoder trained = fit(plain, DataSource.of(Samples.ofRows(rows)))) {
            assertEquals("summed squared error plus nats", Task.scoreUnit(trained.config()));
            SampleFormat format = trained.format();
            assertEquals(
                    List.of("false", "true"), format.schema().column("runs").orElseThrow().words());
            odd =
                    Samples.ofRows(
                            List.of(
                                    Map.of("machine", "M1", "temp", 20, "runs", true),
                                    Map.of("machine", "M3", "temp", 20, "runs", true)),
                            format);
            scores = trained.score(odd);
            assertTrue(scores[1] > scores[0] + 1, scores[1] + " against " + scores[0]);
            trained.save(saved);
        }
        try (TrainedAutoencoder again =
                TrainedAutoencoder.of(
                        SavedModel.open(saved), Placement.of(TinyTraining.engine()))) {
            assertArrayEquals(scores, again.score(odd), 1e-6);
        }
    }
}
