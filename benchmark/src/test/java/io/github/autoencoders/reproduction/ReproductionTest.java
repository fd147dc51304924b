package io.github.autoencoders.reproduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.SeriesDetection;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private final Path folder;
    private final List<Integer> trainedUntil = new ArrayList<>();

    ReproductionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final Reproduction.Surroundings few =
            new Reproduction.Surroundings() {

                @Override
                public DataSplit data(TrainingRecipe recipe) throws IOException {
                    DataSplit split =
                            DataSource.of(recipe.data().source(), DataOptions.ofSeed(1)).split();
                    return new DataSplit(split.training().first(60), split.validation().first(20));
                }

                @Override
                public Path file(String name) {
                    throw new AssertionError(name + " is not needed");
                }

                @Override
                public TrainingHistory train(AutoencoderTrainer trainer, DataSplit data)
                        throws IOException {
                    trainedUntil.add(trainer.recipe().epochs());
                    trainer.fit(data).close();
                    return RunFolder.open(folder.resolve("run")).history();
                }
            };

    private static PublishedFigure divergence(int epoch) {
        return new PublishedFigure(
                "divergence", epoch, 7, trained -> trained.last().training().penalty());
    }

    @Test
    void figuresAreMeasuredAtTheirEpochsAndNotTwice() throws Exception {
        Reproduction reproduction =
                new Reproduction(
                        "x",
                        "tests",
                        "vae-sprites",
                        Map.of("batchSize", 30),
                        Duration.ZERO,
                        List.of(),
                        List.of(divergence(1), divergence(3)));
        List<Measured> first = reproduction.run(folder, 2, Placement.of(ENGINE), few);
        assertEquals(List.of(1), first.stream().map(Measured::epoch).toList());
        List<Measured> all = reproduction.run(folder, 100, Placement.of(ENGINE), few);
        assertEquals(List.of(1, 3), all.stream().map(Measured::epoch).toList());
        assertEquals(first.get(0), all.get(0));
        assertEquals(all, reproduction.run(folder, 100, Placement.of(ENGINE), few));
        assertEquals(List.of(1, 3), trainedUntil);
        RunFolder run = RunFolder.open(folder.resolve("run"));
        assertEquals(30, Recipes.read(run.recipeFile().toString(), Map.of()).batchSize());
        TrainingHistory history = run.history();
        assertEquals(history.epochs().get(2).training().penalty(), all.get(1).ours());
        assertEquals(7, all.get(1).published());
        assertTrue(all.get(1).engine().startsWith(ENGINE + " "), all.get(1).engine());
    }

    @Test
    void whatIsCutShortIsReplacedWhenItsEpochComes() throws Exception {
        Reproduction reproduction =
                new Reproduction(
                        "x",
                        "tests",
                        "vae-sprites",
                        Map.of(),
                        Duration.ofHours(4),
                        List.of(),
                        List.of(divergence(4), divergence(5)));
        assertTrue(reproduction.isLong());
        assertEquals(List.of(), reproduction.run(folder, 1, Placement.of(ENGINE), few));
        for (int epoch : new int[] {1, 2}) {
            List<Measured> early =
                    reproduction.cutShort(epoch).run(folder, epoch, Placement.of(ENGINE), few);
            assertEquals(List.of(epoch), early.stream().map(Measured::epoch).toList());
            assertEquals(epoch + " of 4", reproduction.epoch(early.get(0)));
        }
        List<Measured> last = reproduction.cutShort(4).run(folder, 4, Placement.of(ENGINE), few);
        assertEquals(List.of(4), last.stream().map(Measured::epoch).toList());
        assertEquals("4", reproduction.epoch(last.get(0)));
        assertEquals(List.of(1, 2, 4), trainedUntil);
    }

    /** A training that ends after 2 epochs, whatever it is asked for, on a file of the user's. */
    private final Reproduction.Surroundings impatient =
            new Reproduction.Surroundings() {

                @Override
                public DataSplit data(TrainingRecipe recipe) throws IOException {
                    assertEquals(folder.resolve("there.csv").toString(), recipe.data().source());
                    DataSplit split = DataSource.of("sprites", DataOptions.ofSeed(1)).split();
                    return new DataSplit(split.training().first(60), split.validation().first(20));
                }

                @Override
                public Path file(String name) {
                    return folder.resolve(name);
                }

                @Override
                public TrainingHistory train(AutoencoderTrainer trainer, DataSplit data) {
                    trainedUntil.add(trainer.recipe().epochs());
                    LossSummary loss = new LossSummary(5, 4, 1);
                    return TrainingHistory.EMPTY
                            .with(new TrainingHistory.Epoch(1, loss, loss, 1, 1, 60))
                            .with(new TrainingHistory.Epoch(2, loss, loss, 1, 1, 60));
                }
            };

    @Test
    void whatEndsByPatienceSaysWhere() throws Exception {
        PublishedFigure figure =
                new PublishedFigure("x", 50, true, 7, trained -> trained.files().size());
        Reproduction reproduction =
                new Reproduction(
                        "x",
                        "tests",
                        "vae-sprites",
                        Map.of(),
                        Duration.ZERO,
                        List.of("there.csv"),
                        List.of(figure));
        assertEquals(reproduction, reproduction.cutShort(1));
        assertEquals(List.of(), reproduction.run(folder, 49, Placement.of(ENGINE), impatient));
        List<Measured> first = reproduction.run(folder, 50, Placement.of(ENGINE), impatient);
        assertEquals(List.of(2), first.stream().map(Measured::epoch).toList());
        assertEquals(1, first.get(0).ours());
        assertEquals(first, reproduction.run(folder, 50, Placement.of(ENGINE), impatient));
        assertEquals(List.of(50), trainedUntil);
    }

    /** Points at the ends of NAB's window and next to them; all but one of them anomalous. */
    @Test
    @Tag("no-engine")
    void pointsAreInTheWindowOrOutside() {
        List<String> times =
                List.of(
                        "2014-04-10 16:10:00",
                        "2014-04-10 16:15:00",
                        "2014-04-11 09:00:00",
                        "2014-04-12 01:45:00",
                        "2014-04-12 01:50:00");
        Series series = Series.of("s", new float[][] {{0}, {0}, {0}, {0}, {0}}).withTimes(times);
        SeriesDetection all = SeriesDetection.of(List.of(5.0, 5.0, 1.0, 5.0, 5.0), 1, 1, 5, 2);
        assertEquals(2, NabJump.inside(all, series));
        assertEquals(2, NabJump.outside(all, series));
        SeriesDetection inside = SeriesDetection.of(List.of(1.0, 5.0, 5.0, 5.0, 1.0), 1, 1, 5, 2);
        assertEquals(3, NabJump.inside(inside, series));
        assertEquals(0, NabJump.outside(inside, series));
    }

    /** Stage i of 0 to 7 has 3^i epochs at 1e-3 * 10^(-i / 7). */
    @Test
    @Tag("no-engine")
    void burdasRatesFallByStages() throws IOException {
        TrainingRecipe recipe = Recipes.read("iwae-mnist-burda", Map.of("regularizer.draws", 50));
        assertEquals(new Regularizer.ImportanceWeighted(50), recipe.regularizer());
        int epoch = 0;
        for (int stage = 0; stage < 8; stage++) {
            double rate = 1e-3 * Math.pow(10, -stage / 7.0);
            assertEquals(rate, recipe.optimizer().learningRate(epoch + 1), 1e-12);
            epoch += (int) Math.pow(3, stage);
            assertEquals(rate, recipe.optimizer().learningRate(epoch), 1e-12);
        }
        assertEquals(recipe.epochs(), epoch);
    }

    @Test
    @Tag("no-engine")
    void everyRecipeIsThereAndLongEnoughForItsFigures() throws IOException {
        for (Reproduction reproduction : Reproduction.all()) {
            TrainingRecipe recipe = Recipes.read(reproduction.recipe(), reproduction.changes());
            for (PublishedFigure figure : reproduction.figures()) {
                assertTrue(figure.epoch() <= recipe.epochs(), reproduction.name());
                assertEquals(recipe.patience() > 0, figure.endsByPatience(), reproduction.name());
            }
        }
    }
}
