package io.github.autoencoders.weights;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.util.Pair;
import io.github.autoencoders.model.Encoder;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.network.GroupNormalization;
import io.github.autoencoders.network.ReshapeBlock;
import io.github.autoencoders.network.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Goes through an initialized block's layers in the order in which they are run, and finds its
 * parameters; for a dense layer, also which maps stand before and behind it.
 */
final class TargetWalk {

    private static final Map<Parameter.Type, String> OF_NORMALIZATION =
            Map.of(
                    Parameter.Type.GAMMA, "weight",
                    Parameter.Type.BETA, "bias",
                    Parameter.Type.RUNNING_MEAN, "running_mean",
                    Parameter.Type.RUNNING_VAR, "running_var");

    private final List<Leaf> leaves = new ArrayList<>();

    private TargetWalk() {}

    /** A block that has parameters itself, or changes shapes. */
    private record Leaf(String name, Block block, boolean head) {}

    /** Returns the parameters of an initialized block. */
    static List<Target> of(Block block) {
        TargetWalk walk = new TargetWalk();
        walk.visit("", block, false);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < walk.leaves.size(); i++) {
            Leaf leaf = walk.leaves.get(i);
            for (Pair<String, Parameter> each : leaf.block.getDirectParameters()) {
                String name = leaf.name + "." + name(leaf.block, each.getKey(), each.getValue());
                Role role = walk.role(i, each.getKey(), each.getValue());
                targets.add(new Target(name, leaf.block, each.getValue(), role));
            }
        }
        return targets;
    }

    private void visit(String name, Block block, boolean head) {
        BlockList children = block.getChildren();
        if (children.isEmpty() || !block.getDirectParameters().isEmpty()) {
            leaves.add(new Leaf(name, block, head));
        }
        for (int i = 0; i < children.size(); i++) {
            Pair<String, Block> child = children.get(i);
            String own =
                    block instanceof SequentialBlock
                            ? Integer.toString(i)
                            : child.getKey().replaceFirst("^\\d+", "");
            // All heads of an encoder are given what its network, the first child, gave.
            visit(
                    name.isEmpty() ? own : name + "." + own,
                    child.getValue(),
                    block instanceof Encoder && i > 0);
        }
    }

    private static String name(Block block, String key, Parameter parameter) {
        if (block instanceof BatchNorm || block instanceof GroupNormalization) {
            return OF_NORMALIZATION.getOrDefault(parameter.getType(), key);
        }
        if (block instanceof RecurrentBlock) {
            String side = key.contains("i2h") ? "ih_l0" : "hh_l0";
            return (isBias(parameter) ? "bias_" : "weight_") + side;
        }
        return key;
    }

    private static boolean isBias(Parameter parameter) {
        return parameter.getType() == Parameter.Type.BIAS;
    }

    private Role role(int i, String key, Parameter parameter) {
        Block block = leaves.get(i).block;
        Shape shape = parameter.getShape();
        if (block instanceof Linear) {
            Shape outputs = mapBehind(i, shape.get(0));
            Shape inputs = isBias(parameter) ? shape : mapBefore(i, shape.get(1));
            return new Role.Dense(shape, inputs, outputs);
        }
        if (block instanceof RecurrentBlock) {
            Cell cell = block instanceof GRU ? Cell.GRU : Cell.LSTM;
            return new Role.Gates(shape, cell, key.contains("h2h"));
        }
        if (block instanceof Convolution convolution && !isBias(parameter)) {
            return new Role.Convolution(shape, convolution.getStride().size() == 1);
        }
        return block instanceof TransposedConvolution && !isBias(parameter)
                ? new Role.Transposed(shape)
                : new Role.Plain(shape);
    }

    // The map that was flattened to a dense layer's inputs, what lies between having no say.
    private Shape mapBefore(int i, long inputs) {
        for (int at = i - 1; at >= 0; at--) {
            Leaf before = leaves.get(at);
            boolean sibling = before.head && leaves.get(i).head;
            if (before.block instanceof ReshapeBlock) {
                Shape map = before.block.getInputShapes()[0].slice(1);
                return map.size() == inputs ? map : new Shape(inputs);
            }
            if (!sibling && !before.block.getDirectParameters().isEmpty()) {
                break;
            }
        }
        return new Shape(inputs);
    }

    // The map that a dense layer's outputs are made into.
    private Shape mapBehind(int i, long outputs) {
        for (int at = i + 1; at < leaves.size() && !leaves.get(i).head; at++) {
            Block behind = leaves.get(at).block;
            if (behind instanceof ReshapeBlock) {
                Shape[] output = behind.getOutputShapes(behind.getInputShapes());
                Shape map = output[0].slice(1);
                return map.size() == outputs ? map : new Shape(outputs);
            }
            if (!behind.getDirectParameters().isEmpty()) {
                break;
            }
        }
        return new Shape(outputs);
    }
}
