package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.testing.DirectTransposedConvolution;
import io.github.autoencoders.testing.EngineGradient;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is timed side by side must compute the same. */
class TransposedFormTest {

    private static final Shape INPUT = new Shape(2, 3, 4, 5);
    private static final int FILTERS = 6;

    @ParameterizedTest
    @EnumSource(
            value = TransposedForm.class,
            names = {"PHASES", "SUBPIXEL", "ZEROS"})
    void outputIsThatOfTheDefinitionAndGradientsThoseOfPhases(TransposedForm form) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = whole(manager, INPUT, 7);
            List<NDArray> parameters =
                    List.of(
                            whole(manager, new Shape(3, FILTERS, 3, 3), 5),
                            whole(manager, new Shape(FILTERS), 3));
            NDArray output = output(form, x, parameters);
            assertEquals(new Shape(2, FILTERS, 8, 10), output.getShape());
            double[] expected =
                    DirectTransposedConvolution.of(
                            x,
                            parameters.get(0),
                            parameters.get(1),
                            new Shape(2, 2),
                            new Shape(1, 1),
                            new Shape(8, 10));
            ArrayAssertions.assertNear(
                    expected, ArrayAssertions.doubles(output), 1e-4, 0, form.name());
            List<double[]> wanted = gradients(TransposedForm.PHASES, x, parameters);
            List<double[]> actual = gradients(form, x, parameters);
            for (int i = 0; i < wanted.size(); i++) {
                ArrayAssertions.assertNear(
                        wanted.get(i), actual.get(i), 1e-3, 0, form + " gradient " + i);
            }
        }
    }

    // Small whole numbers, whose sums of products float32 holds; an engine's algorithm may round.
    private static NDArray whole(NDManager manager, Shape shape, int period) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 11 % period - period / 2;
        }
        return manager.create(values, shape);
    }

    private static NDArray output(TransposedForm form, NDArray x, List<NDArray> parameters) {
        Block block = form.newBlock(FILTERS);
        List<Parameter> own = block.getParameters().values();
        for (int i = 0; i < own.size(); i++) {
            own.get(i).setArray(parameters.get(i));
        }
        ParameterStore store = new ParameterStore(x.getManager(), false);
        return block.forward(store, new NDList(x), false).head();
    }

    private static List<double[]> gradients(
            TransposedForm form, NDArray x, List<NDArray> parameters) {
        NDArray input = x.duplicate();
        List<NDArray> learnt = parameters.stream().map(NDArray::duplicate).toList();
        EngineGradient.collect(
                () -> {
                    NDArray y = output(form, input, learnt);
                    return y.mul(whole(x.getManager(), y.getShape(), 9)).sum();
                },
                input,
                learnt.get(0),
                learnt.get(1));
        return List.of(
                ArrayAssertions.doubles(input.getGradient()),
                ArrayAssertions.doubles(learnt.get(0).getGradient()),
                ArrayAssertions.doubles(learnt.get(1).getGradient()));
    }
}
