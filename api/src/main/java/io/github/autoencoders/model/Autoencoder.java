package io.github.autoencoders.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A plain autoencoder: x [B, ...sample] to the likelihood's parameters [B, ...sample] and the code
 * [B, D]. A conditional one takes the condition, one-hot [B, K], as its second input.
 *
 * @see AutoencoderOutput
 */
public final class Autoencoder extends AbstractBlock implements AutoencoderBlock {

    private final Encoder encoder;
    private final Decoder decoder;

    /** Joins the two halves. */
    public Autoencoder(Encoder encoder, Decoder decoder) {
        encoder.requireOutputs(1, "one code");
        this.encoder = addChildBlock("encoder", encoder);
        this.decoder = addChildBlock("decoder", decoder);
    }

    @Override
    public Encoder encoder() {
        return encoder;
    }

    @Override
    public Decoder decoder() {
        return decoder;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] x = encoder.condition().of(inputShapes);
        encoder.initialize(manager, dataType, x);
        Shape code = encoder.getOutputShapes(x)[0];
        decoder.initialize(manager, dataType, encoder.condition().inputShapes(code));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList given = encoder.condition().of(inputs);
        NDList x = new NDList(inputs.head()).addAll(given);
        NDList code = encoder.forward(parameterStore, x, training, params);
        NDList z = new NDList(code.head()).addAll(given);
        NDList parameters = decoder.forward(parameterStore, z, training, params);
        return new AutoencoderOutput(parameters.head(), code.head(), null).toList();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape code = encoder.getOutputShapes(encoder.condition().of(inputShapes))[0];
        Shape[] z = encoder.condition().inputShapes(code);
        return new Shape[] {decoder.getOutputShapes(z)[0], code};
    }
}
