package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class DataOptionsTest {

    private static DataOptions ofImages(long... shape) {
        SampleFormat format = new SampleFormat(new Shape(shape), 0, Scaling.UnitInterval.BYTES);
        return DataOptions.ofModel(Recipes.named("vae-sprites").withSeed(3), format);
    }

    @Test
    void imagesAreReadInAModelsSizeAndChannels() {
        DataOptions any = DataOptions.ofSeed(3);
        assertEquals(any.withImages(8, DataOptions.Color.GREY), ofImages(1, 8, 8));
        assertEquals(any.withImages(8, DataOptions.Color.RGB), ofImages(3, 8, 8));
        assertEquals(any.withImages(6, 8, DataOptions.Color.GREY), ofImages(1, 8, 6));
    }

    @Test
    void seriesAreReadInAModelsColumnsAndWindows() {
        TrainingRecipe recipe = Recipes.named("vae-series").withSeed(3);
        Schema columns = Schema.ofFeatures(List.of("flow", "heat"));
        SampleFormat format =
                new SampleFormat(new Shape(2, 16), 0, new Scaling.UnitInterval(0, 1))
                        .withSchema(columns);
        assertEquals(
                DataOptions.ofSeed(3).withSchema(columns).withWindows(16, 2),
                DataOptions.ofModel(
                        recipe.withData(recipe.data().withWindows(16, 2).withLimit(5)), format));
    }
}
