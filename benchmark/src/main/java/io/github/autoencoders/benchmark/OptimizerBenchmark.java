package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One update of all parameters of a model. */
@State(Scope.Benchmark)
public class OptimizerBenchmark {

    private final NDList weights = new NDList();
    private final NDList gradients = new NDList();
    private ResumableOptimizer optimizer;

    /** Makes a model, and a gradient of each parameter. */
    @Setup
    public void open(Workplace place, MadeTraining training) {
        AutoencoderBlock block = training.config().newBlock();
        block.initialize(place.manager(), DataType.FLOAT32, block.inputShapes());
        optimizer = training.recipe().optimizer().newOptimizer(place.manager());
        for (Parameter parameter : block.getParameters().values()) {
            NDArray weight = parameter.getArray();
            weight.setRequiresGradient(true); // as in training: the update forgets its gradient
            weights.add(weight);
            gradients.add(place.manager().randomNormal(weight.getShape()));
        }
    }

    /** The update. */
    @Benchmark
    public void step(Workplace place) throws IOException, TranslateException {
        place.run(
                scope -> {
                    for (int i = 0; i < weights.size(); i++) {
                        optimizer.update(Integer.toString(i), weights.get(i), gradients.get(i));
                    }
                    return weights;
                });
    }
}
