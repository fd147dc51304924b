package io.github.autoencoders.program;

import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineProgramTest {

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
    void outputsAreThoseOfTheFormula() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                EngineProgram program = EngineProgram.of(graph(), Placement.ofDefault())) {
            NDArray x = manager.create(new float[] {1, 2, -1, 3}, new Shape(2, 2));
            NDArray weight = manager.create(new float[] {1, 0, 0, 1, -1, -1}, new Shape(3, 2));
            for (int call = 0; call < 4; call++) {
                NDArray sum = program.run(new NDList(x, weight)).singletonOrThrow();
                // 1 + 4 + 0 of (1, 2); 0 + 9 + 0 of (-1, 3)
                assertArrayEquals(new float[] {5, 9}, sum.toFloatArray(), 0);
            }
        }
    }

    @Test
    void takesBatchesOfAnySize() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                EngineProgram program = EngineProgram.of(graph(), Placement.ofDefault())) {
            NDArray weight = manager.ones(new Shape(3, 2));
            for (int batch : new int[] {4, 4, 4, 1, 7, 4}) {
                NDArray x = manager.ones(new Shape(batch, 2));
                NDArray sum = program.run(new NDList(x, weight)).singletonOrThrow();
                assertEquals(manager.full(new Shape(batch), 12f), sum); // 3 times (1 + 1)^2
            }
        }
    }

    @Test
    void leavesNoFile() throws IOException {
        long before = temporaryFolders();
        EngineProgram.of(graph(), Placement.ofDefault()).close();
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
                        IllegalArgumentException.class, () -> EngineProgram.of(graph(), place));
        assertEquals(
                "engine must be one of PyTorch, MXNet for a program, but is OnnxRuntime",
                e.getMessage());
    }
}
