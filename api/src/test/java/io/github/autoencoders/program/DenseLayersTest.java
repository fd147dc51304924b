package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DenseLayersTest {

    private static final int BATCH = 80;
    private static final int IN = 512;
    private static final int OUT = 256;
    private static final DenseLayers LARGE = new DenseLayers(BATCH);

    private static Graph.Value weight(int out, int in) {
        return value("weight", Size.of(out), Size.of(in));
    }

    private static Graph.Value result(int out) {
        return value("y", Size.ofBatch(1), Size.of(out));
    }

    private static Graph graph() {
        return new Graph(
                List.of(
                        new Graph.Input(
                                value("x", Size.ofBatch(1), Size.of(IN)), Graph.Source.CALLER)),
                List.of(weight(OUT, IN), value("bias", Size.of(OUT))),
                List.of(),
                List.of(
                        new Graph.Operation(
                                new Operator.Linear(), List.of("x", "weight", "bias"), result(OUT)),
                        new Graph.Operation(
                                Operator.Unary.RELU,
                                List.of("y"),
                                value("relu", Size.ofBatch(1), Size.of(OUT)))),
                List.of(new Graph.Output("relu", "relu")));
    }

    private static LoadedGraph load() throws IOException {
        Placement place = Placement.ofDefault();
        return place.engine().equals("PyTorch")
                ? TorchScript.load(graph(), place, LARGE)
                : SymbolProgram.load(graph(), place);
    }

    // With y = x w' + b and L the sum of relu(y)^2 / 2, of which the gradients are relu(y)' x, and
    // the sum of the rows of relu(y).
    @Test
    void computeProductsAndGradientsOfAnyBatch() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                LoadedGraph loaded = load()) {
            manager.getEngine().setRandomSeed(3);
            for (int batch : new int[] {BATCH, BATCH, BATCH, 1, 7, BATCH}) {
                NDArray x = manager.randomNormal(new Shape(batch, IN));
                NDArray weight = manager.randomNormal(new Shape(OUT, IN)).mul(0.1f);
                NDArray bias = manager.randomNormal(new Shape(OUT));
                weight.setRequiresGradient(true);
                bias.setRequiresGradient(true);
                try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                    NDArray relu = loaded.run(new NDList(x, weight, bias), true).singletonOrThrow();
                    collector.backward(relu.square().sum().div(2));
                }
                NDArray expected =
                        x.matMul(weight.stopGradient().transpose())
                                .add(bias.stopGradient())
                                .maximum(0);
                NDArray actual = loaded.run(new NDList(x, weight, bias), false).singletonOrThrow();
                assertClose(expected, actual, 1e-5, "outputs");
                assertClose(
                        expected.transpose().matMul(x), weight.getGradient(), 1e-5, "of weights");
                assertClose(expected.sum(new int[] {0}), bias.getGradient(), 1e-5, "of the bias");
            }
        }
    }

    // The sum of the squares of what the second of two layers makes, with a rectifier between them.
    private static LossGraph squaresOfTwo() {
        Size batch = Size.ofBatch(1);
        Graph first = graph();
        List<Graph.Operation> operations = new ArrayList<>(first.operations());
        Graph.Value made = value("made", batch, Size.of(IN));
        operations.add(
                new Graph.Operation(
                        new Operator.Linear(), List.of("relu", "weight2", "bias2"), made));
        operations.add(
                new Graph.Operation(
                        Operator.Unary.SQUARE,
                        List.of("made"),
                        value("squares", batch, Size.of(IN))));
        operations.add(
                new Graph.Operation(
                        new Operator.Reduction(Operator.Statistic.SUM, List.of(0, 1), false),
                        List.of("squares"),
                        value("total")));
        List<Graph.Value> parameters = new ArrayList<>(first.parameters());
        parameters.add(value("weight2", Size.of(IN), Size.of(OUT)));
        parameters.add(value("bias2", Size.of(IN)));
        return new LossGraph(
                new Graph(
                        first.inputs(),
                        parameters,
                        List.of(),
                        operations,
                        List.of(new Graph.Output("total", "total"))),
                "total",
                parameters.stream().map(Graph.Value::name).toList());
    }

    // With h = relu(x w' + b), y = h w2' + b2 and L the sum of y^2, whose gradient is 2 y of y, and
    // 2 y w2 of h where that is above 0.
    @Test
    void aRectifierBetweenTwoOverwritesWhatTheyMade() throws IOException {
        Placement place = Placement.ofDefault();
        assumeTrue(place.engine().equals("PyTorch")); // others have no such layers
        int batch = 100; // 25,600 values go into the second
        String code =
                TorchScript.differentiated(squaresOfTwo(), new DenseLayers(batch), true)
                        .orElseThrow()
                        .code();
        assertEquals(2, code.lines().filter(line -> line.contains("conv2d(")).count(), code);
        assertTrue(code.contains("torch.relu_("), code);
        assertTrue(
                code.lines()
                        .filter(line -> line.contains("threshold_backward("))
                        .allMatch(line -> line.contains("grad_input=")),
                code);
        try (NDManager manager = NDManager.newBaseManager();
                Model program = TorchScript.load(code, place)) {
            manager.getEngine().setRandomSeed(3);
            for (int call = 0; call < 4; call++) {
                NDArray x = manager.randomNormal(new Shape(batch, IN));
                NDArray weight = manager.randomNormal(new Shape(OUT, IN)).mul(0.1f);
                NDArray bias = manager.randomNormal(new Shape(OUT));
                NDArray weight2 = manager.randomNormal(new Shape(IN, OUT)).mul(0.1f);
                NDArray bias2 = manager.randomNormal(new Shape(IN));
                NDArray h = x.matMul(weight.transpose()).add(bias).maximum(0);
                NDArray y = h.matMul(weight2.transpose()).add(bias2);
                NDArray ofY = y.mul(2);
                NDArray ofH = ofY.matMul(weight2).mul(h.gt(0).toType(DataType.FLOAT32, false));
                List<NDArray> expected =
                        List.of(
                                y.square().sum(),
                                ofH.transpose().matMul(x),
                                ofH.sum(new int[] {0}),
                                ofY.transpose().matMul(h),
                                ofY.sum(new int[] {0}));
                NDList given = new NDList(x, weight, bias, weight2, bias2);
                NDList made = LoadedGraph.forward(program, given, false);
                for (int i = 0; i < expected.size(); i++) {
                    assertClose(expected.get(i), made.get(i), 1e-5, "array " + i);
                }
            }
        }
    }

    @Test
    @Tag("no-engine")
    void areConvolutionsWhereTheyAreLarge() {
        assertTrue(TorchScript.code(graph(), LARGE).contains("conv2d"));
        assertFalse(TorchScript.code(graph(), DenseLayers.NONE).contains("conv2d"));
        assertTrue(
                new DenseLayers(256)
                        .areConvolutions(weight(128, 784).sizes(), result(128).sizes()));
        assertFalse(
                new DenseLayers(64).areConvolutions(weight(128, 784).sizes(), result(128).sizes()));
        // 12,845,056 products, but 16,384 values go in
        assertFalse(
                new DenseLayers(256).areConvolutions(weight(784, 64).sizes(), result(784).sizes()));
        // Each of 10 windows of a sample is a row.
        Sizes windows = new Sizes(List.of(Size.ofBatch(1), Size.of(10), Size.of(128)));
        assertTrue(new DenseLayers(64).areConvolutions(weight(128, 784).sizes(), windows));
    }

    private static Processor described(String... lines) {
        return Processor.of("processor\t: 0\n" + String.join("\n", lines));
    }

    @Test
    @Tag("no-engine")
    void areConvolutionsWhereMklLeavesWideVectorsUnused() {
        Processor zen5 =
                described("vendor_id\t: AuthenticAMD", "flags\t\t: sse avx512f fma sse", "");
        Processor zen3 = described("vendor_id\t: AuthenticAMD", "flags\t\t: sse avx2 fma");
        Processor xeon = described("vendor_id\t: GenuineIntel", "flags\t\t: sse avx512f fma");
        Processor graviton = described("Features\t: fp asimd");
        assertEquals(new DenseLayers(256), DenseLayers.on(zen5, 256));
        for (Processor other : List.of(zen3, xeon, graviton, Processor.of(""))) {
            assertEquals(DenseLayers.NONE, DenseLayers.on(other, 256));
        }
    }
}
