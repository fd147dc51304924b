package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class DataOptionsTest {

    private static final TrainingRecipe RECIPE =
            TrainingRecipe.of(
                            new Architecture.Dense(List.of(4), Activation.RELU),
                            new Bottleneck.Gaussian(2),
                            new Likelihood.Gaussian(0.5))
                    .withSeed(3);

    private static DataOptions ofImages(long... shape) {
        SampleFormat format = new SampleFormat(new Shape(shape), 0, Scaling.UnitInterval.BYTES);
        return DataOptions.ofModel(RECIPE, format);
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
        Schema columns = Schema.ofFeatures(List.of("flow", "heat"));
        SampleFormat format =
                new SampleFormat(new Shape(2, 16), 0, new Scaling.UnitInterval(0, 1))
                        .withSchema(columns);
        assertEquals(
                DataOptions.ofSeed(3).withSchema(columns).withWindows(16, 2),
                DataOptions.ofModel(
                        RECIPE.withData(RECIPE.data().withWindows(16, 2).withLimit(5)), format));
    }
}
