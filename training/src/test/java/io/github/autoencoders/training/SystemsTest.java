package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The systems that the library is to have, as their sources describe them: each layer's output and
 * number of parameters, by arithmetic. A dense layer from n to m has n * m + m parameters, a
 * convolution of kernel k from n to m channels n * m * k + m, or n * m * k * k + m of an image.
 * With padding, sizes are divided by the stride.
 */
class SystemsTest {

    private static final Shape IMAGE = new Shape(1, 28, 28);

    /** A layer that has parameters or changes the shape; without the batch. */
    private record Layer(long parameters, Shape output) {}

    /** A recipe, the shape of a sample, the layers in order, and the parameters of all. */
    private record Row(
            String recipe,
            Shape sample,
            List<Layer> encoder,
            List<Layer> decoder,
            long parameters) {}

    private static Layer layer(long parameters, long... output) {
        return new Layer(parameters, new Shape(output));
    }

    private static List<Row> systems() {
        return List.of(
                // 1: a dense autoencoder of MNIST, 784-128-32-128-784
                new Row(
                        "ae-mnist",
                        IMAGE,
                        List.of(
                                layer(0, 784),
                                layer(784 * 128 + 128, 128), // 100,480
                                layer(128 * 32 + 32, 32)), // 4,128
                        List.of(
                                layer(32 * 128 + 128, 128), // 4,224
                                layer(128 * 784 + 784, 784), // 101,136
                                layer(0, 1, 28, 28)),
                        209_968),
                // 2: a convolutional autoencoder of images of any size
                new Row("ae-mnist-conv-128", IMAGE, convolutionsTo128(), from128(), 880_577),
                // 3: three convolutions to a code of 2, Fashion-MNIST padded to 32 x 32
                new Row(
                        "ae-fashion-mnist",
                        IMAGE,
                        convolutionsTo2(layer(2048 * 2 + 2, 2)), // 4,098
                        from2(),
                        343_043),
                // 4: the same networks with a mean and a log-variance, 4,098 parameters more
                new Row(
                        "vae-fashion-mnist",
                        IMAGE,
                        convolutionsTo2(layer(2048 * 2 + 2, 2), layer(2048 * 2 + 2, 2)),
                        from2(),
                        347_141),
                // 5: convolutions and max-pooling of a series; up-sampling and convolutions
                new Row(
                        "ae-series",
                        new Shape(1, 128),
                        List.of(
                                layer(16 * 5 + 16, 16, 128), // 96
                                layer(0, 16, 64),
                                layer(16 * 32 * 5 + 32, 32, 64), // 2,592
                                layer(0, 32, 32),
                                layer(32 * 32 * 5 + 32, 32, 32), // 5,152
                                layer(0, 32, 16),
                                layer(0, 512),
                                layer(512 * 16 + 16, 16)), // 8,208; the encoder 16,048
                        List.of(
                                layer(16 * 512 + 512, 512), // 8,704
                                layer(0, 32, 16),
                                layer(0, 32, 32),
                                layer(32 * 32 * 5 + 32, 32, 32), // 5,152
                                layer(0, 32, 64),
                                layer(32 * 32 * 5 + 32, 32, 64), // 5,152
                                layer(0, 32, 128),
                                layer(32 * 16 * 5 + 16, 16, 128), // 2,576
                                layer(16 * 5 + 1, 1, 128)), // 81; the decoder 21,665
                        37_713),
                // 6: a code of 16 of MNIST, with each of three losses
                new Row("ae-mnist-mse", IMAGE, denseTo16(), denseFrom16(), 472_608),
                new Row("ae-mnist-bce", IMAGE, denseTo16(), denseFrom16(), 472_608),
                new Row("ae-mnist-ssim", IMAGE, denseTo16(), denseFrom16(), 472_608),
                // 8: a denoising autoencoder with the networks of 2
                new Row("denoising-mnist", IMAGE, convolutionsTo128(), from128(), 880_577));
    }

    // 420,352
    private static List<Layer> convolutionsTo128() {
        return List.of(
                layer(32 * 9 + 32, 32, 14, 14), // 320
                layer(32 * 64 * 9 + 64, 64, 7, 7), // 18,496
                layer(0, 3136),
                layer(3136 * 128 + 128, 128)); // 401,536
    }

    // 460,225
    private static List<Layer> from128() {
        return List.of(
                layer(128 * 3136 + 3136, 3136), // 404,544
                layer(0, 64, 7, 7),
                layer(64 * 64 * 9 + 64, 64, 14, 14), // 36,928
                layer(64 * 32 * 9 + 32, 32, 28, 28), // 18,464
                layer(32 * 9 + 1, 1, 28, 28)); // 289
    }

    // 92,672 and those of the code
    private static List<Layer> convolutionsTo2(Layer... code) {
        List<Layer> layers =
                new ArrayList<>(
                        List.of(
                                layer(32 * 9 + 32, 32, 16, 16), // 320
                                layer(32 * 64 * 9 + 64, 64, 8, 8), // 18,496
                                layer(64 * 128 * 9 + 128, 128, 4, 4), // 73,856
                                layer(0, 2048)));
        layers.addAll(List.of(code));
        return layers;
    }

