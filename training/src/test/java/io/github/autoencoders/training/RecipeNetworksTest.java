package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The networks of the recipes, layer by layer, against what their authors' programs print or the
 * products of their sizes.
 */
class RecipeNetworksTest {

    private static final Shape IMAGE = new Shape(1, 28, 28);

    /** A recipe, the shape of a sample, and the parameters of each layer in order. */
    private record Row(String recipe, Shape sample, List<Long> encoder, List<Long> decoder) {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "ae-mnist",
                        IMAGE,
                        List.of(784 * 128L + 128, 128 * 32L + 32),
                        List.of(32 * 128L + 128, 128 * 784L + 784)),
                new Row( // 28,353 in all
                        "ae-mnist-conv",
                        IMAGE,
                        List.of(320L, 9_248L),
                        List.of(9_248L, 9_248L, 289L)),
                new Row(
                        "ae-mnist-conv-128",
                        IMAGE,
                        List.of(320L, 32 * 64 * 9L + 64, 7 * 7 * 64 * 128L + 128),
                        List.of(
                                128 * 7 * 7 * 64L + 7 * 7 * 64,
                                64 * 64 * 9L + 64,
                                64 * 32 * 9L + 32,
                                289L)),
                new Row(
                        "ae-fashion-mnist",
                        IMAGE,
                        List.of(320L, 18_496L, 64 * 128 * 9L + 128, 128 * 4 * 4 * 2L + 2),
                        List.of(
                                2 * 2_048L + 2_048,
                                128 * 128 * 9L + 128,
                                128 * 64 * 9L + 64,
                                64 * 32 * 9L + 32,
                                289L)),
                new Row(
                        "vae-fashion-mnist",
                        IMAGE,
                        List.of(320L, 18_496L, 73_856L, 4_098L, 4_098L),
                        List.of(6_144L, 147_584L, 73_792L, 18_464L, 289L)),
                new Row( // 9,505 in all
                        "ae-nab",
                        new Shape(1, 288),
                        List.of(256L, 3_600L),
                        List.of(1_808L, 3_616L, 225L)),
                new Row(
                        "ae-series",
                        new Shape(1, 128),
                        List.of(
                                5 * 16L + 16,
                                16 * 32 * 5L + 32,
                                32 * 32 * 5L + 32,
                                32 * 16 * 16L + 16),
                        List.of(
                                16 * 32 * 16L + 32 * 16,
                                32 * 32 * 5L + 32,
                                32 * 32 * 5L + 32,
                                32 * 16 * 5L + 16,
                                16 * 5L + 1)),
                new Row( // levels of 16, 32 and 64 channels, down to 8 x 8, and 8 x 8 pixels past
                        // them
                        "vae-photos",
                        new Shape(3, 64, 64),
                        Stream.of(
                                        List.of(convolution(3, 16)),
                                        block(16),
                                        List.of(convolution(16, 32)),
                                        block(32),
                                        List.of(convolution(32, 64)),
                                        block(64),
                                        List.of(
                                                2 * 64L,
                                                67 * 64 * 128L + 128,
                                                67 * 64 * 128L + 128))
                                .flatMap(List::stream)
                                .toList(),
                        Stream.of(
                                        List.of(128 * 64 * 64L + 64 * 64),
                                        block(64),
                                        List.of(convolution(64, 32)),
                                        block(32),
                                        List.of(convolution(32, 16)),
                                        block(16),
                                        List.of(
                                                convolution(16, 16),
                                                2 * 16L,
                                                convolution(16, 2 * 3),
                                                129 * 2 * 3 * 64L))
                                .flatMap(List::stream)
                                .toList()),
                new Row( // of each recurrent layer both weights, then both biases
                        "gru-series",
                        new Shape(1, 48),
                        List.of(3 * 64 + 3 * 64 * 64L, 2 * 3 * 64L, 64 * 16 + 16L),
                        List.of(16 * 64 + 64L, 2 * 3 * 64 * 64L, 2 * 3 * 64L, 64 + 1L)));
    }

    private static long convolution(long channels, long filters) {
        return channels * filters * 9 + filters;
    }

    // Scale and shift of each channel, and a convolution, twice.
    private static List<Long> block(long channels) {
        long weights = convolution(channels, channels);
        return List.of(2 * channels, weights, 2 * channels, weights);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void layersHaveTheParametersOfTheirAuthors(Row row) throws Exception {
        TrainingRecipe recipe = Recipes.read(row.recipe(), Map.of());
        SampleFormat format =
                new SampleFormat(row.sample(), recipe.data().padding(), Scaling.UnitInterval.BYTES);
        AutoencoderBlock block =
                new AutoencoderConfig(
                                format,
                                List.of(),
                                recipe.architecture(),
                                recipe.bottleneck(),
                                recipe.likelihood())
                        .newBlock();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, block.inputShape());
            assertEquals(row.encoder(), counts(block.encoder()));
            assertEquals(row.decoder(), counts(block.decoder()));
        }
    }

    // Of each layer, weight and bias together.
    private static List<Long> counts(Block network) {
        List<Long> sizes =
                network.getParameters().values().stream()
                        .map(parameter -> parameter.getArray().size())
                        .toList();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i += 2) {
            counts.add(sizes.get(i) + sizes.get(i + 1));
        }
        return counts;
    }
}
