package io.github.autoencoders.optimizer;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static io.github.autoencoders.testing.GraphParts.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Operator;
import io.github.autoencoders.graph.Size;
import io.github.autoencoders.program.LossGraph;
import io.github.autoencoders.testing.EngineGradient;
import io.github.autoencoders.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumableOptimizerTest {

    private static final double LEARNING_RATE = 0.01;
    private static final int STEPS = 50;
    private static final int UPDATES_BEFORE_A_SWEEP = 100;
    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final UpdateRule ADAM = new UpdateRule.Adam(LEARNING_RATE, RateDecay.NONE);

    private final Path folder;

    ResumableOptimizerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * The engines put epsilon beside the root of the uncorrected second moment (the last lines of
     * section 2 of the paper), Algorithm 1 beside that of the corrected one. With gradients far
     * from epsilon, as here, that is below the rounding of float32: 7e-7 of the largest weight was
     * measured between the two, on both engines.
     */
    @Test
    void updatesAreThoseOfAlgorithm1() {
        double[] start = {1, -2, 0.5, 3};
        double[] expected = start.clone();
        double[] first = new double[4];
        double[] second = new double[4];
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = parameter(manager, floats(start));
            ResumableOptimizer adam = ADAM.newOptimizer(manager);
            Random random = new Random(5);
            for (int t = 1; t <= STEPS; t++) {
                float[] gradient = gradient(random);
                adam.update("weight", weight, manager.create(gradient));
                algorithm1(expected, first, second, gradient, t);
            }
            assertClose(expected, doubles(weight), 2e-6, "weights");
        }
    }

    /** One by one was compared with Algorithm 1 and with PyTorch above. */
    @ParameterizedTest
    @MethodSource("rules")
    void allAtOnceAreUpdatedAsOneByOne(UpdateRule rule) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = newLayer(manager);
            Block other = newLayer(manager);
            for (String name : layer.getParameters().keys()) {
                array(layer, name).copyTo(array(other, name));
            }
            ResumableOptimizer oneByOne = rule.newOptimizer(manager);
            ResumableOptimizer allAtOnce = rule.newOptimizer(manager);
            List<Parameter> parameters = other.getParameters().values();
            Random random = new Random(5);
            try (JointUpdate update = allAtOnce.jointUpdate(parameters, Placement.of(ENGINE))) {
                for (int step = 0; step < STEPS; step++) {
                    NDArray x = manager.create(gradient(random), new Shape(2, 2)).repeat(1, 2);
                    collectGradients(layer, x.get(":, :3"));
                    for (Pair<String, Parameter> each : layer.getParameters()) {
                        NDArray array = each.getValue().getArray();
                        oneByOne.update(each.getValue().getId(), array, array.getGradient());
                    }
                    collectGradients(other, x.get(":, :3"));
                    NDList gradients = new NDList();
                    parameters.forEach(each -> gradients.add(each.getArray().getGradient()));
                    update.step(gradients);
                    gradients.forEach(gradient -> gradient.subi(gradient));
                }
            }
            NDList one = oneByOne.state(layer, manager);
            NDList all = allAtOnce.state(other, manager);
            for (String name : layer.getParameters().keys()) {
                one.add(array(layer, name));
                all.add(array(other, name));
            }
            assertEquals(8, one.size());
            for (int i = 0; i < one.size(); i++) {
                assertClose(doubles(one.get(i)), doubles(all.get(i)), 2e-6, "of both");
            }
        }
    }

    // The sum of the squares of a dense layer's outputs, as collectGradients has it.
    private static LossGraph squares() {
        Size three = Size.of(3);
        Size batch = Size.ofBatch(1);
        return new LossGraph(
                new Graph(
                        List.of(new Graph.Input(value("x", batch, three), Graph.Source.CALLER)),
                        List.of(value("weight", Size.of(2), three), value("bias", Size.of(2))),
                        List.of(),
                        List.of(
                                new Graph.Operation(
                                        new Operator.Linear(),
                                        List.of("x", "weight", "bias"),
                                        value("made", batch, Size.of(2))),
                                new Graph.Operation(
                                        Operator.Unary.SQUARE,
                                        List.of("made"),
                                        value("squares", batch, Size.of(2))),
                                new Graph.Operation(
                                        new Operator.Reduction(
                                                Operator.Statistic.SUM, List.of(0, 1), false),
                                        List.of("squares"),
                                        value("total"))),
                        List.of(new Graph.Output("total", "total"))),
                "total",
                List.of("weight", "bias"));
    }

    /**
     * Loss, gradients and update by programs of the engine, one for a step or several, beside the
     * loss by arrays, the engine's own gradients and the update of each parameter by itself: the
     * losses of 100 steps, and after them the parameters and both running means of each. The third
     * input is nearly 0, so that the sweep after the last step leaves nothing of the means of what
     * it is multiplied by. 3e-6 of a loss was measured, and 1.3e-6 of the largest of the others.
     */
    @ParameterizedTest
    @MethodSource("rules")
    void descentsAreTheUpdatesByGradients(UpdateRule rule) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = newLayer(manager);
            Block other = newLayer(manager);
            for (String name : layer.getParameters().keys()) {
                array(layer, name).copyTo(array(other, name));
            }
            ResumableOptimizer oneByOne = rule.newOptimizer(manager);
            ResumableOptimizer descending = rule.newOptimizer(manager);
            List<Parameter> parameters = other.getParameters().values();
            NDArray nearlyWithoutThird = manager.create(new float[] {1, 1, 1e-35f});
            Random random = new Random(5);
            try (Descent descent =
                    descending.descent(squares(), parameters, Placement.of(ENGINE), 2)) {
                for (int step = 0; step < UPDATES_BEFORE_A_SWEEP; step++) {
                    NDArray x = manager.create(gradient(random), new Shape(2, 2)).repeat(1, 2);
                    x = x.get(":, :3").mul(nearlyWithoutThird);
                    double before = collectGradients(layer, x);
                    for (Pair<String, Parameter> each : layer.getParameters()) {
                        NDArray array = each.getValue().getArray();
                        oneByOne.update(each.getValue().getId(), array, array.getGradient());
                    }
                    NDList arrays = new NDList(x, array(other, "weight"), array(other, "bias"));
                    NDList outputs = descent.step(arrays);
                    assertEquals(before, outputs.singletonOrThrow().getFloat(), 1e-5 * before);
                }
            }
            NDList one = oneByOne.state(layer, manager);
            NDList all = descending.state(other, manager);
            for (NDList means : List.of(one.subNDList(0, 2), all.subNDList(0, 2))) {
                means.forEach(mean -> assertArrayEquals(new float[2], third(mean)));
            }
            for (String name : layer.getParameters().keys()) {
                one.add(array(layer, name));
                all.add(array(other, name));
            }
            assertEquals(8, one.size());
            for (int i = 0; i < one.size(); i++) {
                assertClose(doubles(one.get(i)), doubles(all.get(i)), 1e-5, "of both");
            }
        }
    }

    private static float[] third(NDArray weights) {
        return weights.get(":, 2").abs().toFloatArray();
    }

    private static double collectGradients(Block layer, NDArray x) {
        NDArray weight = array(layer, "weight");
        NDArray bias = array(layer, "bias");
        EngineGradient.collect(() -> loss(x, weight, bias), weight, bias);
        return loss(x, weight, bias).getFloat();
    }

    private static NDArray loss(NDArray x, NDArray weight, NDArray bias) {
        return x.matMul(weight.transpose()).add(bias).square().sum();
    }

    private static void algorithm1(
            double[] weight, double[] first, double[] second, float[] gradient, int t) {
        for (int i = 0; i < weight.length; i++) {
            first[i] = 0.9 * first[i] + 0.1 * gradient[i];
            second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
            double firstCorrected = first[i] / (1 - Math.pow(0.9, t));
            double secondCorrected = second[i] / (1 - Math.pow(0.999, t));
            weight[i] -= LEARNING_RATE * firstCorrected / (Math.sqrt(secondCorrected) + 1e-8);
        }
    }

    /** Golden values are of torch.optim.RMSprop in PyTorch 2.13, by make_golden.py beside them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stepsOfRmsPropAreThoseOfPyTorch(boolean centred) {
        try (NDManager manager = NDManager.newBaseManager()) {
            GoldenFile golden = GoldenFile.read("rmsprop", manager);
            NDArray weight = parameter(manager, golden.array("start").toFloatArray());
            ResumableOptimizer rmsProp =
                    new UpdateRule.RmsProp(LEARNING_RATE, centred, RateDecay.NONE)
                            .newOptimizer(manager);
            NDArray gradients = golden.array("gradients");
            for (int step = 0; step < gradients.getShape().get(0); step++) {
                rmsProp.update("weight", weight, gradients.get(step));
            }
            NDArray expected = golden.array(centred ? "centred" : "plain");
            assertClose(expected, weight, 2e-6, "weights");
        }
    }

    @Test
    void savedMomentsGoOnAsIfTheyHadNotBeenSaved() throws Exception {
        Path file = folder.resolve("moments");
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = newLayer(manager);
            ResumableOptimizer adam = ADAM.newOptimizer(manager);
            Random random = new Random(5);
            update(layer, adam, manager, random, 3);
            adam.save(layer, file);
            Block copy = newLayer(manager);
            for (String name : layer.getParameters().keys()) {
                layer.getParameters().get(name).getArray().copyTo(array(copy, name));
            }
            ResumableOptimizer resumed = ADAM.newOptimizer(manager);
            resumed.load(copy, file);
            update(layer, adam, manager, new Random(6), 2);
            update(copy, resumed, manager, new Random(6), 2);
            for (String name : layer.getParameters().keys()) {
                assertArrayEquals(
                        array(layer, name).toFloatArray(),
                        array(copy, name).toFloatArray(),
                        0,
                        name);
            }
        }
    }

    @Test
    void momentsOfAnotherBlockAreRefused() throws Exception {
        Path file = folder.resolve("moments");
        try (NDManager manager = NDManager.newBaseManager()) {
            ResumableOptimizer adam = ADAM.newOptimizer(manager);
            Block withoutBias = Linear.builder().setUnits(2).optBias(false).build();
            withoutBias.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
            update(withoutBias, adam, manager, new Random(5), 1);
            adam.save(withoutBias, file);
            Block layer = newLayer(manager);
            Exception e = assertThrows(IOException.class, () -> adam.load(layer, file));
            assertEquals(
                    file + ": moments must be there for each parameter, but bias has none",
                    e.getMessage());
        }
    }

    /** Of three parameters one is learnt once, one always and one by gradients near to nothing. */
    @ParameterizedTest
    @MethodSource("rules")
    void meansThatAreNothingAnyMoreBecomeZero(UpdateRule rule) throws Exception {
        Path file = folder.resolve("moments");
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = Linear.builder().setUnits(3).optBias(false).build();
            layer.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            Parameter weight = layer.getParameters().get("weight");
            ResumableOptimizer optimizer = rule.newOptimizer(manager);
            Shape shape = weight.getArray().getShape();
            NDArray first = manager.create(new float[] {1, 1, 1e-12f}, shape);
            NDArray later = manager.create(new float[] {0, 1, 1e-12f}, shape);
            optimizer.update(weight.getId(), weight.getArray(), first);
            float before = weight.getArray().toFloatArray()[0];
            // 0.9 to this power is 1e-37, 0.99 to the power of the other 1e-35.
            int steps = rule instanceof UpdateRule.Adam ? 800 : 8_000;
            for (int step = 1; step < steps; step++) {
                optimizer.update(weight.getId(), weight.getArray(), later);
            }
            optimizer.save(layer, file);
            NDList moments = NDList.decode(manager, Files.newInputStream(file));
            float[] means = moments.get(0).toFloatArray();
            float[] squares = moments.get(1).toFloatArray();
            assertEquals(0, rule instanceof UpdateRule.Adam ? means[0] : squares[0]);
            assertEquals(1, squares[1], rule instanceof UpdateRule.Adam ? 0.5 : 1e-3);
            assertEquals(1e-24, squares[2], 6e-25);
            float after = weight.getArray().toFloatArray()[0];
            assertTrue(Float.isFinite(after) && after <= before, before + " to " + after);
        }
    }

    /** As Trainer does it: the gradient of this step, not the sum of all so far. */
    @ParameterizedTest
    @MethodSource("rules")
    void aStepForgetsTheGradientOfTheLast(UpdateRule rule) {
        try (Model model = Model.newInstance("layer", ENGINE)) {
            NDManager manager = model.getNDManager();
            NDArray weight = parameter(manager, new float[] {1, 2});
            ResumableOptimizer optimizer = rule.newOptimizer(manager);
            for (int step = 0; step < 2; step++) {
                try (GradientCollector collector =
                        Engine.getEngine(ENGINE).newGradientCollector()) {
                    collector.backward(weight.sum());
                }
                assertArrayEquals(new float[] {1, 1}, weight.getGradient().toFloatArray());
                optimizer.update("weight", weight, weight.getGradient().duplicate());
            }
        }
    }

    static List<UpdateRule> rules() {
        return List.of(ADAM, new UpdateRule.RmsProp(LEARNING_RATE, true, RateDecay.NONE));
    }

    @Test
    void everyRuleIsTested() {
        Set<Class<?>> tested =
                rules().stream().map(UpdateRule::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(UpdateRule.class.getPermittedSubclasses()), tested);
    }

    @Test
    void theRateFallsAfterTheEpochsNamed() {
        UpdateRule rule = new UpdateRule.Adam(0.5, new RateDecay(List.of(1, 4), 0.1));
        assertEquals(0.5, rule.learningRate(1));
        assertEquals(0.05, rule.learningRate(2), 1e-15);
        assertEquals(0.05, rule.learningRate(4), 1e-15);
        assertEquals(0.005, rule.learningRate(5), 1e-15);
    }

    @Test
    void ratesThatCannotFallAreRefused() {
        assertEquals(
                "afterEpochs must be positive and rise, but are [4, 4]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new RateDecay(List.of(4, 4), 0.1))
                        .getMessage());
        assertEquals(
                "factor must be in (0, 1], but is 0.0",
                assertThrows(IllegalArgumentException.class, () -> new RateDecay(List.of(), 0))
                        .getMessage());
    }

    @Test
    void savingLeavesNoArrayBehind() throws Exception {
        try (Model model = Model.newInstance("layer", ENGINE)) {
            NDManager manager = model.getNDManager();
            Block layer = newLayer(manager);
            ResumableOptimizer adam = ADAM.newOptimizer(manager);
            update(layer, adam, manager, new Random(5), 1);
            int before = manager.getManagedArrays().size();
            adam.save(layer, folder.resolve("moments"));
            assertEquals(before, manager.getManagedArrays().size());
        }
        Files.delete(folder.resolve("moments"));
    }

    private static void update(
            Block layer, ResumableOptimizer adam, NDManager manager, Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            for (Pair<String, Parameter> parameter : layer.getParameters()) {
                NDArray weight = parameter.getValue().getArray();
                float[] gradient = new float[(int) weight.size()];
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] = (float) random.nextGaussian();
                }
                try (NDArray array = manager.create(gradient, weight.getShape())) {
                    adam.update(parameter.getValue().getId(), weight, array);
                }
            }
        }
    }

    private static Block newLayer(NDManager manager) {
        Block layer = Linear.builder().setUnits(2).build();
        layer.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        return layer;
    }

    private static NDArray array(Block layer, String name) {
        return layer.getParameters().get(name).getArray();
    }

    private static NDArray parameter(NDManager manager, float[] values) {
        NDArray weight = manager.create(values);
        weight.setRequiresGradient(true);
        return weight;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    // Of sizes from 0.01 to 10.
    private static float[] gradient(Random random) {
        float[] gradient = new float[4];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (random.nextGaussian() * Math.pow(10, i - 2));
        }
        return gradient;
    }
}
