package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A long training takes no more memory than a short one. */
class MemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int STEPS = 2048;
    // By then the JVM has compiled what it will, and the losses of 64 batches are added up.
    private static final int WARM = 512;

    /**
     * An array that a manager forgot to close would be counted 1,536 times; one that no manager
     * knows would hold, with a batch of 256 x 64 floats, 98 MB by the end. Without a leak, resident
     * memory was measured to change by -53 to +25 MB, with one such array by +104 to +117 MB.
     */
    @Test
    void arraysAndResidentMemoryStayTheSameOver2000Steps() throws Exception {
        assumeTrue(Files.exists(STATUS), STATUS + " is only there on Linux");
        TrainingRecipe recipe = TinyTraining.variational(1, 0.001, 1, new Schedule.Constant(1));
        AutoencoderConfig config =
                new AutoencoderConfig(
                        TinyTraining.IMAGE,
                        List.of(),
                        recipe.architecture(),
                        recipe.bottleneck(),
                        recipe.likelihood());
        AutoencoderLoss loss = AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli());
        Dataset data = ReconstructionDataset.of(crosses(512), 256);
        List<Integer> arrays = new ArrayList<>();
        List<Long> kilobytes = new ArrayList<>();
        try (Model model = Model.newInstance("memory", engine())) {
            model.setBlock(config.newBlock());
            ResumableOptimizer adam = recipe.optimizer().newOptimizer(model.getNDManager());
            DefaultTrainingConfig training =
                    new DefaultTrainingConfig(loss)
                            .optOptimizer(adam)
                            .addTrainingListeners(new SplitLossListener());
            try (Trainer trainer = model.newTrainer(training)) {
                trainer.initialize(new Shape(1, 1, 8, 8));
                for (int step = 0; step < STEPS; ) {
                    for (Batch batch : trainer.iterateDataset(data)) {
                        try (batch) {
                            EasyTrain.trainBatch(trainer, batch);
                            trainer.step();
                        }
                        step++;
                    }
                    if (step % WARM == 0) {
                        arrays.add(
                                model.getNDManager().getManagedArrays().size()
                                        + trainer.getManager().getManagedArrays().size());
                        kilobytes.add(residentKilobytes());
                    }
                }
            }
        }
        assertEquals(Set.of(arrays.get(0)), Set.copyOf(arrays));
        long growth = kilobytes.get(kilobytes.size() - 1) - kilobytes.get(0);
        assertTrue(growth < 60_000, () -> "resident memory in kB: " + kilobytes);
    }

    private static long residentKilobytes() throws IOException {
        System.gc(); // gives most of the heap back, which comes and goes by tens of megabytes
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
