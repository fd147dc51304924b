package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepFormTest {

    private static final String PROGRAM = "as a program of the engine";

    /** Keeps the losses of each epoch, and the form that was begun with. */
    private static final class Kept implements FitListener {

        private final List<String> forms = new ArrayList<>();
        private TrainingHistory history = TrainingHistory.EMPTY;

        @Override
        public void begun(Progress progress) {
            forms.add(progress.form());
        }

        @Override
        public void epochDone(Progress progress) {
            history = progress.history();
        }
    }

    private static Kept fit(TrainingRecipe recipe, StepForm form) throws IOException {
        Kept kept = new Kept();
        trainer(recipe, kept).withForm(form).fit(memory()).close();
        return kept;
    }

    static Stream<TrainingRecipe> recipes() {
        return Stream.of(
                TinyTraining.variational(4, 0.01, 1, ELBO),
                TinyTraining.variational(4, 0.01, 1, new Schedule.LinearWarmup(1, 20)),
                TinyTraining.plain(4, 0.01),
                TinyTraining.quantized(4, 0.01));
    }

    /** The same random numbers are drawn; what differs is rounding, in 28 steps. */
    @ParameterizedTest
    @MethodSource("recipes")
    void bothFormsLearnTheSame(TrainingRecipe recipe) throws Exception {
        TrainingHistory portable = fit(recipe, StepForm.PORTABLE).history;
        TrainingHistory program = fit(recipe, StepForm.PROGRAM).history;
        for (int epoch = 0; epoch < 4; epoch++) {
            assertSame(
                    portable.epochs().get(epoch).training(),
                    program.epochs().get(epoch).training());
            assertSame(
                    portable.epochs().get(epoch).validation(),
                    program.epochs().get(epoch).validation());
        }
    }

    private static void assertSame(LossSummary expected, LossSummary actual) {
        double tolerance = 1e-4 * expected.total();
        assertEquals(expected.total(), actual.total(), tolerance);
        assertEquals(expected.reconstruction(), actual.reconstruction(), tolerance);
        assertEquals(expected.penalty(), actual.penalty(), tolerance);
    }

    @Test
    void resumedTrainingIsAsIfItHadNotBeenInterrupted(@TempDir Path folder) throws Exception {
        TinyTraining.Report whole = fit(4, folder.resolve("whole"));
        fit(2, folder.resolve("parts"));
        TinyTraining.Report parts = fit(4, folder.resolve("parts"));
        assertEquals(2, parts.parameters.size());
        whole.last()
                .forEach(
                        (name, values) ->
                                assertArrayEquals(values, parts.last().get(name), 0, name));
    }

    /** As every run did that was begun before there were programs. */
    @Test
    void aRunGoesOnInTheFormThatItBeganIn(@TempDir Path folder) throws Exception {
        TrainingRecipe recipe = TinyTraining.variational(2, 0.01, 1, ELBO);
        TinyTraining.Report whole = new TinyTraining.Report();
        trainer(recipe, whole).withForm(StepForm.PORTABLE).fit(memory()).close();
        TinyTraining.Report parts = new TinyTraining.Report();
        AutoencoderTrainer run = trainer(recipe, parts).into(folder);
        run.withEpochs(1).withForm(StepForm.PORTABLE).fit(memory()).close();
        Path state = folder.resolve("checkpoint").resolve("state.json");
        String written = Files.readString(state);
        Files.delete(folder.resolve("checkpoint").resolve("SHA256SUMS"));
        Files.writeString(state, written.replaceAll(",\\s*\"form\": \"PORTABLE\"", ""));
        assertNotEquals(written, Files.readString(state));
        run.withForm(StepForm.PROGRAM).fit(memory()).close();
        whole.last()
                .forEach(
                        (name, values) ->
                                assertArrayEquals(values, parts.last().get(name), 0, name));
    }

    @Test
    void trainingsOfFewStepsAreByBlocksAndOthersByTheProgram() throws Exception {
        TrainingRecipe recipe = TinyTraining.variational(1, 0.01, 1, ELBO).withBatchSize(4);
        for (int steps : List.of(StepForm.FEWEST_STEPS - 1, StepForm.FEWEST_STEPS)) {
            DataSplit data = new DataSplit(crosses(4 * steps), crosses(4));
            String expected = steps < StepForm.FEWEST_STEPS ? "" : PROGRAM;
            Kept plain = new Kept();
            trainer(recipe, plain).fit(data).close();
            assertEquals(List.of(expected), plain.forms);
            Kept rounds = new Kept();
            trainer(recipe, rounds).inRounds(RoundSettings.of(1)).fit(data).close();
            assertEquals(List.of(expected), rounds.forms);
        }
    }

    private static AutoencoderTrainer trainer(TrainingRecipe recipe, FitListener listener) {
        return AutoencoderTrainer.of(recipe).on(Placement.of(engine())).withListener(listener);
    }

    private static TinyTraining.Report fit(int epochs, Path run) throws IOException {
        TinyTraining.Report report = new TinyTraining.Report();
        trainer(TinyTraining.variational(epochs, 0.01, 1, ELBO), report)
                .into(run)
                .withForm(StepForm.PROGRAM)
                .fit(memory())
                .close();
        assertEquals(
                report.managedArrays.get(0),
                report.managedArrays.get(report.managedArrays.size() - 1));
        return report;
    }

    /** Notes the parameters before the only step of a training, beside its batch and after it. */
    private static final class OneStep extends TrainingListenerAdapter implements FitListener {

        private final List<Map<String, float[]>> parameters = new ArrayList<>();

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batchData) {
            parameters.add(TinyTraining.parameters(trainer.getModel()));
        }

        @Override
        public void begun(Progress progress) {
            parameters.add(TinyTraining.parameters(progress.model()));
        }

        @Override
        public void epochDone(Progress progress) {
            parameters.add(TinyTraining.parameters(progress.model()));
        }

        String weights(int index) {
            return parameters.get(index).values().stream()
                    .map(Arrays::toString)
                    .collect(Collectors.joining());
        }
    }

    @Test
    void listenersAreToldOfBatchesBeforeBlocksChangeAndAfterProgramsDid() throws Exception {
        TrainingRecipe recipe = TinyTraining.variational(1, 0.01, 1, ELBO).withBatchSize(32);
        for (StepForm form : StepForm.values()) {
            OneStep step = new OneStep();
            trainer(recipe, step).withBatchListener(step).withForm(form).fit(memory()).close();
            assertEquals(3, step.parameters.size());
            assertNotEquals(step.weights(0), step.weights(2));
            assertEquals(step.weights(form == StepForm.PROGRAM ? 2 : 0), step.weights(1));
        }
    }

    @Test
    void listenersAreToldTheForm() throws Exception {
        TrainingRecipe recipe = TinyTraining.variational(1, 0.01, 1, ELBO);
        assertEquals(List.of(""), fit(recipe, StepForm.PORTABLE).forms);
        assertEquals(List.of(PROGRAM), fit(recipe, StepForm.PROGRAM).forms);
    }

    @Test
    void aPenaltyThatChangesFromStepToStepIsComputedByBlocks() throws Exception {
        Regularizer.CapacityKl rising = new Regularizer.CapacityKl(new Schedule.LinearWarmup(5, 9));
        TrainingRecipe recipe =
                TinyTraining.variational(1, 0.01, 1, ELBO).withRegularizer(rising, ELBO);
        String why = "regularizer must be the same at each step for a graph, but is " + rising;
        assertEquals(List.of("by blocks: " + why), fit(recipe, StepForm.PROGRAM).forms);
    }
}
