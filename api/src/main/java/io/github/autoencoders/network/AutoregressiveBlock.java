package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers from the symbol before, one-hot, and the code beside it to the logits of the
 * next symbol: z [B, D] and x [B, V, L] to logits [B, V, L], all steps at once; or z alone, or with
 * noise [B, V * L] that is added to the logits, step by step from the symbols that the layers
 * themselves chose.
 */
final class AutoregressiveBlock extends AbstractBlock implements Composite, Stepwise {

    private final double wordDropout;
    private final Shape sample; // [V, L]
    private final List<RecurrentLayer> layers = new ArrayList<>();
    private final Block logits;

    AutoregressiveBlock(Cell cell, List<Integer> units, double wordDropout, Shape sample) {
        this.wordDropout = wordDropout;
        this.sample = sample;
        for (int i = units.size() - 1; i >= 0; i--) {
            layers.add(addChildBlock("layer", new RecurrentLayer(cell, units.get(i))));
        }
        logits = addChildBlock("logits", Linear.builder().setUnits(sample.get(0)).build());
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape z = inputShapes[0];
        Shape steps = new Shape(z.get(0), sample.get(1), sample.get(0) + z.get(1));
        for (RecurrentLayer layer : layers) {
            layer.initialize(manager, dataType, steps);
            steps = layer.getOutputShapes(new Shape[] {steps})[0];
        }
        logits.initialize(manager, dataType, steps);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray z = inputs.head();
        Shape all = getOutputShapes(inputs.getShapes())[0];
        if (inputs.size() == 1) {
            return new NDList(generated(parameterStore, z, null, training));
        }
        NDArray given = inputs.get(1);
        if (given.getShape().equals(all)) {
            return new NDList(shown(parameterStore, z, given, training));
        }
        if (!given.getShape().equals(new Shape(all.get(0), sample.size()))) {
            throw new IllegalArgumentException(
                    "x must have shape %s, or noise %s, but it has shape %s"
                            .formatted(
                                    all, new Shape(all.get(0), sample.size()), given.getShape()));
        }
        NDArray noise = given.reshape(all).transpose(0, 2, 1); // [B, L, V]
        return new NDList(generated(parameterStore, z, noise, training));
    }

    private NDArray shown(ParameterStore parameterStore, NDArray z, NDArray x, boolean training) {
        NDArray before = before(x); // [B, L, V]
        if (training && wordDropout > 0) {
            before = before.mul(kept(before));
        }
        Shape all = new Shape(z.getShape().get(0), sample.get(1), z.getShape().get(1));
        NDArray codes = z.expandDims(1).broadcast(all); // [B, L, D]
        NDList steps = new NDList(NDArrays.concat(new NDList(before, codes), 2));
        for (RecurrentLayer layer : layers) {
            steps = layer.forward(parameterStore, steps, training);
        }
        return logits.forward(parameterStore, steps, training).head().transpose(0, 2, 1);
    }

    // The sample one step later, with zeros at the first step.
    private NDArray before(NDArray x) {
        NDArray symbols = x.transpose(0, 2, 1); // [B, L, V]
        NDArray first = symbols.get(":, :1").zerosLike();
        return sample.get(1) == 1
                ? first
                : NDArrays.concat(new NDList(first, symbols.get(":, :-1")), 1);
    }

    // 1 for a symbol that is seen, 0 for one that is not: [B, L, 1]
    private NDArray kept(NDArray before) {
        Shape steps = new Shape(before.getShape().get(0), before.getShape().get(1), 1);
        NDArray chance =
                before.getManager()
                        .randomUniform(0, 1, steps, before.getDataType(), before.getDevice());
        return chance.gte(wordDropout).toType(before.getDataType(), false);
    }

    // Intermediate arrays are freed after each step: there are many steps.
    private NDArray generated(
            ParameterStore parameterStore, NDArray z, @Nullable NDArray noise, boolean training) {
        NDManager manager = z.getManager();
        NDArray code = z.expandDims(1); // [B, 1, D]
        Shape one = new Shape(z.getShape().get(0), 1, sample.get(0));
        NDArray before = manager.zeros(one, z.getDataType(), z.getDevice());
        List<NDList> memories = new ArrayList<>();
        layers.forEach(layer -> memories.add(layer.newMemory(z)));
        NDList steps = new NDList();
        for (int step = 0; step < sample.get(1); step++) {
            try (NDManager scope = manager.newSubManager()) {
                before.attach(scope);
                memories.forEach(memory -> memory.attach(scope));
                NDArray input = NDArrays.concat(new NDList(before, code), 2); // [B, 1, V + D]
                NDArray next = next(parameterStore, input, memories, training); // [B, 1, V]
                if (noise != null) {
                    next = next.add(noise.get(":, %s:%s".formatted(step, step + 1)));
                }
                before = oneHot(next);
                next.attach(manager);
                before.attach(manager);
                memories.forEach(memory -> memory.attach(manager));
                steps.add(next);
            }
        }
        return NDArrays.concat(steps, 1).transpose(0, 2, 1);
    }

    @Override
    public long symbols() {
        return sample.get(0);
    }

    @Override
    public List<Integer> memory() {
        return layers.stream().flatMap(layer -> layer.memory().stream()).toList();
    }

    @Override
    public NDList step(ParameterStore parameters, NDArray code, NDArray before, NDList memory) {
        List<NDList> memories = new ArrayList<>();
        int next = 0;
        for (RecurrentLayer layer : layers) {
            NDList own = new NDList();
            for (int state = 0; state < layer.memory().size(); state++) {
                own.add(memory.get(next++).expandDims(0)); // [1, B, units]
            }
            memories.add(own);
        }
        NDArray input = NDArrays.concat(new NDList(before.expandDims(1), code.expandDims(1)), 2);
        NDList results = new NDList(next(parameters, input, memories, false).squeeze(1)); // [B, V]
        memories.forEach(own -> own.forEach(array -> results.add(array.squeeze(0))));
        return results;
    }

    // Replaces each layer's memory by the next.
    private NDArray next(
            ParameterStore parameterStore, NDArray input, List<NDList> memories, boolean training) {
        NDArray output = input;
        for (int i = 0; i < layers.size(); i++) {
            NDList outputs =
                    layers.get(i).forward(parameterStore, output, memories.get(i), training);
            output = outputs.head();
            memories.set(i, outputs.subNDList(1));
        }
        return logits.forward(parameterStore, new NDList(output), training).head();
    }

    // Of the greatest logits, [B, 1, V].
    private NDArray oneHot(NDArray step) {
        NDArray greatest = step.argMax(2).toType(step.getDataType(), false).expandDims(2);
        return Numbers.oneHot(greatest, 2, (int) sample.get(0));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(sample)};
    }
}
