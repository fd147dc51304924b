package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.optimizer.UpdateRule;

/**
 * One update of all parameters of a model.
 *
 * @param config of the model
 * @param rule how parameters change
 */
record OptimizerWork(AutoencoderConfig config, UpdateRule rule) {

    TimedWork open(NDManager manager) {
        AutoencoderBlock block = config.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
        ResumableOptimizer optimizer = rule.newOptimizer(manager);
        NDList weights = new NDList();
        NDList gradients = new NDList();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            NDArray weight = parameter.getValue().getArray();
            weight.setRequiresGradient(true); // as in training: the update forgets its gradient
            weights.add(weight);
            gradients.add(manager.randomNormal(weight.getShape()));
        }
        return scope -> {
            for (int i = 0; i < weights.size(); i++) {
                optimizer.update(Integer.toString(i), weights.get(i), gradients.get(i));
            }
            return weights;
        };
    }
}
