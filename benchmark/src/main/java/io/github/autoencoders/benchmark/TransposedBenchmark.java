package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One layer of a decoder, alone. */
@State(Scope.Benchmark)
public class TransposedBenchmark {

    /** How it is computed: a {@link TransposedForm}. */
    @Param({"PHASES", "SUBPIXEL", "ZEROS", "DJL"})
    public String form = "";

    /** Of the input: C. */
    @Param("64")
    public int channels;

    /** Height and width of the input: H and W. */
    @Param("16")
    public int size;

    /** Channels of the output. */
    @Param("32")
    public int filters;

    /** Whether the gradients of input, weight and bias are computed too. */
    @Param({"false", "true"})
    public boolean backward;

    private TimedWork work;

    /** Makes the layer and its input. */
    @Setup
    public void open(Workplace place) {
        Shape input = new Shape(place.batch, channels, size, size);
        Block block = TransposedForm.valueOf(form).newBlock(filters);
        block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
        block.initialize(place.manager(), DataType.FLOAT32, input);
        NDArray x = place.manager().randomNormal(input);
        if (!backward) {
            work = scope -> new NDList(output(block, x, scope, false));
            return;
        }
        NDList learnt = new NDList(x);
        block.getParameters().values().forEach(parameter -> learnt.add(parameter.getArray()));
        learnt.forEach(array -> array.setRequiresGradient(true));
        work = scope -> place.gradients(() -> output(block, x, scope, true).sum(), learnt, scope);
    }

    private static NDArray output(Block block, NDArray x, NDManager scope, boolean training) {
        x.tempAttach(scope); // so that what is made of it goes with the scope
        ParameterStore parameters = new ParameterStore(scope, false);
        return block.forward(parameters, new NDList(x), training).head();
    }

    /** The layer. */
    @Benchmark
    public void transposed(Workplace place) throws IOException, TranslateException {
        place.run(work);
    }
}
