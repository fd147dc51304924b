package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.convolutional;
import static io.github.autoencoders.zoo.TinyModels.engine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.Decoder;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.program.AdamProgram;
import io.github.autoencoders.program.AdamState;
import io.github.autoencoders.program.AdamStepProgram;
import io.github.autoencoders.program.LossGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoders by the engine's own program beside those by blocks. */
class DecoderProgramTest {

    private final NDManager manager = NDManager.newBaseManager(engine());

    @TempDir private Path folder;

    private TrainedAutoencoder open() throws Exception {
        return TrainedAutoencoder.of(
                TinyModels.write(folder.resolve("model"), convolutional()), Placement.of(engine()));
    }

    private static Decoder decoder(TrainedAutoencoder model) {
        return ((AutoencoderBlock) model.block(Part.WHOLE)).decoder();
    }

    private NDList inputs(int batch) {
        NDArray labels = manager.zeros(new Shape(batch, 2));
        labels.set(new NDIndex(":, 1"), 1);
        return new NDList(manager.randomNormal(new Shape(batch, 3)), labels);
    }

    private float[] decoded(Decoder decoder, NDList inputs) {
        NDList made = decoder.forward(new ParameterStore(manager, false), inputs, false);
        return made.singletonOrThrow().toFloatArray();
    }

    private float[] ofBlocks(Decoder decoder, NDList inputs) {
        NDList made =
                decoder.getChildren()
                        .get("01network")
                        .forward(
                                new ParameterStore(manager, false),
                                new NDList(decoder.joined(inputs)),
                                false);
        return made.singletonOrThrow().toFloatArray();
    }

    /** Of any batch, from the first call on the same bits, and to rounding those of blocks. */
    @Test
    void aProgramDecodesAsBlocksDo() throws Exception {
        try (TrainedAutoencoder model = open();
                manager) {
            Decoder decoder = decoder(model);
            for (int batch : List.of(1, 7, 300)) {
                NDList inputs = inputs(batch);
                float[] first = decoded(decoder, inputs);
                for (int call = 0; call < 4; call++) {
                    assertArrayEquals(first, decoded(decoder, inputs), 0);
                }
                assertArrayEquals(ofBlocks(decoder, inputs), first, 1e-5f); // of about 0.3
            }
        }
    }

    /** What PyTorch would take for members of something. */
    @Test
    void inputsMayHaveAnyNames() throws Exception {
        try (TrainedAutoencoder model = open();
                manager) {
            NDList inputs = inputs(3);
            float[] expected = decoded(decoder(model), inputs);
            inputs.get(0).setName("code.mean");
            inputs.get(1).setName("labels[]");
            assertArrayEquals(expected, decoded(decoder(model), inputs), 0);
        }
    }

    @Test
    void aModelIsExportedAfterItWasUsedToo() throws Exception {
        try (TrainedAutoencoder model = open()) {
            Export export = Export.DECODER;
            byte[] before = model.toOnnx(export).bytes();
            model.decode(new float[][] {{1, 2, 3}}, List.of("cat"));
            assertArrayEquals(before, model.toOnnx(export).bytes());
        }
    }

    @Test
    void parametersThatChangeAreThoseThatDecode() throws Exception {
        try (TrainedAutoencoder model = open();
                manager) {
            NDList inputs = inputs(2);
            float[] before = decoded(decoder(model), inputs);
            NDArray weight = decoder(model).getParameters().get(0).getValue().getArray();
            weight.setRequiresGradient(false);
            weight.muli(3);
            float[] after = decoded(decoder(model), inputs);
            assertFalse(Arrays.equals(before, after));
        }
    }

    /** What increases each value of an array: no unit dies. */
    private interface Update {

        void of(NDArray array) throws IOException;
    }

    // PyTorch itself counts neither among what changes an array.
    private void assertDecodesWhatWasUpdated(Update update) throws Exception {
        assumeTrue(AdamProgram.isKnownTo(engine()));
        try (TrainedAutoencoder model = open();
                manager) {
            Decoder decoder = decoder(model);
            NDList inputs = inputs(2);
            for (Parameter parameter : decoder.getParameters().values()) {
                float[] before = decoded(decoder, inputs);
                NDArray array = parameter.getArray();
                array.setRequiresGradient(false);
                update.of(array);
                assertFalse(Arrays.equals(before, decoded(decoder, inputs)), parameter::getName);
            }
        }
    }

