package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.RateDistortion;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training a codebook beside the networks. */
class VectorQuantizedTrainingTest {

    private static final Set<String> STATE = Set.of("codebook", "counts", "sums");

    private final Path folder;

    VectorQuantizedTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RunFolder run(String name) throws Exception {
        return new RunFolder(folder.resolve(name));
    }

    private static float[] state(Map<String, float[]> parameters, String name) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void resumedTrainingHasTheSameCodebook() throws Exception {
        Report whole = new Report();
        TrainingRecipe four = TinyTraining.quantized(4, 0.01);
        TinyTraining.train(four, TinyTraining.memory(), run("whole"), whole);

        TrainingRecipe two = TinyTraining.quantized(2, 0.01);
        TinyTraining.train(two, TinyTraining.memory(), run("parts"), new Report());
        Report resumed = new Report();
        RunFolder run = RunFolder.open(folder.resolve("parts"));
        TinyTraining.train(four, TinyTraining.memory(), run, resumed);

        assertEquals(whole.last().keySet(), resumed.last().keySet());
        whole.last()
                .forEach(
                        (name, values) ->
                                assertArrayEquals(values, resumed.last().get(name), name));
        for (String name : STATE) {
            assertFalse(
                    Arrays.equals(state(whole.parameters.get(0), name), state(whole.last(), name)),
                    name);
        }
        assertEquals(Set.copyOf(whole.managedArrays).size(), 1, whole.managedArrays.toString());
    }

    @Test
    void lossFalls() throws Exception {
        TrainingRecipe recipe = TinyTraining.quantized(25, 0.01);
        TrainingHistory history =
                TinyTraining.train(recipe, TinyTraining.memory(), run("falls"), new Report());
        double first = history.epochs().get(0).validation().reconstruction();
        double best = history.best().validation().reconstruction();
        assertTrue(best < first / 2, first + " became " + best);
    }

    @Test
    void validationLeavesTheCodebook() throws Exception {
        TrainingRecipe recipe = TinyTraining.quantized(1, 0.01);
        CodebookListener codebook = new CodebookListener();
        try (Model model = Model.newInstance("quantized")) {
            model.setBlock(
                    (Block) AutoencoderTrainer.of(recipe).config(TinyTraining.memory()).newBlock());
            AutoencoderLoss loss =
                    new AutoencoderLoss(
                            recipe.likelihood(), recipe.regularizer(), recipe.reduction(), 0.25);
            try (Trainer trainer =
                    model.newTrainer(
                            new DefaultTrainingConfig(loss).addTrainingListeners(codebook))) {
                trainer.initialize(new Shape(1, 1, 8, 8));
                Dataset data = ReconstructionDataset.of(TinyTraining.crosses(32), 32);
                for (Batch batch : trainer.iterateDataset(data)) {
                    try (batch) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                }
                Map<String, float[]> before = TinyTraining.parameters(model);
                assertEquals(OptionalDouble.empty(), codebook.perplexity());
                EasyTrain.evaluateDataset(trainer, data);
                trainer.notifyListeners(listener -> listener.onEpoch(trainer));
                Map<String, float[]> after = TinyTraining.parameters(model);
                for (String name : STATE) {
                    assertArrayEquals(state(before, name), state(after, name), 0, name);
                }
                double perplexity = codebook.perplexity().orElseThrow();
                assertTrue(perplexity > 1 && perplexity <= 6.0001, () -> "is " + perplexity);
            }
        }
    }

    @Test
    void savedModelGivesEntriesAndCodesButNoSamples() throws Exception {
        TrainingRecipe recipe = TinyTraining.quantized(2, 0.01);
        RunFolder run = run("saved");
        Report report = new Report();
        TinyTraining.train(recipe, TinyTraining.memory(), run, report);
        SavedModel saved = run.model();
        assertNotNull(saved.card().metrics().get("validation_codebook_perplexity"));
        Samples samples = TinyTraining.crosses(32);
        float[][] codes;
        int[][] entries;
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyTraining.engine()))) {
            codes = model.encode(samples);
            entries = model.entries(samples);
        }
        int best = saved.card().epoch();
        float[] codebook = state(report.parameters.get(best - 1), "codebook");
        Set<Integer> used = new TreeSet<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int place = 0; place < 8; place++) {
                int entry = entries[i][place];
                used.add(entry);
                for (int v = 0; v < 4; v++) {
                    assertEquals(codebook[4 * entry + v], codes[i][8 * v + place]);
                }
            }
        }
        assertTrue(used.size() > 1, used.toString());

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Task.sampling(saved.config()));
        assertEquals(
                "bottleneck must have codes like those of N(0, I) to be sampled, but"
                        + " VectorQuantized has entries of a codebook, and no prior of them was"
                        + " learnt",
                refused.getMessage());
    }

    @Test
    void aCodeOfNumbersOfEntriesIsNotKeptInOtherBits() throws Exception {
        AutoencoderConfig config =
                AutoencoderTrainer.of(TinyTraining.quantized(1, 0.01))
                        .config(TinyTraining.memory());
        RateDistortion.requireFits(config);
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> RateDistortion.requireFits(config, 4));
        assertEquals(
                "bits must not be given for a model with a codebook, whose entries' numbers are the"
                        + " code, but is 4",
                refused.getMessage());
    }
}
