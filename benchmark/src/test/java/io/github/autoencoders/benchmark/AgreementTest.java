package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.StepValues.Kind;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are followed by others of the same engine, which must compute the same. */
class AgreementTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int STEPS = 6; // of 40 samples in batches of 16, so that an epoch ends

    private final Path folder;

    AgreementTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A variational one, noise in the loss, a codebook that draws entries, dropout, labels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vae-sprites",
                "ae-mnist",
                "contractive-mnist",
                "iwae-mnist",
                "vqvae-sprites",
                "ae-nab",
                "vae-smiles",
                "denoising-mnist",
                "infovae-mnist"
            })
    void aRunFollowsItself(String name) throws IOException, TranslateException {
        TrainingRecipe recipe = recipe(name);
        Trajectory first = lead(recipe);
        List<Differences.Step> pinned;
        List<Differences.Step> free;
        try (SteppedTraining training = begin(recipe, first.first())) {
            pinned = first.followPinned(training, STEPS);
        }
        try (SteppedTraining training = begin(recipe, first.first())) {
            free = first.followFree(training, STEPS);
        }
        for (List<Differences.Step> steps : List.of(pinned, free)) {
            assertEquals(STEPS, steps.size());
            // The order of sums is the same in each run but for threads.
            assertTrue(
                    Differences.largest(steps, Differences.Step::outputs) < 1e-5, steps::toString);
            assertTrue(
                    Differences.largest(steps, Differences.Step::losses) < 1e-5, steps::toString);
            assertTrue(
                    Differences.largest(steps, Differences.Step::gradients) < 1e-4,
                    steps::toString);
        }
    }

    /** The last layer's weights by a thousandth in one step; then one weight from the first on. */
    @Test
    void perturbedParametersAreSeen() throws IOException, TranslateException {
        TrainingRecipe recipe = recipe("vae-sprites");
        Trajectory first = lead(recipe);
        StepValues third = StepValues.read(first.file(3));
        float[] weights =
                third.of(Kind.PARAMETERS).entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("_weight"))
                        .reduce((one, other) -> other)
                        .orElseThrow()
                        .getValue();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 1.001f;
        }
        third.write(first.file(3));
        try (SteppedTraining training = begin(recipe, first.first())) {
            List<Differences.Step> pinned = first.followPinned(training, STEPS);
            for (int step = 1; step <= STEPS; step++) {
                Differences.Step found = pinned.get(step - 1);
                boolean changed = step == 3;
                assertEquals(changed, found.outputs() > 1e-4, found::toString);
                assertEquals(changed, found.gradients() > 1e-4, found::toString);
            }
        }
        StepValues begun = StepValues.read(first.file(1));
        Objects.requireNonNull(begun.of(Kind.PARAMETERS).values().iterator().next())[0] += 0.1f;
        try (SteppedTraining training = begin(recipe, begun.of(Kind.PARAMETERS))) {
            for (Differences.Step found : first.followFree(training, STEPS)) {
                assertTrue(found.gradients() > 1e-4, found::toString);
            }
        }
    }

    /** The total is what the terms add up to, and a gradient descends. */
    @Test
    void stepsHaveTheLossesInThreeTerms() throws IOException, TranslateException {
        Trajectory first = lead(recipe("beta-vae-sprites"));
        double beta = 4; // of the recipe
        for (int step = 1; step <= STEPS; step++) {
            float[] losses =
                    Objects.requireNonNull(
                            StepValues.read(first.file(step)).of(Kind.LOSSES).get("losses"));
            assertEquals(losses[1] + beta * losses[2], losses[0], 1e-5 * losses[0]);
        }
    }

    @Test
    void anEngineThatCannotTrainIsSaid() {
        Work.requireTraining(Engine.getEngine(ENGINE));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Work.requireTraining(new InferenceOnly()));
        assertEquals(
                "InferenceOnly cannot train: it only runs models that were made elsewhere",
                e.getMessage());
    }

    private Trajectory lead(TrainingRecipe recipe) throws IOException, TranslateException {
        Trajectory trajectory = new Trajectory(folder.resolve("steps"));
        try (SteppedTraining training = begin(recipe, Map.of())) {
            trajectory.lead(training, STEPS);
        }
        return trajectory;
    }

    private static SteppedTraining begin(TrainingRecipe recipe, Map<String, float[]> first)
            throws IOException {
        return new SteppedTraining(
                recipe, DataSource.of(recipe).split(), first, Placement.of(ENGINE));
    }

    private TrainingRecipe recipe(String name) throws IOException {
        Map<String, Object> changes =
                name.contains("mnist")
                        ? Map.of("data.source", images(), "data.limit", 40, "batchSize", 16)
                        : name.equals("ae-nab")
                                ? Map.of("data.source", series(), "data.limit", 40, "batchSize", 16)
                                : Map.of("data.limit", 40, "batchSize", 16);
        return Recipes.read(name, changes);
    }

    // 60 images of 28 x 28 in the format of MNIST.
    private String images() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16 + 60 * 784);
        file.putInt(0x803).putInt(60).putInt(28).putInt(28);
        Random random = new Random(1);
        while (file.hasRemaining()) {
            file.put((byte) random.nextInt(256));
        }
        return Files.write(folder.resolve("images-idx3-ubyte"), file.array()).toString();
    }

    // Ten days, of a value each five minutes.
    private String series() throws IOException {
        StringBuilder rows = new StringBuilder("value\n");
        for (int i = 0; i < 2880; i++) {
            rows.append(Math.sin(i * Math.PI / 144)).append('\n');
        }
        return Files.writeString(folder.resolve("series.csv"), rows).toString();
    }

    /** As those of ONNX Runtime and TensorFlow. */
    private static final class InferenceOnly extends Engine {

        @Override
        public @Nullable Engine getAlternativeEngine() {
            return null;
        }

        @Override
        public String getEngineName() {
            return "InferenceOnly";
        }

        @Override
        public int getRank() {
            return 10;
        }

        @Override
        public String getVersion() {
            return "1";
        }

        @Override
        public boolean hasCapability(String capability) {
            return false;
        }

        @Override
        public Model newModel(String name, Device device) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDManager newBaseManager() {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDManager newBaseManager(Device device) {
            throw new UnsupportedOperationException();
        }
    }
}
