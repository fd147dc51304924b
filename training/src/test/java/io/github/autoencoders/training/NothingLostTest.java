package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.testing.FlippedBytes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a training costs nothing that it had learnt. */
class NothingLostTest {

    private final Path run;

    NothingLostTest(@TempDir Path folder) {
        run = folder.resolve("run");
    }

    private AutoencoderTrainer trainer(int epochs) {
        return trainer(variational(epochs, 0.01, 3, ELBO));
    }

    private AutoencoderTrainer trainer(TrainingRecipe recipe) {
        return AutoencoderTrainer.of(recipe).on(Placement.of(engine())).into(run);
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }

    /** In each of the files of the run, of its model and of its checkpoint. */
    @Test
    void anyChangedByteOfARunIsRefusedWithItsFile() throws Exception {
        AutoencoderTrainer trainer = trainer(1);
        trainer.fit(memory()).close();
        List<Path> files = contents(run).keySet().stream().map(run::resolve).toList();
        assertEquals(13, files.size(), files.toString());
        for (Path file : files) {
            FlippedBytes.assertRefused(
                    file, () -> RunFolder.begin(run, trainer.recipe()).toString());
        }
        trainer.fit(memory()).close();
    }

    @Test
    void anyChangedByteOfARunInRoundsIsRefusedWithItsFile() throws Exception {
        AutoencoderTrainer trainer =
                trainer(1).inRounds(RoundSettings.of(2).withRoundsPerEpoch(2).withLocalSteps(1));
        trainer.fit(memory()).close();
        Path checkpoint = run.resolve("checkpoint");
        List<Path> files = contents(checkpoint).keySet().stream().map(checkpoint::resolve).toList();
        assertTrue(files.contains(checkpoint.resolve("velocity.ndlist")), files.toString());
        for (Path file : files) {
            FlippedBytes.assertRefused(file, () -> trainer.fit(memory()).close());
        }
        trainer.fit(memory()).close();
    }

    @Test
    void runWhoseCheckpointIsGoneKeepsItsModelAndItsHistory() throws Exception {
        trainer(2).fit(memory()).close();
        AtomicWrite.delete(run.resolve("checkpoint"));
        Map<String, byte[]> before = contents(run);
        for (boolean history : new boolean[] {true, false}) {
            IOException e = assertThrows(IOException.class, () -> trainer(3).fit(memory()));
            assertEquals(
                    run
                            + " must hold the checkpoint of its run, which has done epochs, but"
                            + " does not; its model can be trained on in another folder",
                    e.getMessage());
            assertSame(before, contents(run));
            if (history && RunFolder.open(run).model().card().epoch() > 1) {
                Files.delete(run.resolve("history.json")); // the card tells too
                before = contents(run);
            }
        }
    }

    @Test
    void secondTrainingInAFolderLeavesTheFirstAsItIs() throws Exception {
        List<String> refused = new ArrayList<>();
        FitListener second =
                progress -> {
                    IOException e = assertThrows(IOException.class, () -> trainer(2).fit(memory()));
                    refused.add(e.getMessage());
                };
        trainer(2).withListener(second).fit(memory()).close();
        String one = "out must be a folder of no other training, but one is under way in " + run;
        assertEquals(List.of(one, one), refused);
        assertEquals(2, RunFolder.open(run).epochsDone());
        assertEquals(variational(2, 0.01, 3, ELBO), RunFolder.open(run).recipe());
    }

    /** The thread is interrupted when the epoch is judged, and about to be written. */
    @Test
    void epochThatIsBeingWrittenIsWrittenToItsEnd() throws Exception {
        TrainingListenerAdapter interrupting =
                new TrainingListenerAdapter() {
                    @Override
                    public void onEpoch(Trainer trainer) {
                        Thread.currentThread().interrupt();
                    }
                };
        Exception e =
                assertThrows(
                        CancellationException.class,
                        () -> trainer(3).withBatchListener(interrupting).fit(memory()));
        assertTrue(Thread.interrupted());
        assertEquals("training was interrupted in epoch 2, after 7 steps", e.getMessage());
        assertEquals(1, RunFolder.open(run).epochsDone());
        assertEquals(1, RunFolder.open(run).history().epochs().size());
        try (TrainedAutoencoder gone = trainer(3).fit(memory());
                TrainedAutoencoder whole =
                        AutoencoderTrainer.of(trainer(3).recipe())
                                .on(Placement.of(engine()))
                                .fit(memory())) {
            assertArrayEquals(
                    whole.block(Part.WHOLE).getParameters().valueAt(0).getArray().toFloatArray(),
                    gone.block(Part.WHOLE).getParameters().valueAt(0).getArray().toFloatArray());
        }
    }

    /**
     * A kill between a model and its checkpoint leaves the model of an epoch that is done again.
     */
    @Test
    void modelOfAnEpochWithoutACheckpointIsTrainedAgain() throws Exception {
        trainer(1).fit(memory()).close();
        Map<String, byte[]> whole = contents(run.resolve("model"));
        AtomicWrite.delete(run.resolve("checkpoint"));
        Files.delete(run.resolve("history.json"));
        Files.delete(run.resolve("history.csv"));
        trainer(1).fit(memory()).close();
        String parameters = "autoencoder-0000.params";
        assertArrayEquals(whole.get(parameters), contents(run.resolve("model")).get(parameters));
    }

    /** As one of a table with a wrong cell: the scaling is of the training samples alone. */
    @Test
    void hugeValueInValidationAloneEndsNoTraining() throws Exception {
        Samples training = Samples.of(rows(3));
        Samples validation = Samples.of(rows(1e6f)).withFormat(training.fittedFormat(0));
        DataSplit data = new DataSplit(training.withFormat(training.fittedFormat(0)), validation);
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(4), Activation.TANH),
                                new Bottleneck.Deterministic(2, Activation.IDENTITY),
                                new Likelihood.Gaussian(1))
                        .withEpochs(2);
        trainer(recipe).fit(data).close();
        List<TrainingHistory.Epoch> epochs = RunFolder.open(run).history().epochs();
        assertEquals(2, epochs.size());
        assertTrue(epochs.get(0).validation().total() > 1e6);
        assertTrue(epochs.get(0).training().total() < 10);
    }

    private static float[][] rows(float last) {
        float[][] rows = {{1, 2, 3}, {2, 3, 1}, {3, 1, 2}, {2, 2, last}};
        return rows;
    }

    @Test
    void lossThatIsANumberButHugeEndsTheTraining() throws Exception {
        TrainingRecipe recipe = TinyTraining.plain(2, 1e6);
        Exception e =
                assertThrows(TrainingDivergedException.class, () -> trainer(recipe).fit(memory()));
        assertTrue(
                String.valueOf(e.getMessage())
                        .matches(
                                "loss must fall, but is [0-9.e+]+ after epoch 1, where it was"
                                        + " [0-9.]+ at first: lower the learning rate of"
                                        + " 1000000.0, or look for extreme values in crosses"),
                e.getMessage());
        assertFalse(Files.exists(run));
    }
}
