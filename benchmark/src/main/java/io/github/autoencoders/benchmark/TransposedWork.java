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

/**
 * One layer of a decoder, alone.
 *
 * @param form how it is computed
 * @param input [B, C, H, W]
 * @param filters the output's channels
 * @param backward whether the gradients of input, weight and bias are computed too
 */
record TransposedWork(TransposedForm form, Shape input, int filters, boolean backward) {

    TimedWork open(NDManager manager, String engine) {
        Block block = form.newBlock(filters);
        block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
        block.initialize(manager, DataType.FLOAT32, input);
        NDArray x = manager.randomNormal(input);
        if (!backward) {
            return scope -> new NDList(output(block, x, scope, false));
        }
        NDList learnt = new NDList(x);
        block.getParameters().values().forEach(parameter -> learnt.add(parameter.getArray()));
        learnt.forEach(array -> array.setRequiresGradient(true));
        return scope ->
                Gradients.of(engine, () -> output(block, x, scope, true).sum(), learnt, scope);
    }

    private static NDArray output(Block block, NDArray x, NDManager scope, boolean training) {
        x.tempAttach(scope); // so that what is made of it goes with the scope
        ParameterStore parameters = new ParameterStore(scope, false);
        return block.forward(parameters, new NDList(x), training).head();
    }
}