    @Test
    void parametersThatOneCallUpdatesAreThoseThatDecode() throws Exception {
        assertDecodesWhatWasUpdated(
                array -> {
                    try (AdamProgram adam = AdamProgram.of(1, 0.9, 0.999, Placement.of(engine()))) {
                        NDList gradients = new NDList(array.onesLike().neg());
                        adam.update(new NDList(array), gradients, anew(array));
                    }
                });
    }

    @Test
    void parametersThatAStepUpdatesAreThoseThatDecode() throws Exception {
        assertDecodesWhatWasUpdated(
                array -> {
                    try (AdamStepProgram step =
                            AdamStepProgram.of(
                                            negativeSum(array.getShape()),
                                            0.9,
                                            0.999,
                                            Placement.of(engine()),
                                            1)
                                    .orElseThrow()) {
                        NDList arrays = new NDList(manager.zeros(new Shape(1)), array);
                        step.step(arrays, anew(array));
                    }
                });
    }

    private static AdamState anew(NDArray array) {
        NDList moments = new NDList(array.zerosLike());
        NDList squares = new NDList(array.zerosLike());
        return new AdamState(moments, squares, 1, 0.1, 1e-8);
    }

    private static LossGraph negativeSum(Shape shape) {
        Graph.Value batch = value("batch", new Sizes(List.of(Size.ofBatch(1))));
        Graph.Value parameter = value("parameter", Sizes.of(shape));
        Graph.Value sum = value("sum", new Sizes(List.of()));
        Graph.Value loss = value("loss", sum.sizes());
        List<Integer> axes = IntStream.range(0, shape.dimension()).boxed().toList();
        Operator all = new Operator.Reduction(Operator.Statistic.SUM, axes, false);
        return new LossGraph(
                new Graph(
                        List.of(new Graph.Input(batch, Graph.Source.CALLER)),
                        List.of(parameter),
                        List.of(),
                        List.of(
                                new Graph.Operation(all, List.of("parameter"), sum),
                                new Graph.Operation(Operator.Unary.NEGATE, List.of("sum"), loss)),
                        List.of(new Graph.Output("loss", "loss"))),
                "loss",
                List.of("parameter"));
    }

    private static Graph.Value value(String name, Sizes sizes) {
        return new Graph.Value(name, sizes, DataType.FLOAT32);
    }

    /** Each sees the parameters as they are, though all begin with copies that are old. */
    @Test
    void threadsDecodeWhatHasChangedAtOnce() throws Exception {
        assumeTrue(engine().equals("PyTorch")); // others' callers wait for each other
        try (TrainedAutoencoder model = open();
                manager) {
            Decoder decoder = decoder(model);
            NDList inputs = inputs(2);
            for (int change = 0; change < 5; change++) {
                for (Parameter parameter : decoder.getParameters().values()) {
                    parameter.getArray().setRequiresGradient(false);
                    parameter.getArray().muli(1.1);
                }
                List<float[]> made =
                        IntStream.range(0, 16)
                                .parallel()
                                .mapToObj(i -> decoded(decoder, inputs))
                                .toList();
                float[] expected = ofBlocks(decoder, inputs);
                made.forEach(each -> assertArrayEquals(expected, each, 1e-5f)); // of about 0.3
            }
        }
    }

    @Test
    void anotherWayIsGoneWhereItCanBe() throws Exception {
        try (TrainedAutoencoder model = open();
                manager) {
            Decoder decoder = decoder(model);
            NDList inputs = inputs(1);
            float[] expected = decoded(decoder, inputs);
            AtomicInteger asked = new AtomicInteger();
            decoder.shorten(
                    (parameters, given) -> {
                        asked.incrementAndGet();
                        return Optional.empty();
                    });
            assertArrayEquals(expected, decoded(decoder, inputs), 1e-5f);
            assertEquals(1, asked.get());
        }
    }
}
