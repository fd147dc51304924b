package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.optimizer.RateDecay;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.round.RoundSum;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training in rounds beside the training without, which must be the same where it can be. */
class RoundTrainingTest {

    private static final Placement PLACE = Placement.of(TinyTraining.engine());
    private static final TrainingRecipe VAE =
            TinyTraining.variational(4, 0.01, 3, TinyTraining.ELBO);

    @TempDir private Path folder;

    private static AutoencoderTrainer trainer(TrainingRecipe recipe, Report report) {
        return AutoencoderTrainer.of(recipe).on(PLACE).withListener(report);
    }

    private static Report fit(AutoencoderTrainer trainer, Report report, DataSplit data)
            throws IOException {
        trainer.fit(data).close();
        return report;
    }

    private static Report plain(TrainingRecipe recipe, DataSplit data) throws IOException {
        Report report = new Report();
        return fit(trainer(recipe, report), report, data);
    }

    private static Report inRounds(TrainingRecipe recipe, RoundSettings rounds, DataSplit data)
            throws IOException {
        Report report = new Report();
        return fit(trainer(recipe, report).inRounds(rounds), report, data);
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    private static void assertSame(Report expected, Report actual) {
        assertEquals(expected.parameters.size(), actual.parameters.size());
        for (int i = 0; i < expected.parameters.size(); i++) {
            assertSame(expected.parameters.get(i), actual.parameters.get(i));
            TrainingHistory.Epoch one = expected.history().epochs().get(i);
            TrainingHistory.Epoch other = actual.history().epochs().get(i);
            assertEquals(one.training(), other.training());
            assertEquals(one.validation(), other.validation());
            assertEquals(one.penaltyWeight(), other.penaltyWeight());
        }
    }

    static Stream<TrainingRecipe> recipes() {
        UpdateRule.RmsProp falling =
                new UpdateRule.RmsProp(0.003, true, new RateDecay(List.of(1, 2), 0.5));
        return Stream.of(
                TinyTraining.variational(4, 0.01, 3, new Schedule.LinearWarmup(1, 20)),
                TinyTraining.quantized(3, 0.01),
                TinyTraining.plain(3, 0.01).withCorruption(new Corruption.GaussianNoise(0.2)),
                VAE.withOptimizer(falling));
    }

    /**
     * Shuffles, noise, schedules, the codebook's draws and the last partial batch, all the same.
     */
    @ParameterizedTest
    @MethodSource("recipes")
    void oneWorkerInRoundsOfAPassIsTheTrainingWithout(TrainingRecipe recipe) throws Exception {
        DataSplit data = TinyTraining.memory();
        assertSame(plain(recipe, data), inRounds(recipe, RoundSettings.of(1), data));
    }

    /** As programs too, which each round makes anew. */
    @ParameterizedTest
    @MethodSource("recipes")
    void oneWorkerInRoundsOfAPassIsTheTrainingWithoutAsAProgram(TrainingRecipe recipe)
            throws Exception {
        DataSplit data = TinyTraining.memory();
        Report plain = new Report();
        fit(trainer(recipe, plain).withForm(StepForm.PROGRAM), plain, data);
        Report rounds = new Report();
        AutoencoderTrainer inRounds = trainer(recipe, rounds).inRounds(RoundSettings.of(1));
        fit(inRounds.withForm(StepForm.PROGRAM), rounds, data);
        assertSame(plain, rounds);
    }

    /**
     * On as many samples, in half batches, so that an average has as many steps behind it. So few
     * samples leave much to which came in which step.
     */
    @Test
    void twoWorkersComeAsFarAsOne() throws Exception {
        DataSplit data = new DataSplit(TinyTraining.crosses(640), TinyTraining.crosses(64));
        TrainingRecipe recipe = VAE.withEpochs(32).withBatchSize(8);
        double one = plain(recipe, data).history().best().validation().total();
        RoundSettings rounds = RoundSettings.of(2).withLocalSteps(16).withRoundsPerEpoch(5);
        TrainingRecipe halves = recipe.withBatchSize(4);
        TrainingHistory two = inRounds(halves, rounds, data).history();
        assertEquals(one, two.best().validation().total(), 0.1 * one);
        TrainingHistory.Epoch first = two.epochs().get(0);
        assertEquals(640, first.samplesPerSecond() * first.seconds(), 1e-9); // of a quotient
    }

    /** Velocity, moments, schedules and the place in a pass go on. */
    @Test
    void resumedTrainingEndsAsTheUninterrupted() throws Exception {
        RoundSettings rounds =
                RoundSettings.of(2).withLocalSteps(3).withRoundsPerEpoch(2).withOuterStep(0.7, 0.9);
        DataSplit data = TinyTraining.memory();
        TrainingRecipe recipe =
                TinyTraining.variational(4, 0.01, 3, new Schedule.LinearWarmup(1, 40));
        Report whole = inRounds(recipe, rounds, data);
        Report first = new Report();
        AutoencoderTrainer into = trainer(recipe.withEpochs(2), first).into(folder);
        fit(into.inRounds(rounds), first, data);
        Report rest = new Report();
        fit(trainer(recipe, rest).into(folder).inRounds(rounds), rest, data);
        assertSame(whole.last(), rest.last());
        assertEquals(whole.history().best().validation(), rest.history().best().validation());
    }

    /** A round is a function: what was lost can be done again. */
    @Test
    void aRoundThatIsDoneAgainChangesNothing() throws Exception {
        DataSplit data = TinyTraining.memory();
        RoundSettings rounds = RoundSettings.of(3).withLocalSteps(4);
        Workers once = LocalWorkers.of(data.training(), 3, PLACE);
        Workers twice =
                new Workers() {
                    @Override
                    public List<Part> parts() throws IOException {
                        return once.parts();
                    }

                    @Override
                    public RoundSum run(Round round) throws IOException {
                        once.run(round);
                        return once.run(round);
                    }
                };
        Report first = new Report();
        trainer(VAE, first).inRounds(rounds).fit(data, once).close();
        Report second = new Report();
        trainer(VAE, second).inRounds(rounds).fit(data, twice).close();
        assertSame(first, second);
        assertSame(inRounds(VAE, rounds, data), second);
    }

    private void begin(AutoencoderTrainer trainer) throws IOException {
        trainer.into(folder).fit(TinyTraining.memory()).close();
    }

    private static String refused(Class<? extends Exception> kind, AutoencoderTrainer trainer) {
        return String.valueOf(
                assertThrows(kind, () -> trainer.fit(TinyTraining.memory())).getMessage());
    }

    @Test
    void aRunGoesOnInTheRoundsThatItBeganIn() throws Exception {
        AutoencoderTrainer trainer = AutoencoderTrainer.of(VAE.withEpochs(1)).on(PLACE);
        begin(trainer.inRounds(RoundSettings.of(2)));
        AutoencoderTrainer more = AutoencoderTrainer.of(VAE.withEpochs(2)).on(PLACE).into(folder);
        assertEquals(
                folder
                        + "/checkpoint cannot be read: rounds must be those of the run in "
                        + folder
                        + ", but differ in localSteps, outerRate,"
                        + " outerMomentum",
                refused(
                        IOException.class,
                        more.inRounds(
                                RoundSettings.of(2).withLocalSteps(7).withOuterStep(0.5, 0.5))));
        assertEquals(
                "training must be in rounds, as the run in " + folder + " began, but is without",
                refused(IOException.class, more));
    }

    @Test
    void aRunWithoutRoundsGoesOnWithout() throws Exception {
        begin(AutoencoderTrainer.of(VAE.withEpochs(1)).on(PLACE));
        assertEquals(
                "training must be without rounds, as the run in "
                        + folder
                        + " began, but is in rounds",
                refused(
                        IOException.class,
                        AutoencoderTrainer.of(VAE)
                                .on(PLACE)
                                .into(folder)
                                .inRounds(RoundSettings.of(1))));
    }

    @Test
    void workersThatHaveNothingAreRefused() {
        AutoencoderTrainer trainer = AutoencoderTrainer.of(VAE).on(PLACE);
        assertEquals(
                "workers must be at most 32, the training samples of crosses, but is 33",
                refused(IllegalArgumentException.class, trainer.inRounds(RoundSettings.of(33))));
        Samples all = TinyTraining.crosses(32);
        Workers.Part some = new Workers.Part(32, all.sha256());
        Workers.Part none = new Workers.Part(0, "");
        assertEquals(
                "each of 2 workers must have samples of crosses, but worker 1 has none of 32",
                refused(RoundSettings.of(2), some, none));
        assertEquals(
                "workers must be 1, as many as crosses is divided into, but is 2",
                refused(RoundSettings.of(2), some));
    }

    private static String refused(RoundSettings rounds, Workers.Part... parts) {
        Workers workers =
                new Workers() {
                    @Override
                    public List<Part> parts() {
                        return List.of(parts);
                    }

                    @Override
                    public RoundSum run(Round round) {
                        throw new AssertionError("no round must be run");
                    }
                };
        AutoencoderTrainer trainer = AutoencoderTrainer.of(VAE).on(PLACE).inRounds(rounds);
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer.fit(TinyTraining.memory(), workers))
                        .getMessage());
    }

    @Test
    void whatDivergesInARoundIsSaid() {
        TrainingRecipe wild = TinyTraining.plain(3, 1e30);
        Exception e =
                assertThrows(
                        TrainingDivergedException.class,
                        () -> inRounds(wild, RoundSettings.of(2), TinyTraining.memory()));
        assertEquals(
                "loss must be finite, but is NaN in epoch 1: lower the learning rate of 1.0E30, or"
                        + " look for extreme values in crosses",
                e.getMessage());
    }
}
