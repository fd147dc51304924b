package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineProgramTest {

    private static Graph.Value value(String name, Size... sizes) {
        return new Graph.Value(name, new Sizes(List.of(sizes)), DataType.FLOAT32);
    }

    // The sum of the squares of relu(x W^T) for each sample.
    private static Graph graph() {
        Size batch = Size.ofBatch(1);
        return new Graph(
                List.of(new Graph.Input(value("x", batch, Size.of(2)), Graph.Source.CALLER)),
                List.of(value("layer.weight", Size.of(3), Size.of(2))),
                List.of(),
                List.of(
                        new Graph.Operation(
                                new Operator.Linear(),
                                List.of("x", "layer.weight"),
                                value("linear", batch, Size.of(3))),
                        new Graph.Operation(
                                Operator.Unary.RELU,
                                List.of("linear"),
                                value("relu", batch, Size.of(3))),
                        new Graph.Operation(
                                Operator.Unary.SQUARE,
                                List.of("relu"),
                                value("square", batch, Size.of(3))),
                        new Graph.Operation(
                                new Operator.Reduction(Operator.Statistic.SUM, List.of(1), false),
                                List.of("square"),
                                value("sum", batch))),
                List.of(new Graph.Output("sum", "sum")));
    }

    @Test
    void outputsAndGradientsAreThoseOfTheFormula() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                EngineProgram program = EngineProgram.of(graph(), Placement.ofDefault(), 2)) {
            NDArray x = manager.create(new float[] {1, 2, -1, 3}, new Shape(2, 2));
            for (int call = 0; call < 4; call++) {
                NDArray weight = manager.create(new float[] {1, 0, 0, 1, -1, -1}, new Shape(3, 2));
                weight.setRequiresGradient(true);
                try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                    NDArray sum = program.run(new NDList(x, weight)).singletonOrThrow();
                    // 1 + 4 + 0 of (1, 2); 0 + 9 + 0 of (-1, 3)
                    assertArrayEquals(new float[] {5, 9}, sum.toFloatArray(), 0);
                    collector.backward(sum);
                }
                // 2 relu(w x) x of each sample: row 1 of (1, 2), row 2 of both, row 3 of none
                assertArrayEquals(
                        new float[] {2, 4, 4 - 6, 8 + 18, 0, 0},
                        weight.getGradient().toFloatArray(),
                        0);
            }
        }
    }

    @Test
    void takesBatchesOfAnySize() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                EngineProgram program = EngineProgram.of(graph(), Placement.ofDefault(), 2)) {
            NDArray weight = manager.ones(new Shape(3, 2));
            for (int batch : new int[] {4, 4, 4, 1, 7, 4}) {
                NDArray x = manager.ones(new Shape(batch, 2));
                NDArray sum = program.run(new NDList(x, weight)).singletonOrThrow();
                assertEquals(manager.full(new Shape(batch), 12f), sum); // 3 times (1 + 1)^2
            }
        }
    }

    // log(1 + e^l) - x l, of which x is an input or is computed from one.
    private static Graph crossEntropy(boolean ofInput) {
        Size batch = Size.ofBatch(1);
        Size two = Size.of(2);
        String x = ofInput ? "x" : "negative";
        return new Graph(
                List.of(
                        new Graph.Input(value("x", batch, two), Graph.Source.CALLER),
                        new Graph.Input(value("l", batch, two), Graph.Source.CALLER)),
                List.of(),
                List.of(),
                List.of(
                        new Graph.Operation(
                                Operator.Unary.NEGATE, List.of("x"), value("negative", batch, two)),
                        new Graph.Operation(
                                Operator.Unary.SOFT_PLUS,
                                List.of("l"),
                                value("softPlus", batch, two)),
                        new Graph.Operation(
                                Operator.Binary.MULTIPLY,
                                List.of(x, "l"),
                                value("product", batch, two)),
                        new Graph.Operation(
                                Operator.Binary.SUBTRACT,
                                List.of("softPlus", "product"),
                                value("terms", batch, two))),
                List.of(new Graph.Output("terms", "terms")));
    }

    @Test
    void crossEntropiesOfLogitsAreThoseOfTheFormula() throws IOException {
        assertTrue(
                TorchScript.code(crossEntropy(true), DenseLayers.NONE)
                        .contains("binary_cross_entropy"));
        assertFalse(
                TorchScript.code(crossEntropy(false), DenseLayers.NONE)
                        .contains("binary_cross_entropy"));
        float[] x = {0, 1, 0.25f, 1, 0, 0.5f};
        float[] l = {-3, 0.5f, 2, 40, -40, 0};
        for (boolean ofInput : new boolean[] {true, false}) {
            double[] terms = new double[6];
            double[] gradient = new double[6]; // of the sum: the probability, less x
            for (int i = 0; i < 6; i++) {
                double seen = ofInput ? x[i] : -x[i];
                double p = 1 / (1 + Math.exp(-l[i]));
                terms[i] = Math.log1p(Math.exp(l[i])) - seen * l[i];
                gradient[i] = p - seen;
            }
            try (NDManager manager = NDManager.newBaseManager();
                    EngineProgram program =
                            EngineProgram.of(crossEntropy(ofInput), Placement.ofDefault(), 3)) {
                for (int call = 0; call < 4; call++) {
                    NDArray logits = manager.create(l, new Shape(3, 2));
                    logits.setRequiresGradient(true);
                    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                        NDArray made =
                                program.run(new NDList(manager.create(x, new Shape(3, 2)), logits))
                                        .singletonOrThrow();
                        assertClose(terms, doubles(made), 1e-6, "terms");
                        collector.backward(made.sum());
                    }
                    assertClose(gradient, doubles(logits.getGradient()), 1e-6, "gradient");
                }
            }
        }
    }

    @Test
    void leavesNoFile() throws IOException {
        long before = temporaryFolders();
        EngineProgram.of(graph(), Placement.ofDefault(), 2).close();
        assertEquals(before, temporaryFolders());
    }

    private static long temporaryFolders() throws IOException {
        String ours = ProgramFolder.NAME + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(ours)).count();
        }
    }

    @Test
    void refusesAnEngineWithoutPrograms() {
        assertFalse(EngineProgram.isKnownTo(Placement.ONNX_RUNTIME));
        Placement place = new Placement(Placement.ONNX_RUNTIME, Device.cpu());
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> EngineProgram.of(graph(), place, 2));
        assertEquals(
                "engine must be one of PyTorch, MXNet for a program, but is OnnxRuntime",
                e.getMessage());
    }
}
