package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against counts by hand, layer by layer. */
class StepCostTest {

    private static StepCost cost(String recipe, Samples samples) throws Exception {
        return cost(recipe, samples.format());
    }

    private static StepCost cost(String name, SampleFormat format) throws Exception {
        TrainingRecipe recipe = Recipes.read(name, Map.of());
        AutoencoderConfig config =
                new AutoencoderConfig(
                        format,
                        List.of(),
                        recipe.architecture(),
                        recipe.bottleneck(),
                        recipe.likelihood());
        try (NDManager manager = NDManager.newBaseManager()) {
            StepCost cost = StepCost.of(config, manager);
            assertEquals(0, manager.getManagedArrays().size());
            return cost;
        }
    }

    /** 784 to 128, ReLU, to 32, ReLU, to 128, ReLU, to 784. */
    @Test
    void denseAutoencoder() throws Exception {
        StepCost cost = cost("ae-mnist", MadeImages.of(1, 28, 0));
        assertEquals(
                List.of(784L * 128, 128L * 32, 32L * 128, 128L * 784),
                cost.layers().stream().map(StepCost.Layer::multiplyAdds).toList());
        assertEquals(208_896, cost.multiplyAdds());
        assertEquals(208_896 + 128 + 32 + 128 + 784, cost.weights());
        assertEquals(6 * 256 * 208_896, cost.operations(256));
        assertEquals(128 + 128, cost.elementwise()); // the code's is the bottleneck's own
        long values = 784 + 128 + 128 + 32 + 32 + 128 + 128 + 784;
        assertEquals(
                4 * (3 * (10 * values + 209_968) + 5 * 10 * 256 + 3 * 10 * 784 + 7 * 209_968),
                cost.bytes(10));
    }

    /** 1 x 32 x 32, three convolutions to 128 x 4 x 4, two numbers, and back; as written down. */
    @Test
    void convolutionalVariationalAutoencoder() throws Exception {
        StepCost cost = cost("vae-fashion-mnist", MadeImages.of(1, 28, 2));
        assertEquals(
                List.of(
                        16 * 16 * 32L * 9,
                        8 * 8 * 64L * 32 * 9,
                        4 * 4 * 128L * 64 * 9,
                        2048L * 2, // mean
                        2048L * 2, // log-variance
                        2 * 2048L,
                        4 * 4 * 128L * 128 * 9,
                        8 * 8 * 128L * 64 * 9,
                        16 * 16 * 64L * 32 * 9,
                        32 * 32 * 32L * 9),
                cost.layers().stream().map(StepCost.Layer::multiplyAdds).toList());
        assertEquals("encoder.network.01Conv2d", cost.layers().get(0).name());
        assertEquals("encoder.logVariance", cost.layers().get(4).name());
        assertEquals(14_536_704, cost.multiplyAdds());
        assertEquals(
                List.of(
                        320L, 18_496L, 73_856L, 4_098L, 4_098L, 6_144L, 147_584L, 73_792L, 18_464L,
                        289L),
                cost.layers().stream().map(StepCost.Layer::weights).toList());
        long encoder = 32 * 256 + 64 * 64 + 128 * 16;
        long decoder = 128 * 64 + 64 * 256 + 32 * 1024;
        assertEquals(encoder + decoder, cost.elementwise());
        assertEquals(6L * 100 * 14_536_704, cost.operations(100));
        assertEquals(List.of(), cost.uncounted());
    }

    /** Each step of a sequence has all the weights of its dense layer; recurrent ones are named. */
    @Test
    void recurrentLayersAreSaidNotToBeCounted() throws Exception {
        StepCost cost =
                cost(
                        "gru-series",
                        new SampleFormat(
                                new Shape(1, 12),
                                0,
                                new Scaling.Standardized(List.of(0.0), List.of(1.0))));
        assertTrue(!cost.uncounted().isEmpty(), cost.toString());
    }
}
