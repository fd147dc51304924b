package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static io.github.autoencoders.testing.GraphParts.operation;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Statistic;
import io.github.autoencoders.graph.Operator.Unary;
import io.github.autoencoders.graph.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossProgramTest {

    private static final Size B = Size.ofBatch(1);

    private static LossGraph loss(Graph graph, String... learnt) {
        return new LossGraph(graph, "total", List.of(learnt));
    }

    private static Operator sum(Integer... axes) {
        return new Operator.Reduction(Statistic.SUM, List.of(axes), false);
    }

    // The sum of the squares of relu(x W^T), and a parameter that it does not depend on.
    private static Graph squares() {
        Size three = Size.of(3);
        return new Graph(
                List.of(new Graph.Input(value("x", B, Size.of(2)), Graph.Source.CALLER)),
                List.of(value("idle", Size.of(2)), value("weight", three, Size.of(2))),
                List.of(),
                List.of(
                        operation(new Operator.Linear(), value("linear", B, three), "x", "weight"),
                        operation(Unary.RELU, value("relu", B, three), "linear"),
                        operation(Unary.SQUARE, value("square", B, three), "relu"),
                        operation(sum(1), value("sum", B), "square"),
                        operation(sum(0), value("total"), "sum")),
                List.of(new Graph.Output("sum", "sum"), new Graph.Output("total", "total")));
    }

    @Test
    void gradientsAreThoseOfTheFormula() throws IOException {
        Placement place = Placement.ofDefault();
        try (NDManager manager = NDManager.newBaseManager();
                LossProgram program = LossProgram.of(loss(squares(), "weight", "idle"), place, 2)) {
            assertEquals(place.engine().equals("PyTorch"), program.hasGradients());
            NDArray x = manager.create(new float[] {1, 2, -1, 3}, new Shape(2, 2));
            for (int call = 0; call < 4; call++) {
                NDArray idle = manager.ones(new Shape(2));
                NDArray weight = manager.create(new float[] {1, 0, 0, 1, -1, -1}, new Shape(3, 2));
                idle.setRequiresGradient(true);
                weight.setRequiresGradient(true);
                LossProgram.Result made = program.run(new NDList(x, idle, weight));
                // 1 + 4 + 0 of (1, 2); 0 + 9 + 0 of (-1, 3)
                assertArrayEquals(new float[] {5, 9}, made.outputs().get(0).toFloatArray(), 0);
                // 2 relu(w x) x of each sample: row 1 of (1, 2), row 2 of both, row 3 of none
                assertArrayEquals(
                        new float[] {2, 4, 4 - 6, 8 + 18, 0, 0},
                        made.gradients().get(0).toFloatArray(),
                        0);
                assertArrayEquals(new float[2], made.gradients().get(1).toFloatArray(), 0);
            }
        }
    }

    // The mean over the batch of weight times the sum of log(1 + e^l) - x l, where l is the
    // parameter.
    private static Graph crossEntropy(int samples, int values, boolean isSummed) {
        Size[] all = {Size.of(samples), Size.of(values)};
        List<Graph.Operation> operations =
                new ArrayList<>(
                        List.of(
                                operation(Unary.SOFT_PLUS, value("softPlus", all), "l"),
                                operation(Binary.MULTIPLY, value("product", all), "x", "l"),
                                operation(
                                        Binary.SUBTRACT,
                                        value("terms", all),
                                        "softPlus",
                                        "product")));
        if (isSummed) {
            Size[] each = {Size.of(samples)};
            operations.add(operation(sum(1), value("sums", each), "terms"));
            operations.add(operation(Binary.MULTIPLY, value("weighed", each), "sums", "weights"));
            operations.add(operation(sum(0), value("total"), "weighed"));
        } else {
            operations.add(operation(sum(0, 1), value("total"), "terms"));
        }
        return new Graph(
                List.of(
                        new Graph.Input(value("x", all), Graph.Source.CALLER),
                        new Graph.Input(value("weights", Size.of(samples)), Graph.Source.CALLER)),
                List.of(value("l", all)),
                List.of(),
                operations,
                List.of(new Graph.Output("total", "total")));
    }

    /** Numbers of values that have many divisors, few, and none below 120 but 1. */
    @ParameterizedTest
    @CsvSource({"784, true", "784, false", "7, true", "131, true", "1, true", "1024, true"})
    void crossEntropiesAreThoseOfTheFormula(int values, boolean isSummed) throws IOException {
        int samples = 3;
        Random random = new Random(5);
        float[] x = new float[samples * values];
        float[] l = new float[samples * values];
        float[] weights = isSummed ? new float[] {1, 0.5f, -2} : new float[] {1, 1, 1};
        double total = 0;
        double scale = 1;
        double[] gradient = new double[samples * values];
        for (int i = 0; i < l.length; i++) {
            x[i] = random.nextInt(3) == 0 ? random.nextFloat() : random.nextInt(2);
            l[i] = (float) (random.nextGaussian() * (random.nextInt(4) == 0 ? 60 : 3));
            double weight = weights[i / values];
            double softPlus = Math.max(l[i], 0) + Math.log1p(Math.exp(-Math.abs(l[i])));
            double term = weight * (softPlus - x[i] * l[i]);
            total += term;
            scale += Math.abs(term);
            gradient[i] = weight * (1 / (1 + Math.exp(-l[i])) - x[i]);
        }
        Graph graph = crossEntropy(samples, values, isSummed);
        try (NDManager manager = NDManager.newBaseManager();
                LossProgram program = LossProgram.of(loss(graph, "l"), Placement.ofDefault(), 3)) {
            for (int call = 0; call < 4; call++) {
                NDArray logits = manager.create(l, new Shape(samples, values));
                logits.setRequiresGradient(true);
                LossProgram.Result made =
                        program.run(
                                new NDList(
                                        manager.create(x, logits.getShape()),
                                        manager.create(weights),
                                        logits));
                assertEquals(total, made.outputs().head().getFloat(), 1e-6 * scale);
                assertClose(gradient, doubles(made.gradients().head()), 1e-6, "gradient");
            }
        }
    }

    // The sum of what an operator makes of a and b, and of its root where it has bounds.
    private static Graph ofTwo(Operator operator, String... operands) {
        Size[] three = {Size.of(3)};
        boolean isReduced = operator instanceof Operator.Reduction;
        Graph.Value made = isReduced ? value("made") : value("made", three);
        List<Graph.Operation> operations = new ArrayList<>();
        operations.add(operation(operator, made, operands));
        operations.add(
                operation(
                        Unary.SQRT,
                        value("root", made.sizes().axes().toArray(Size[]::new)),
                        "made"));
        operations.add(
                isReduced
                        ? operation(Unary.SQUARE, value("total"), "root")
                        : operation(sum(0), value("total"), "root"));
        return new Graph(
                List.of(new Graph.Input(value("x", B), Graph.Source.CALLER)),
                List.of(value("a", three), value("b", three)),
                List.of(),
                operations,
                List.of(new Graph.Output("total", "total")));
    }

    private static float[] gradient(Graph graph, String of, float[] a, float[] b)
            throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                LossProgram program = LossProgram.of(loss(graph, of), Placement.ofDefault(), 1)) {
            NDList arrays =
                    new NDList(manager.zeros(new Shape(1)), manager.create(a), manager.create(b));
            return program.run(arrays).gradients().head().toFloatArray();
        }
    }

    /** Of what is the same, each has its share; nothing passes a bound, not even an infinity. */
    @Test
    void tiesAndBoundsAreAsTheEnginesDifferentiationHasThem() throws IOException {
        assumeTrue(Placement.ofDefault().engine().equals("PyTorch")); // the other's are otherwise
        float[] a = {1, 4, 16};
        float[] b = {1, 16, 4};
        // 1 / (2 sqrt y), of y or half of it
        Graph greatest = ofTwo(Binary.MAXIMUM, "a", "b");
        assertArrayEquals(new float[] {0.25f, 0, 0.125f}, gradient(greatest, "a", a, b), 1e-7f);
        assertArrayEquals(new float[] {0.25f, 0.125f, 0}, gradient(greatest, "b", a, b), 1e-7f);
        Graph least = ofTwo(Binary.MINIMUM, "a", "b");
        assertArrayEquals(new float[] {0.25f, 0.25f, 0}, gradient(least, "a", a, b), 1e-7f);
        Operator all = new Operator.Reduction(Statistic.MAX, List.of(0), false);
        float[] twice = {9, 4, 9};
        assertArrayEquals(
                new float[] {0.5f, 0, 0.5f}, gradient(ofTwo(all, "a"), "a", twice, b), 1e-7f);
        Operator above = new Operator.Clip(0, Double.POSITIVE_INFINITY);
        float[] below = {-1, 4, 16};
        assertArrayEquals(
                new float[] {0, 0.25f, 0.125f}, gradient(ofTwo(above, "a"), "a", below, b), 1e-7f);
        // Both summands are the same parameter: 2 / (2 sqrt(2 a))
        Graph doubled = ofTwo(Binary.ADD, "b", "b");
        assertArrayEquals(
                new float[] {0.7071f, 0.17678f, 0.35355f}, gradient(doubled, "b", a, b), 1e-5f);
    }

    @Test
    @Tag("no-engine")
    void manyCrossEntropiesAreOneLogarithm() {
        String code = codeOf(crossEntropy(3, 784, true));
        assertTrue(code.contains("torch.prod("), code);
        assertFalse(codeOf(crossEntropy(3, 784, false)).contains("torch.prod("));
    }

    private static String codeOf(Graph graph) {
        return TorchScript.differentiated(loss(graph, "l"), DenseLayers.NONE, true)
                .orElseThrow()
                .code();
    }

    @Test
    @Tag("no-engine")
    void refusesNamesOfOthers() {
        assertRefused("loss must be an output of the graph, but is sums", "sums", "weight");
        assertRefused("learnt must be parameters of the graph, but one is x", "total", "x");
        assertRefused("learnt must be some parameters, but there is none", "total");
    }

    private static void assertRefused(String message, String loss, String... learnt) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new LossGraph(squares(), loss, List.of(learnt)));
        assertEquals(message, e.getMessage());
    }
}
