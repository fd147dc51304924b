package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.plain;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.util.Pair;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes fit to values in memory. */
class FitTest {

    private static final Placement PLACE = Placement.of(TinyTraining.engine());

    private static final TrainingRecipe TABLE =
            Recipes.named("vae-table").withEpochs(4).withBatchSize(16);

    private final Path folder;

    FitTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Three columns of one factor, of unlike size. */
    private static float[][] rows(int count) {
        Random random = new Random(5);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            double factor = random.nextGaussian();
            rows[i] =
                    new float[] {
                        (float) factor,
                        (float) (100 * factor + random.nextGaussian()),
                        (float) (5 - factor)
                    };
        }
        return rows;
    }

    private static AutoencoderTrainer trainer(TrainingRecipe recipe) {
        return AutoencoderTrainer.of(recipe).on(PLACE);
    }

    @Test
    void rowsAreFitScoredSavedAndScoredAgain() throws Exception {
        double[] scores;
        try (TrainedAutoencoder model = trainer(TABLE).fit(rows(60))) {
            scores = model.score(rows(60));
            ModelCard card = model.card();
            assertEquals("rows", card.training().name());
            assertEquals(54, card.training().samples());
            assertEquals(6, card.validation().samples());
            assertEquals("", card.recipe().data().source());
            assertEquals(TABLE.withData(card.recipe().data()), card.recipe());
            assertTrue(model.format().scaling() instanceof Scaling.Standardized);
            model.save(folder.resolve("detector"));
        }
        assertEquals(List.of("detector"), names(folder));
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open(folder.resolve("detector").toString(), PLACE)) {
            assertArrayEquals(scores, model.score(rows(60)), 1e-6 * Math.abs(scores[0]));
        }
    }

    @Test
    void doublesAreRowsToo() throws Exception {
        double[][] doubles = {{1, 2}, {3, 4}, {5, 7}, {0, 1}};
        try (TrainedAutoencoder model = trainer(TABLE.withEpochs(1)).fit(doubles)) {
            assertEquals(4, model.score(doubles).length);
        }
    }

    /** Text of nine digits gives back the very same floats. */
    @Test
    void numbersAreThoseOfAFileThroughAFolderInterruptedAndGoneOnWith() throws Exception {
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (float[] row : rows(60)) {
            text.append(String.format(Locale.ROOT, "%.9g,%.9g,%.9g%n", row[0], row[1], row[2]));
        }
        Path file = Files.writeString(folder.resolve("rows.csv"), text);
        TrainingRecipe ofFile = TABLE.withData(TABLE.data().withSource(file.toString()));
        Path run = folder.resolve("run");
        try (TrainedAutoencoder inMemory = trainer(TABLE).fit(rows(60))) {
            trainer(ofFile.withEpochs(2)).into(run).fit().close();
            try (TrainedAutoencoder gone = trainer(ofFile).into(run).fit()) {
                assertSame(parameters(inMemory), parameters(gone));
                Map<String, Double> metrics = new LinkedHashMap<>(gone.card().metrics());
                assertEquals(inMemory.card().metrics(), metrics);
                assertEquals(inMemory.card().epoch(), gone.card().epoch());
                assertEquals(List.of("a", "b", "c"), gone.format().schema().features());
                assertEquals(inMemory.format(), gone.format().withSchema(Schema.NONE));
                assertEquals(file.toString(), gone.card().recipe().data().source());
            }
            try (TrainedAutoencoder intoFolder =
                    trainer(TABLE).into(folder.resolve("other")).fit(rows(60))) {
                assertSame(parameters(inMemory), parameters(intoFolder));
            }
            assertEquals("", RunFolder.open(folder.resolve("other")).recipe().data().source());
        }
    }

    /** Whatever the source's own options, but for the colour. */
    @Test
    void dataAreFitAsTheRecipeHasThemRead() throws Exception {
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, "a,b\n1,2\n3,4\n5,7\n0,1\n2,2\n4,6\n");
        TrainingRecipe recipe =
                TABLE.withEpochs(1).withData(TABLE.data().withHeldOut(0.4).withLimit(3));
        TrainingRecipe ofFile = recipe.withData(recipe.data().withSource(file.toString()));
        try (TrainedAutoencoder named = trainer(ofFile).fit();
                TrainedAutoencoder given = trainer(recipe).fit(DataSource.of(file))) {
            assertSame(parameters(named), parameters(given));
            assertEquals(named.card().recipe(), given.card().recipe());
            assertEquals(3, given.card().training().samples());
            assertEquals(2, given.card().validation().samples());
        }
    }

    @Test
    void imagesAreFitAndDrawn() throws Exception {
        TrainingRecipe recipe = variational(2, 0.01, 1, ELBO);
        List<BufferedImage> images = crosses(32).images();
        try (TrainedAutoencoder model = trainer(recipe).fit(images)) {
            assertEquals(Scaling.UnitInterval.BYTES, model.format().scaling());
            assertEquals(new Shape(1, 8, 8), model.format().shape());
            assertEquals(3, model.sample(3, 1).images().size());
            assertEquals("images", model.card().training().name());
            assertEquals(16, model.card().validation().samples()); // of the recipe's half
        }
    }

    /** Of 40 points 25 windows of 16 are cut, of which the last tenth is held out. */
    @Test
    void pointsOfASeriesAreCutIntoWindows() throws Exception {
        float[][] points = new float[40][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new float[] {(float) Math.sin(i), 10 * i % 7};
        }
        TrainingRecipe series = Recipes.named("vae-series").withEpochs(1);
        TrainingRecipe cut = series.withData(series.data().withWindows(16, 1));
        try (TrainedAutoencoder model = trainer(cut).fit(points)) {
            assertEquals(new Shape(2, 16), model.format().shape());
            assertEquals(3, model.card().validation().samples());
            assertEquals(7, model.card().training().samples()); // that share no point with them
        }
        TrainingRecipe whole = series.withData(series.data().withWindows(2, 0));
        TrainingRecipe dense =
                whole.withArchitecture(new Architecture.Dense(List.of(4), Activation.TANH));
        try (TrainedAutoencoder model = trainer(dense).fit(points)) {
            assertEquals(new Shape(1, 2), model.format().shape());
            assertEquals(40, model.score(points).length);
        }
    }

    @Test
    void labelsBecomeConditions() throws Exception {
        TrainingRecipe recipe = variational(2, 0.01, 1, ELBO);
        List<String> labels =
                IntStream.range(0, 32).mapToObj(i -> i % 2 == 0 ? "even" : "odd").toList();
        Samples labelled = crosses(32).withLabels(labels);
        try (TrainedAutoencoder model =
                trainer(recipe.withData(recipe.data().withConditional(true))).fit(labelled)) {
            assertEquals(List.of("even", "odd"), model.config().conditions());
            assertEquals(32, model.encode(labelled).length);
            assertEquals("crosses", model.card().training().name());
        }
    }

    @Test
    void valuesHeldOutOfRowsWithGapsAreMeasured() throws Exception {
        float[][] rows = rows(60);
        for (int i = 0; i < 60; i += 3) {
            rows[i][i % 2] = Float.NaN;
        }
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(6), Activation.TANH),
                                new Bottleneck.Deterministic(1, Activation.IDENTITY),
                                new Likelihood.SquaredError(Activation.IDENTITY))
                        .withEpochs(2);
        List<Map<String, Double>> told = new ArrayList<>();
        try (TrainedAutoencoder model =
                trainer(recipe).withListener(so -> told.add(so.metrics())).fit(rows)) {
            double error =
                    model.card().metrics().getOrDefault("validation_rmse_standardized", Double.NaN);
            assertTrue(error > 0 && error < 3, () -> "error is " + error);
            assertEquals(
                    error, told.get(model.card().epoch() - 1).get("validation_rmse_standardized"));
        }
    }

    /** What was learnt of crosses makes their negatives ever less likely. */
    @Test
    void modelIsThatOfTheBestEpochAndNotOfTheLast() throws Exception {
        DataSplit opposites = new DataSplit(crosses(32), TinyTraining.negative(crosses(32)));
        Report report = new Report();
        try (TrainedAutoencoder model =
                trainer(plain(50, 0.02).withPatience(3)).withListener(report).fit(opposites)) {
            TrainingHistory history = report.history();
            int best = history.best().epoch();
            assertEquals(best + 3, history.epochs().size());
            assertEquals(best, model.card().epoch());
            assertSame(report.parameters.get(best - 1), parameters(model));
        }
    }

    @Test
    void corruptedSamplesAreRestoredAndMeasuredAsInAFolder() throws Exception {
        TrainingRecipe recipe = plain(2, 0.01).withCorruption(new Corruption.GaussianNoise(0.3));
        try (TrainedAutoencoder inMemory = trainer(recipe).fit(TinyTraining.memory());
                TrainedAutoencoder inFolder =
                        trainer(recipe).into(folder.resolve("run")).fit(TinyTraining.memory())) {
            assertTrue(inMemory.card().metrics().containsKey("psnr_after"));
            assertEquals(inFolder.card().metrics(), inMemory.card().metrics());
        }
    }

    @Test
    void listenersAreToldInTurn() throws Exception {
        List<String> told = new ArrayList<>();
        FitListener listener =
                new FitListener() {
                    @Override
                    public void begun(Progress progress) {
                        told.add("begun at " + progress.history().epochs().size());
                        assertEquals(Map.of(), progress.metrics());
                        assertEquals(32, progress.data().training().size());
                    }

                    @Override
                    public void epochDone(Progress progress) {
                        told.add("epoch " + progress.history().epochs().size());
                        assertEquals(
                                progress.history().best().validation().total(),
                                progress.metrics().get("validation_total"));
                    }
                };
        AutoencoderTrainer trainer =
                trainer(plain(2, 1e-9).withBatchSize(16))
                        .into(folder.resolve("run"))
                        .withListener(listener)
                        .withListener(progress -> told.add("other"))
                        .withBatchListener(at(told, 99));
        trainer.fit(TinyTraining.memory()).close();
        List<String> first = List.of("step", "step", "epoch 1", "other");
        List<String> second = List.of("step", "step", "epoch 2", "other");
        assertEquals(
                Stream.of(List.of("begun at 0"), first, second).flatMap(List::stream).toList(),
                told);
        told.clear();
        trainer.fit(TinyTraining.memory()).close(); // there is nothing left to do
        assertEquals(List.of("begun at 2"), told);
    }

    /** Notes each step, and interrupts its thread at one. */
    private static TrainingListener at(List<String> told, int step) {
        return new TrainingListenerAdapter() {
            @Override
            public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                told.add("step");
                if (told.stream().filter("step"::equals).count() == step) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    @Test
    void interruptionStopsBetweenStepsAndLeavesNothing() throws Exception {
        List<String> told = new ArrayList<>();
        AutoencoderTrainer trainer = trainer(plain(2, 0.01)).withBatchListener(at(told, 3));
        for (AutoencoderTrainer each : List.of(trainer, trainer.into(folder.resolve("deep/run")))) {
            told.clear();
            Exception e =
                    assertThrows(
                            CancellationException.class, () -> each.fit(TinyTraining.memory()));
            assertTrue(Thread.interrupted()); // and is so no more
            assertEquals("training was interrupted in epoch 1, after 3 steps", e.getMessage());
            assertEquals(3, told.size());
            assertEquals(List.of(), names(folder));
        }
    }

    @Test
    void interruptedRunKeepsItsEpochsAndGoesOn() throws Exception {
        TrainingRecipe recipe = variational(3, 0.01, 2, ELBO);
        Path run = folder.resolve("run");
        AutoencoderTrainer trainer = trainer(recipe).into(run);
        assertThrows(
                CancellationException.class,
                () ->
                        trainer.withBatchListener(at(new ArrayList<>(), 16)) // of 7 in each epoch
                                .fit(TinyTraining.memory()));
        assertTrue(Thread.interrupted());
        assertEquals(2, RunFolder.open(run).epochsDone());
        assertEquals(
                List.of(
                        "SHA256SUMS",
                        "checkpoint",
                        "history.csv",
                        "history.json",
                        "model",
                        "recipe.json"),
                names(run));
        try (TrainedAutoencoder whole = trainer(recipe).fit(TinyTraining.memory());
                TrainedAutoencoder gone = trainer.fit(TinyTraining.memory())) {
            assertSame(parameters(whole), parameters(gone));
        }
    }

    @Test
    void failureLeavesNothing() throws Exception {
        TrainingListener failing =
                new TrainingListenerAdapter() {
                    @Override
                    public void onValidationBatch(Trainer trainer, BatchData batchData) {
                        throw new IllegalStateException("no more");
                    }
                };
        AutoencoderTrainer trainer = trainer(plain(2, 0.01)).withBatchListener(failing);
        for (AutoencoderTrainer each : List.of(trainer, trainer.into(folder.resolve("a/b/run")))) {
            Exception e =
                    assertThrows(
                            IllegalStateException.class, () -> each.fit(TinyTraining.memory()));
            assertEquals("no more", e.getMessage());
            assertEquals(List.of(), names(folder));
        }
        trainer(plain(1, 0.01)).fit(TinyTraining.memory()).close(); // the engine is as before
    }

    @Test
    void dataThatDoNotFitTouchNoFolder() throws Exception {
        TrainingRecipe images = TABLE.withLikelihood(new Likelihood.Bernoulli());
        Path run = folder.resolve("run");
        assertThrows(IllegalArgumentException.class, () -> trainer(images).into(run).fit(rows(20)));
        Exception one =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(TABLE).into(run).fit(rows(1)));
        assertEquals(
                "rows must hold at least 2 samples to hold some out, but holds 1",
                one.getMessage());
        assertFalse(Files.exists(run));
    }

    private static Map<String, float[]> parameters(TrainedAutoencoder model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> each : model.block(Part.WHOLE).getParameters()) {
            values.put(each.getKey(), each.getValue().getArray().toFloatArray());
        }
        return values;
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
