package io.github.autoencoders.training;

import static io.github.autoencoders.testing.ArrayAssertions.assertClose;
import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.util.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableAdamTest {

    private static final double LEARNING_RATE = 0.01;
    private static final int STEPS = 50;

    private final Path folder;

    ResumableAdamTest(@TempDir Path folder) {
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
            ResumableAdam adam = ResumableAdam.of(LEARNING_RATE, manager);
            Random random = new Random(5);
            for (int t = 1; t <= STEPS; t++) {
                float[] gradient = gradient(random);
                adam.update("weight", weight, manager.create(gradient));
                algorithm1(expected, first, second, gradient, t);
            }
            assertClose(expected, doubles(weight), 2e-6, "weights");
        }
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

    @Test
    void savedMomentsGoOnAsIfTheyHadNotBeenSaved() throws Exception {
        Path file = folder.resolve("moments");
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = newLayer(manager);
            ResumableAdam adam = ResumableAdam.of(LEARNING_RATE, manager);
            Random random = new Random(5);
            update(layer, adam, manager, random, 3);
            adam.save(layer, file);
            Block copy = newLayer(manager);
            for (String name : layer.getParameters().keys()) {
                layer.getParameters().get(name).getArray().copyTo(array(copy, name));
            }
            ResumableAdam resumed = ResumableAdam.of(LEARNING_RATE, manager);
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
            ResumableAdam adam = ResumableAdam.of(LEARNING_RATE, manager);
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

    @Test
    void savingLeavesNoArrayBehind() throws Exception {
        try (Model model = Model.newInstance("layer", TinyTraining.engine())) {
            NDManager manager = model.getNDManager();
            Block layer = newLayer(manager);
            ResumableAdam adam = ResumableAdam.of(LEARNING_RATE, manager);
            update(layer, adam, manager, new Random(5), 1);
            int before = manager.getManagedArrays().size();
            adam.save(layer, folder.resolve("moments"));
            assertEquals(before, manager.getManagedArrays().size());
        }
        Files.delete(folder.resolve("moments"));
    }

    private static void update(
            Block layer, ResumableAdam adam, NDManager manager, Random random, int steps) {
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
