package io.github.autoencoders.summary;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import io.github.autoencoders.network.Composite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Goes through blocks in the order in which they are run, and counts. */
final class LayerWalk {

    private static final Set<Parameter.Type> BY_GRADIENT =
            Set.of(
                    Parameter.Type.WEIGHT,
                    Parameter.Type.BIAS,
                    Parameter.Type.GAMMA,
                    Parameter.Type.BETA);

    private final Set<Parameter> counted = new HashSet<>();
    private final List<Layer> layers = new ArrayList<>();
    private boolean isBehindTrained;

    /**
     * Returns the layers of a block behind those that were walked before.
     *
     * @param runs how often it is run for one sample in a training step
     */
    List<Layer> layers(Block block, int runs, Shape... inputs) {
        layers.clear();
        visit("", block, runs, inputs);
        return List.copyOf(layers);
    }

    private void visit(String name, Block block, int runs, Shape... inputs) {
        boolean runsChildren =
                block instanceof Composite
                        || block instanceof SequentialBlock
                        || block instanceof ParallelBlock;
        if (!runsChildren) {
            add(name, block, block.getParameters().values(), runs, inputs);
            return;
        }
        BlockList children = block.getChildren();
        for (Pair<String, Block> child : children) {
            String own = childName(children, child.getKey());
            String path = name.isEmpty() ? own : name + '/' + own;
            boolean only = children.size() == 1 && !name.isEmpty(); // as a cell in its layer
            visit(only ? name : path, child.getValue(), runs, child.getValue().getInputShapes());
        }
        if (!block.getDirectParameters().isEmpty()) {
            add(name, block, block.getDirectParameters().values(), runs, inputs);
        }
    }

    // DJL numbers all children; one with a name of its own needs no number if it is the only such.
    private static String childName(BlockList children, String key) {
        String own = key.replaceFirst("^\\d+(?=[a-z])", "");
        long such = children.keys().stream().filter(k -> k.matches("\\d+" + own)).count();
        return such > 1 ? key : own;
    }

    private void add(
            String name, Block block, Collection<Parameter> all, int runs, Shape... inputs) {
        Shape[] single = NetworkSummary.batchesOfOne(inputs);
        Shape output = NetworkSummary.batchesOfOne(block.getOutputShapes(single))[0];
        BlockKind kind = BlockKind.of(block, single[0], output);
        List<Parameter> own = all.stream().filter(counted::add).toList();
        long trained = size(own.stream().filter(Parameter::requiresGradient).toList());
        boolean isTrained = all.stream().anyMatch(Parameter::requiresGradient);
        boolean hasGradient = all.stream().anyMatch(p -> BY_GRADIENT.contains(p.getType()));
        int passes = isTrained ? 3 : isBehindTrained && hasGradient ? 2 : 1;
        isBehindTrained |= isTrained;
        long multiplyAdds = kind.multiplyAdds().orElse(0);
        layers.add(
                new Layer(
                        name.isEmpty() ? block.getClass().getSimpleName() : name,
                        kind.words(),
                        single[0].slice(1),
                        output.slice(1),
                        size(own),
                        trained,
                        kind.multiplyAdds().isPresent(),
                        multiplyAdds,
                        Math.multiplyExact(multiplyAdds, (long) passes * runs)));
    }

    private static long size(List<Parameter> parameters) {
        return parameters.stream()
                .mapToLong(parameter -> parameter.getArray().getShape().size())
                .reduce(0, Math::addExact);
    }
}
