package io.github.autoencoders.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private static AutoencoderBlock vae(NDManager manager) {
        AutoencoderBlock block =
                new AutoencoderConfig(
                                new SampleFormat(new Shape(6), 0, new Scaling.UnitInterval(0, 1)),
                                List.of(),
                                new Architecture.Dense(List.of(4), Activation.RELU),
                                new Bottleneck.Gaussian(2),
                                new Likelihood.Bernoulli())
                        .newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
        return block;
    }

    // Of one array, [B, 6].
    private static Graph graph(UnaryOperator<NDArray> computation, boolean training) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return new Recording(
                            vae(manager),
                            List.of(Recording.Given.ofSamples("x", new Shape(6))),
                            training)
                    .of(
                            manager,
                            (parameters, inputs) -> {
                                PairList<String, NDArray> outputs = new PairList<>();
                                outputs.add("y", computation.apply(inputs.head()));
                                return outputs;
                            });
        }
    }

    private static void assertRefuses(String message, UnaryOperator<NDArray> computation) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> graph(computation, false));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aGraphPrintsWhatIsComputed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    """
                    input x [B, 6]
                    parameter encoder.network.linear2.weight [4, 6]
                    parameter encoder.network.linear2.bias [4]
                    parameter encoder.mean.weight [2, 4]
                    parameter encoder.mean.bias [2]
                    parameter encoder.logVariance.weight [2, 4]
                    parameter encoder.logVariance.bias [2]
                    linear [B, 4] = Linear(x, encoder.network.linear2.weight, encoder.network.linear2.bias)
                    relu [B, 4] = relu(linear)
                    mean [B, 2] = Linear(relu, encoder.mean.weight, encoder.mean.bias)
                    logVariance [B, 2] = Linear(relu, encoder.logVariance.weight, encoder.logVariance.bias)
                    output mean: mean [B, 2]
                    output logVariance: logVariance [B, 2]\
                    """,
                    ModelGraphs.of(vae(manager), manager).encoder().toString());
        }
    }

    @Test
    void sizesOfTheBatchStayOpen() {
        Graph graph = graph(x -> x.reshape(x.getShape().get(0) * 2, 3).sum(new int[] {1}), false);
        assertEquals("[2B]", graph.value(graph.outputs().get(0)).sizes().toString());
    }

    @Test
    void whatWasComputedBeforeIsNotComputedAgain() {
        Graph graph = graph(x -> x.exp().add(x.exp()), false);
        assertEquals(
                "exp [B, 6] = exp(x), y [B, 6] = add(exp, exp)",
                String.join(", ", graph.operations().stream().map(Object::toString).toList()));
    }

    @Test
    void aScaledArrayIsOneProductWithANumber() {
        Graph graph = graph(x -> Scaled.by(2, x), true);
        assertEquals(
                "y [B, 6] = multiply(x, %s)".formatted(graph.constants().get(0).value().name()),
                graph.operations().get(0).toString());
        assertEquals(1, graph.operations().size());
    }

    @Test
    void gradientsAreStoppedWhereTheyAreTakenOnly() {
        UnaryOperator<NDArray> bounded =
                x -> x.stopGradient().clip(0, 1).add(x.sub(x.stopGradient()));
        assertEquals(1, graph(bounded, false).operations().size());
        assertEquals(4, graph(bounded, true).operations().size());
    }

    @Test
    void randomNumbersBecomeInputs() {
        Graph graph =
                graph(
                        x ->
                                x.add(
                                        x.getManager()
                                                .randomNormal(
                                                        0,
                                                        1,
                                                        x.getShape(),
                                                        x.getDataType(),
                                                        x.getDevice())),
                        false);
        assertEquals("noise [B, 6] from N(0, 1)", graph.inputs().get(1).toString());
    }

    @Test
    void whatNoGraphHasIsRefused() {
        assertRefuses(
                "computation must be made of operations that a graph has, but calls erfinv",
                NDArray::erfinv);
        assertRefuses(
                "computation must not look at the values of arrays, but calls getFloat",
                x -> x.add(x.getFloat(0, 0)));
        assertRefuses(
                "computation must be the same for batches of any size, but a constant of [] is"
                        + " [0.5] for one and [0.3333333432674408] for another",
                x -> Scaled.by(1.0 / x.getShape().get(0), x));
    }

    @Test
    void aPenaltyThatChangesByTheStepIsRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Regularizer rising = new Regularizer.CapacityKl(new Schedule.LinearWarmup(5, 100));
            ModelGraphs.Terms terms =
                    new ModelGraphs.Terms(
                            new Likelihood.Bernoulli(), rising, new Reduction.Sum(), 10, false);
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ModelGraphs.of(vae(manager), manager).loss(terms));
            assertEquals(
                    "regularizer must be the same at each step for a graph, but is " + rising,
                    e.getMessage());
        }
    }
}
