package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.DecoderProgram;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A batch is made as models that are used make it, and a part of a new model is run on it.
 *
 * @param config of the model
 * @param data what goes in
 * @param part what is run
 * @param result what is made of the part's output
 */
record InferenceWork(
        AutoencoderConfig config, DataWork data, Part part, UnaryOperator<NDList> result) {

    static InferenceWork encoding(AutoencoderConfig config, DataWork data) {
        return new InferenceWork(config, data, Part.ENCODER, output -> output);
    }

    static InferenceWork reconstruction(AutoencoderConfig config, DataWork data) {
        return new InferenceWork(
                config,
                data,
                Part.RECONSTRUCTION,
                output -> new NDList(config.likelihood().mean(AutoencoderOutput.decoded(output))));
    }

    TimedWork open(NDManager manager) {
        AutoencoderBlock whole = config.newBlock();
        whole.initialize(manager, DataType.FLOAT32, whole.inputShapes());
        String engine = manager.getEngine().getEngineName();
        DecoderProgram.shorten(whole, new Placement(engine, manager.getDevice()), manager);
        Block block = part.alone(whole);
        Samples samples = data.samples().inputs();
        Iterator<Integer> starts = starts(samples.size(), data.batch()).iterator();
        return scope -> {
            int from = starts.next();
            int to = Math.min(from + data.batch(), samples.size());
            NDArray raw = samples.raw(scope, IntStream.range(from, to).toArray());
            NDArray x = samples.format().toModel(raw);
            ParameterStore parameters = new ParameterStore(scope, false);
            return result.apply(block.forward(parameters, new NDList(x), false));
        };
    }

    /** Returns where batches begin, the last of which may be smaller; without end. */
    static IntStream starts(int samples, int batch) {
        return IntStream.iterate(0, from -> from + batch < samples ? from + batch : 0);
    }
}
