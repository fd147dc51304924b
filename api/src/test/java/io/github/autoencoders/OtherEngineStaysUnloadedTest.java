package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.Dense;
import io.github.autoencoders.network.Architecture.Recurrent;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing of ours touches DJL's default engine, which is MXNet where it is on the class path: once
 * loaded, it would leave PyTorch with one thread. Shown in a process of its own, in which no engine
 * is set as the default.
 */
@Tag("no-engine")
class OtherEngineStaysUnloadedTest {

    private static final Path MAPS = Path.of("/proc/self/maps");

    /** Lists the native libraries of a process that used a model with one engine's arrays. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                SampleFormat images =
                        new SampleFormat(new Shape(1, 7, 6), 1, Scaling.UnitInterval.BYTES);
                for (Activation activation : Activation.values()) {
                    use(new Dense(List.of(5), activation), images, manager);
                    use(convolutional(activation), images, manager);
                }
                SampleFormat strings =
                        new SampleFormat(new Shape(1, 4), 0, new OneHot(List.of("", "a", "b")));
                for (Cell cell : Cell.values()) {
                    use(new Recurrent(cell, List.of(3, 2), Activation.TANH), strings, manager);
                }
            }
            Files.write(Path.of(arguments[0]), Files.readAllLines(MAPS));
        }

        private static Architecture convolutional(Activation activation) {
            List<ConvolutionalLayer> layers =
                    List.of(new ConvolutionalLayer(3, 3, 2), new ConvolutionalLayer(4, 2, 3));
            return new Convolutional(layers, activation, List.of(4), activation, 3);
        }

        // Builds, initializes, runs forward and backward.
        private static void use(Architecture architecture, SampleFormat format, NDManager manager) {
            AutoencoderConfig config =
                    new AutoencoderConfig(
                            format,
                            List.of(),
                            architecture,
                            new Bottleneck.Gaussian(2),
                            new Likelihood.Bernoulli());
            AutoencoderBlock block = config.newBlock();
            block.initialize(manager, DataType.FLOAT32, block.inputShape());
            for (Parameter parameter : block.getParameters().values()) {
                parameter.getArray().setRequiresGradient(true);
            }
            Shape batch = new Shape(3).addAll(format.shape());
            NDArray raw = manager.arange((int) batch.size()).toType(DataType.FLOAT32, false).mod(3);
            raw = raw.reshape(batch);
            NDList x = new NDList(config.format().toModel(raw));
            AutoencoderLoss loss = AutoencoderLoss.negativeElbo(config.likelihood());
            ParameterStore parameters = new ParameterStore(manager, false);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(loss.evaluate(x, block.forward(parameters, x, true)));
            }
            NDList output = block.forward(parameters, x, false);
            NDArray back = config.format().toRaw(config.likelihood().mean(output.head()));
            if (!back.getShape().equals(raw.getShape())) {
                throw new IllegalStateException("back has shape " + back.getShape());
            }
        }
    }

    @Test
    void onlyTheEngineOfTheArraysIsLoaded(@org.junit.jupiter.api.io.TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.exists(MAPS), "this system does not list a process's libraries");
        assumeTrue(Engine.hasEngine("MXNet"), "there is no other engine on the class path");
        Path libraries = folder.resolve("libraries.txt");
        List<String> options = List.of("-DOPT_OUT_TRACKING=true");
        JavaProgram.said(JavaProgram.of(options, Program.class, libraries.toString()));
        String loaded = Files.readString(libraries);
        assertTrue(loaded.contains("libtorch"), "PyTorch is loaded");
        assertFalse(loaded.contains("libmxnet"), "MXNet is not loaded");
    }
}