    // 246,273
    private static List<Layer> from2() {
        return List.of(
                layer(2 * 2048 + 2048, 2048), // 6,144
                layer(0, 128, 4, 4),
                layer(128 * 128 * 9 + 128, 128, 8, 8), // 147,584
                layer(128 * 64 * 9 + 64, 64, 16, 16), // 73,792
                layer(64 * 32 * 9 + 32, 32, 32, 32), // 18,464
                layer(32 * 9 + 1, 1, 32, 32)); // 289
    }

    // 235,920
    private static List<Layer> denseTo16() {
        return List.of(
                layer(0, 784),
                layer(784 * 256 + 256, 256), // 200,960
                layer(256 * 128 + 128, 128), // 32,896
                layer(128 * 16 + 16, 16)); // 2,064
    }

    // 236,688
    private static List<Layer> denseFrom16() {
        return List.of(
                layer(16 * 128 + 128, 128), // 2,176
                layer(128 * 256 + 256, 256), // 33,024
                layer(256 * 784 + 784, 784), // 201,488
                layer(0, 1, 28, 28));
    }

    /** 7, the parts of any of them: encoder and decoder share nothing and leave nothing out. */
    @ParameterizedTest
    @MethodSource("systems")
    void layersAreThoseOfTheSystem(Row row) throws Exception {
        TrainingRecipe recipe = Recipes.read(row.recipe, Map.of());
        SampleFormat format =
                new SampleFormat(row.sample, recipe.data().padding(), Scaling.UnitInterval.BYTES);
        AutoencoderBlock block =
                new AutoencoderConfig(
                                format,
                                List.of(),
                                recipe.architecture(),
                                recipe.bottleneck(),
                                recipe.likelihood())
                        .newBlock();
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            assertEquals(row.encoder, encoderLayers(block));
            Shape code = new Shape(1, block.decoder().codeSize());
            Block decoder = block.decoder().getChildren().get(0).getValue();
            assertEquals(row.decoder, layers(decoder, code));
            assertEquals(row.parameters, parameters(block));
            assertEquals(row.parameters, parameters(block.encoder()) + parameters(block.decoder()));
        }
    }

    // The network's, then those of each head, which all see its features.
    private static List<Layer> encoderLayers(AutoencoderBlock block) {
        Shape sample = new Shape(1).addAll(block.encoder().sampleShape());
        List<Block> children = block.encoder().getChildren().values();
        List<Layer> layers = new ArrayList<>(layers(children.get(0), sample));
        Shape features = output(children.get(0), sample);
        for (Block head : children.subList(1, children.size())) {
            layers.addAll(layers(head, features));
        }
        return layers;
    }

    private static List<Layer> layers(Block block, Shape input) {
        if (block instanceof SequentialBlock) {
            List<Layer> layers = new ArrayList<>();
            Shape shape = input;
            for (Pair<String, Block> child : block.getChildren()) {
                layers.addAll(layers(child.getValue(), shape));
                shape = output(child.getValue(), shape);
            }
            return layers;
        }
        Shape output = output(block, input);
        long parameters = parameters(block);
        return parameters == 0 && output.equals(input)
                ? List.of()
                : List.of(new Layer(parameters, output.slice(1)));
    }

    private static Shape output(Block block, Shape input) {
        return block.getOutputShapes(new Shape[] {input})[0];
    }

    private static long parameters(Block block) {
        return block.getParameters().values().stream()
                .map(Parameter::getArray)
                .mapToLong(array -> array.size())
                .sum();
    }

    /** Where the system's source says how it is trained. */
    @ParameterizedTest
    @CsvSource({
        "ae-mnist, mnist, 50, 256",
        "ae-fashion-mnist, fashion-mnist, 10, 100",
        "vae-fashion-mnist, fashion-mnist, 10, 100"
    })
    @Tag("no-engine")
    void trainingIsThatOfTheSystem(String name, String data, int epochs, int batch)
            throws Exception {
        TrainingRecipe recipe = Recipes.read(name, Map.of());
        assertEquals(data, recipe.data().source());
        assertEquals(epochs, recipe.epochs());
        assertEquals(batch, recipe.batchSize());
        assertEquals(new Likelihood.Bernoulli(), recipe.likelihood());
        assertEquals(UpdateRule.Adam.class, recipe.optimizer().getClass());
    }

    @Test
    @Tag("no-engine")
    void lossesAreThoseOfTheSystems() throws Exception {
        Map<String, Likelihood> losses =
                Map.of(
                        "ae-series", new Likelihood.SquaredError(Activation.IDENTITY),
                        "ae-nab", new Likelihood.SquaredError(Activation.IDENTITY),
                        "ae-mnist-mse", new Likelihood.SquaredError(Activation.SIGMOID),
                        "ae-mnist-bce", new Likelihood.Bernoulli(),
                        "ae-mnist-ssim", new Likelihood.StructuralSimilarity());
        for (Map.Entry<String, Likelihood> loss : losses.entrySet()) {
            TrainingRecipe recipe = Recipes.read(loss.getKey(), Map.of());
            assertEquals(loss.getValue(), recipe.likelihood(), loss.getKey());
        }
    }
}
