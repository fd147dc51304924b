package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.graph.Sizes;
import io.github.autoencoders.testing.DirectConvolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchPixelBlocksTest {

    private static final int CHANNELS = 5;

    private static Sizes weight(long filters, long height, long width) {
        return Sizes.of(new Shape(filters, CHANNELS, height, width));
    }

    private static Sizes images(long filters, long height, long width) {
        return new Sizes(
                List.of(Size.ofBatch(1), Size.of(filters), Size.of(height), Size.of(width)));
    }

    private static Operator.Convolution convolution(List<Long> padding) {
        List<Long> one = List.of(1L, 1L);
        return new Operator.Convolution(one, padding, one, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 12, 3, 3, true", // blocks of 4
        "1, 4, 4, 5, 5, false",
        "1, 6, 4, 3, 5, true", // of 2
        "3, 6, 10, 3, 3, true",
        "4, 2, 2, 3, 3, true",
        "1, 7, 8, 3, 3, true", // of none
        "5, 8, 8, 3, 3, true"
    })
    void makeTheSameImages(int filters, int h, int w, int kh, int kw, boolean biased)
            throws IOException {
        List<Long> padding = List.of(kh / 2L, kw / 2L);
        Graph graph =
                new Graph(
                        List.of(
                                new Graph.Input(
                                        new Graph.Value(
                                                "x", images(CHANNELS, h, w), DataType.FLOAT32),
                                        Graph.Source.CALLER)),
                        biased
                                ? List.of(
                                        new Graph.Value(
                                                "w", weight(filters, kh, kw), DataType.FLOAT32),
                                        value("b", Size.of(filters)))
                                : List.of(
                                        new Graph.Value(
                                                "w", weight(filters, kh, kw), DataType.FLOAT32)),
                        List.of(),
                        List.of(
                                new Graph.Operation(
                                        convolution(padding),
                                        biased ? List.of("x", "w", "b") : List.of("x", "w"),
                                        new Graph.Value(
                                                "y", images(filters, h, w), DataType.FLOAT32))),
                        List.of(new Graph.Output("y", "y")));
        try (NDManager manager = NDManager.newBaseManager();
                EngineProgram program = EngineProgram.of(graph, Placement.ofDefault())) {
            manager.getEngine().setRandomSeed(5);
            NDArray weights = manager.randomNormal(new Shape(filters, CHANNELS, kh, kw));
            NDArray bias = manager.randomNormal(new Shape(filters)).mul(biased ? 1 : 0);
            for (int batch : new int[] {1, 3, 2}) {
                NDArray x = manager.randomNormal(new Shape(batch, CHANNELS, h, w));
                NDList given = new NDList(x, weights);
                if (biased) {
                    given.add(bias);
                }
                NDArray made = program.run(given).singletonOrThrow();
                assertEquals(new Shape(batch, filters, h, w), made.getShape());
                double[] y = DirectConvolution.of(x, weights, bias, padding);
                double[] actual = made.toType(DataType.FLOAT64, true).toDoubleArray();
                assertClose(y, actual, 1e-6, "batch of " + batch);
                weights.muli(0.5f); // copies of weights are made anew
                bias.muli(2);
            }
        }
    }

    /** Each parameter is packed once, and these filters are of the size of the images. */
    @Test
    @Tag("no-engine")
    void areOfFiltersThatAreUsedOnce() {
        assertTrue(linesOf(1).contains("pixel_shuffle"));
        assertFalse(linesOf(2).contains("pixel_shuffle"));
    }

    private static String linesOf(int convolutions) {
        Sizes image = new Sizes(List.of(Size.ofBatch(1), Size.of(1), Size.of(8), Size.of(8)));
        List<Graph.Operation> operations = new ArrayList<>();
        for (int i = 0; i < convolutions; i++) {
            operations.add(
                    new Graph.Operation(
                            convolution(List.of(1L, 1L)),
                            List.of("y" + i, "w"),
                            new Graph.Value("y" + (i + 1), image, DataType.FLOAT32)));
        }
        Graph graph =
                new Graph(
                        List.of(
                                new Graph.Input(
                                        new Graph.Value("y0", image, DataType.FLOAT32),
                                        Graph.Source.CALLER)),
                        List.of(value("w", Size.of(1), Size.of(1), Size.of(3), Size.of(3))),
                        List.of(),
                        operations,
                        List.of(new Graph.Output("y", "y" + convolutions)));
        Map<String, Term> given = TorchScript.arguments(graph);
        TorchForm form = new TorchForm(graph, given, true, DenseLayers.NONE);
        TorchScript.outputs(graph, form, given);
        return String.join("\n", form.lines());
    }
}
