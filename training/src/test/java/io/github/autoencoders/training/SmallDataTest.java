package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class SmallDataTest {

    private static Samples rows(int count) {
        return Samples.of(new float[count][3]);
    }

    private static Samples images(int count) {
        return Samples.ofBytes(
                "photos",
                new SampleFormat(new Shape(3, 2, 2), 0, Scaling.UnitInterval.BYTES),
                new byte[12 * count],
                new int[0],
                List.of());
    }

    @Test
    void fewPhotosHaveAsManyStepsAsItTakes() {
        TrainingRecipe recipe = Recipes.named("vae-sprites");
        SmallData small = SmallData.of(recipe, images(45), Set.of("data.source"));
        assertEquals(
                recipe.withBatchSize(8).withEpochs(250).withPenaltyWeight(new Schedule.Constant(8)),
                small.recipe());
        assertEquals(
                List.of(
                        "batch 8, 250 epochs and a divergence that counts 8 times: 45 samples are"
                                + " few"),
                small.lines());
    }

    @Test
    void layersOfVeryFewRowsAreNarrow() {
        SmallData small = SmallData.of(Recipes.named("vae-table"), rows(72), Set.of());
        assertEquals(
                new Architecture.Dense(List.of(32, 16), Activation.RELU),
                small.recipe().architecture());
        assertEquals(
                List.of("batch 16, 300 epochs and layers of [32, 16]: 72 samples are few"),
                small.lines());
    }

    @Test
    void whatIsSaidStays() {
        TrainingRecipe recipe = Recipes.named("vae-series");
        Set<String> said = Set.of("epochs", "batchSize", "architecture.encoderUnits");
        assertEquals(new SmallData(recipe, List.of()), SmallData.of(recipe, rows(20), said));
        SmallData patient = SmallData.of(recipe, rows(299), Set.of());
        assertEquals(300, patient.recipe().epochs());
        assertEquals(30, patient.recipe().patience());
    }

    /** Of 300 samples and more nothing changes. */
    @ParameterizedTest
    @CsvSource({
        "1, 4, 1500",
        "4, 4, 1500",
        "9, 4, 500",
        "100, 16, 220",
        "299, 64, 300",
        "300, 64, 50"
    })
    void stepsAreAboutAsMany(int samples, int batch, int epochs) {
        TrainingRecipe small =
                SmallData.of(Recipes.named("vae-table"), rows(samples), Set.of()).recipe();
        assertEquals(batch, small.batchSize());
        assertEquals(epochs, small.epochs());
    }
}
