package io.github.autoencoders.model;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.network.Composite;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs one part of a model, and loads and saves the whole. */
final class PartBlock extends AbstractBaseBlock implements Composite {

    private final AutoencoderBlock whole;
    private final Block part;

    PartBlock(AutoencoderBlock whole, Block part) {
        this.whole = whole;
        this.part = part;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return part.forward(parameterStore, inputs, training, params);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return part.getOutputShapes(inputShapes);
    }

    @Override
    public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
        part.initialize(manager, dataType, inputShapes);
    }

    @Override
    public boolean isInitialized() {
        return part.isInitialized();
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return part.describeInput();
    }

    @Override
    public BlockList getChildren() {
        BlockList children = new BlockList();
        children.add("part", part);
        return children;
    }

    @Override
    public ParameterList getDirectParameters() {
        return new ParameterList();
    }

    @Override
    public void saveParameters(DataOutputStream os) throws IOException {
        whole.saveParameters(os);
    }

    @Override
    public void loadParameters(NDManager manager, DataInputStream is)
            throws IOException, MalformedModelException {
        whole.loadParameters(manager, is);
    }
}
