package io.github.autoencoders.program;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static io.github.autoencoders.testing.GraphParts.operation;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Operator.Binary;
import io.github.autoencoders.graph.Operator.Statistic;
import io.github.autoencoders.graph.Operator.Unary;
import io.github.autoencoders.graph.Size;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamStepProgramTest {

    private static final double RATE = 0.05;
    private static final double FIRST_DECAY = 0.8;
    private static final double SECOND_DECAY = 0.99;
    private static final double EPSILON = 1e-3; // far from nothing, so that its place matters
    private static final Size B = Size.ofBatch(1);
    private static final Size TWO = Size.of(2);

    /** The mean over the batch of w . (relu(x + a) + relu(x - b)), where a, b and w learn. */
    private static LossGraph loss() {
        Graph graph =
                new Graph(
                        List.of(new Graph.Input(value("x", B, TWO), Graph.Source.CALLER)),
                        List.of(value("a", TWO), value("w", Size.of(1), TWO), value("b", TWO)),
                        List.of(),
                        List.of(
                                operation(Binary.ADD, value("more", B, TWO), "x", "a"),
                                operation(Unary.RELU, value("first", B, TWO), "more"),
                                operation(Binary.SUBTRACT, value("less", B, TWO), "x", "b"),
                                operation(Unary.RELU, value("second", B, TWO), "less"),
                                operation(Binary.ADD, value("both", B, TWO), "first", "second"),
                                operation(
                                        new Operator.Linear(),
                                        value("each", B, Size.of(1)),
                                        "both",
                                        "w"),
                                operation(
                                        new Operator.Reduction(
                                                Statistic.MEAN, List.of(0, 1), false),
                                        value("total"),
                                        "each")),
                        List.of(
                                new Graph.Output("each", "each"),
                                new Graph.Output("total", "total")));
        return new LossGraph(graph, "total", List.of("w", "a", "b"));
    }

    private static AdamStepProgram descent() throws IOException {
        return AdamStepProgram.of(loss(), FIRST_DECAY, SECOND_DECAY, Placement.ofDefault(), 2)
                .orElseThrow();
    }

    /** Weights and means of one parameter, by Algorithm 1 with the epsilon of section 2's end. */
    private static final class Learner {

        private final double[] weight;
        private final double[] first = new double[2];
        private final double[] second = new double[2];

        Learner(double... weight) {
            this.weight = weight;
        }

        void learn(double[] gradient, int t) {
            for (int i = 0; i < 2; i++) {
                first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * gradient[i];
                second[i] =
                        SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * gradient[i] * gradient[i];
                double rate =
                        RATE
                                * Math.sqrt(1 - Math.pow(SECOND_DECAY, t))
                                / (1 - Math.pow(FIRST_DECAY, t));
                weight[i] -= rate * first[i] / (Math.sqrt(second[i]) + EPSILON);
            }
        }
    }

    @Test
    void stepsAreThoseOfTheFormulas() throws IOException {
        assumeTrue(AdamProgram.isKnownTo(Placement.ofDefault().engine()));
        float[][] x = {{1, -0.5f}, {-0.3f, 2}};
        Learner a = new Learner(0.5, 0.1);
        Learner b = new Learner(-0.2, 0.7);
        Learner w = new Learner(1.5, -1);
        try (NDManager manager = NDManager.newBaseManager();
                AdamStepProgram descent = descent()) {
            descent.warmUp(manager, 2);
            NDList learnt = new NDList();
            for (Learner each : List.of(a, w, b)) {
                Shape shape = each == w ? new Shape(1, 2) : new Shape(2);
                NDArray array = manager.create(each.weight).toType(DataType.FLOAT32, false);
                array = array.reshape(shape).duplicate();
                array.setRequiresGradient(true);
                learnt.add(array);
            }
            NDList firsts = means(manager);
            NDList seconds = means(manager);
            for (int t = 1; t <= 20; t++) {
                NDArray input = manager.create(x);
                NDList arrays = new NDList(input).addAll(learnt);
                NDList made =
                        descent.step(arrays, new AdamState(firsts, seconds, t, RATE, EPSILON));
                assertEquals(2, made.size());
                double[] ofA = new double[2];
                double[] ofB = new double[2];
                double[] ofW = new double[2];
                double[] each = new double[2];
                for (int sample = 0; sample < 2; sample++) {
                    for (int i = 0; i < 2; i++) {
                        double more = x[sample][i] + a.weight[i];
                        double less = x[sample][i] - b.weight[i];
                        double both = Math.max(more, 0) + Math.max(less, 0);
                        each[sample] += w.weight[i] * both;
                        ofW[i] += both / 2;
                        ofA[i] += more > 0 ? w.weight[i] / 2 : 0;
                        ofB[i] -= less > 0 ? w.weight[i] / 2 : 0;
                    }
                }
                assertClose(each, doubles(made.get(0)), 1e-5, "of the weights before, at " + t);
                a.learn(ofA, t);
                b.learn(ofB, t);
                w.learn(ofW, t);
                assertClose(a.weight, doubles(learnt.get(0)), 1e-5, "a at " + t);
                assertClose(w.weight, doubles(learnt.get(1)), 1e-5, "w at " + t);
                assertClose(b.weight, doubles(learnt.get(2)), 1e-5, "b at " + t);
            }
            assertClose(w.first, doubles(firsts.get(0)), 1e-5, "means");
            assertClose(b.second, doubles(seconds.get(2)), 1e-5, "means of squares");
        }
    }

    // Of w, a and b.
    private static NDList means(NDManager manager) {
        return new NDList(
                manager.zeros(new Shape(1, 2)),
                manager.zeros(new Shape(2)),
                manager.zeros(new Shape(2)));
    }

    @Test
    void meansAreThoseOfAllThatLearns() throws IOException {
        assumeTrue(AdamProgram.isKnownTo(Placement.ofDefault().engine()));
        try (NDManager manager = NDManager.newBaseManager();
                AdamStepProgram descent = descent()) {
            NDList arrays = new NDList(manager.zeros(new Shape(2, 2))).addAll(means(manager));
            NDList two = means(manager).subNDList(1);
            AdamState state = new AdamState(means(manager), two, 1, RATE, EPSILON);
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> descent.step(arrays, state));
            assertEquals("seconds must be 3, but are 2", e.getMessage());
        }
    }

    /** What gradients cannot pass in a program, and an engine without one. */
    @Test
    void thereIsNoneWhereNotAllOfItIsAProgram() throws IOException {
        Placement place = Placement.ofDefault();
        assertEquals(
                AdamProgram.isKnownTo(place.engine()),
                AdamStepProgram.of(loss(), FIRST_DECAY, SECOND_DECAY, place, 2)
                        .map(AdamStepProgramTest::closed)
                        .isPresent());
        Size three = Size.of(3);
        Graph normalized =
                new Graph(
                        List.of(new Graph.Input(value("x", B, three), Graph.Source.CALLER)),
                        List.of(
                                value("scale", three),
                                value("shift", three),
                                value("mean", three),
                                value("variance", three)),
                        List.of(),
                        List.of(
                                operation(
                                        new Operator.BatchNormalization(1e-3),
                                        value("normal", B, three),
                                        "x",
                                        "scale",
                                        "shift",
                                        "mean",
                                        "variance"),
                                operation(
                                        new Operator.Reduction(Statistic.SUM, List.of(0, 1), false),
                                        value("total"),
                                        "normal")),
                        List.of(new Graph.Output("total", "total")));
        LossGraph learnt = new LossGraph(normalized, "total", List.of("scale"));
        assertTrue(AdamStepProgram.of(learnt, FIRST_DECAY, SECOND_DECAY, place, 2).isEmpty());
    }

    private static AdamStepProgram closed(AdamStepProgram descent) {
        descent.close();
        return descent;
    }
}
