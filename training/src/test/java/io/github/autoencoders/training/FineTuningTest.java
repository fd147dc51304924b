package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.negative;
import static io.github.autoencoders.training.TinyTraining.train;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.zoo.TrainingRecipe;
import io.github.autoencoders.zoo.TrainingRecipe.Frozen;
import io.github.autoencoders.zoo.TrainingRecipe.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models trained on from a saved one, whole or one half of them. */
class FineTuningTest {

    private static final DataSplit OTHER =
            new DataSplit(negative(crosses(32)), negative(crosses(32)));

    private final Path folder;
    private Map<String, float[]> before = Map.of();

    FineTuningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void trainFirst() throws Exception {
        TrainingRecipe recipe = variational(2, 0.01, 1, ELBO);
        RunFolder run = new RunFolder(first());
        train(recipe, memory(), run, new Report());
        try (Model model = run.model().load(Part.WHOLE, Placement.of(engine()))) {
            before = TinyTraining.parameters(model);
        }
    }

    private Path first() {
        return folder.resolve("first");
    }

    private TrainingRecipe recipe(int epochs, Frozen frozen) {
        return starting(variational(epochs, 0.01, 2, ELBO), frozen);
    }

    private TrainingRecipe starting(TrainingRecipe recipe, Frozen frozen) {
        return starting(recipe, new Start(first().toString(), frozen));
    }

    private static TrainingRecipe starting(TrainingRecipe recipe, Start start) {
        return recipe.withStart(start);
    }

    private Map<String, float[]> tuned(String name, int epochs, Frozen frozen) throws Exception {
        TrainingRecipe recipe = recipe(epochs, frozen);
        Report report = new Report();
        train(recipe, OTHER, new RunFolder(folder.resolve(name)), report);
        return report.last();
    }

    /** Frozen parameters stay bit for bit; of the others, every array learns. */
    @ParameterizedTest
    @EnumSource(Frozen.class)
    void onlyTheFrozenHalfStays(Frozen frozen) throws Exception {
        Map<String, float[]> after = tuned("second", 2, frozen);
        assertEquals(before.keySet(), after.keySet());
        for (String name : before.keySet()) {
            boolean kept = name.contains(frozen.name().toLowerCase(Locale.ROOT));
            assertEquals(kept, Arrays.equals(before.get(name), after.get(name)), name);
        }
    }

    @Test
    void savedModelHoldsBothHalvesAndItsRecipeTheStart() throws Exception {
        tuned("second", 1, Frozen.ENCODER);
        RunFolder run = RunFolder.open(folder.resolve("second"));
        assertEquals(recipe(1, Frozen.ENCODER), run.model().card().recipe());
        try (Model model = run.model().load(Part.WHOLE, Placement.of(engine()))) {
            Map<String, float[]> saved = TinyTraining.parameters(model);
            String encoder = saved.keySet().iterator().next();
            assertArrayEquals(before.get(encoder), saved.get(encoder), encoder);
        }
    }

    @Test
    void resumedFineTuningIsAsIfItHadNotBeenInterrupted() throws Exception {
        Map<String, float[]> whole = tuned("whole", 3, Frozen.ENCODER);
        tuned("parts", 1, Frozen.ENCODER);
        Report report = new Report();
        train(recipe(3, Frozen.ENCODER), OTHER, RunFolder.open(folder.resolve("parts")), report);
        assertEquals(2, report.parameters.size());
        whole.forEach((name, values) -> assertArrayEquals(values, report.last().get(name), name));
    }

    @Test
    void networksAndSamplesThatDoNotFitAreRefused() {
        TrainingRecipe wide =
                recipe(1, Frozen.ENCODER)
                        .withArchitecture(new Architecture.Dense(List.of(33), Activation.TANH));
        assertRefused(
                IllegalArgumentException.class,
                "architecture must be that of the model in "
                        + first().resolve("model")
                        + ", Dense[units=[32], activation=TANH], but is Dense[units=[33],"
                        + " activation=TANH]",
                starting(wide, Frozen.ENCODER),
                OTHER);
        SampleFormat small = new SampleFormat(new Shape(1, 2, 2), 0, Scaling.UnitInterval.BYTES);
        Samples others = Samples.ofBytes("small", small, new byte[8], new int[0], List.of());
        assertRefused(
                IllegalArgumentException.class,
                "small must hold samples of shape (1, 8, 8), but holds samples of shape (1, 2, 2)",
                recipe(1, Frozen.NONE),
                new DataSplit(others, others));
    }

    @Test
    void modelThatIsNotThereIsRefused() {
        Path none = folder.resolve("none");
        TrainingRecipe recipe =
                starting(recipe(1, Frozen.NONE), new Start(none.toString(), Frozen.NONE));
        IOException e = assertThrows(IOException.class, () -> StartingPoint.of(recipe));
        assertEquals(
                "start: model must be the folder of a run, or the name of a published model, but"
                        + " there is no "
                        + none,
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Start("", Frozen.ENCODER));
    }

    private static void assertRefused(
            Class<? extends Exception> type,
            String message,
            TrainingRecipe recipe,
            DataSplit data) {
        Exception e = assertThrows(type, () -> AutoencoderTrainer.of(recipe).config(data));
        assertEquals(message, e.getMessage());
    }
}
