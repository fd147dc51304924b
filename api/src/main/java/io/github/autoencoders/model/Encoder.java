package io.github.autoencoders.model;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import io.github.autoencoders.array.ArrayReading;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.VectorQuantizer;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Composite;
import io.github.autoencoders.network.OwnNetwork;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The half that turns samples into codes: [B, ...sample], in model units, to the parameters of the
 * code, each [B, D]. A plain autoencoder's encoder gives the code, one with a codebook also the
 * {@link io.github.autoencoders.latent.Quantization}; a variational one's gives mean and
 * log-variance, in this order.
 *
 * <p>A conditional one takes a second input, the condition, one-hot [B, K], which stands beside the
 * network's features [B, E] where they become the code: q(z given x, c) of Eq. 4 of <a
 * href="https://papers.nips.cc/paper/5775-learning-structured-output-representation-using-deep-conditional-generative-models">Sohn
 * et al. (2015)</a>, c being their x, and x their y. The network itself sees x alone.
 *
 * <p>With a network of one's own:
 *
 * <pre>{@code
 * Block network = new SequentialBlock()
 *         .add(Linear.builder().setUnits(64).build())
 *         .add(new ActivationBlock(Activation.RELU));
 * Encoder encoder = Encoder.of(new Shape(20), network, new Bottleneck.Gaussian(4));
 * }</pre>
 */
public final class Encoder extends AbstractBlock implements Composite {

    private final Shape sampleShape;
    private final Condition condition;
    private final Block network;
    private final PairList<String, Block> heads;
    private final Activation activation;
    private boolean frozen;

    Encoder(Shape sampleShape, Condition condition, Block network, Bottleneck bottleneck) {
        this.sampleShape = sampleShape;
        this.condition = condition;
        this.network = addChildBlock("network", network);
        heads = bottleneck.newHeads();
        activation = bottleneck.activation();
        for (Pair<String, Block> head : heads) {
            addChildBlock(head.getKey(), head.getValue());
        }
    }

    /**
     * Returns an encoder with a network of one's own.
     *
     * @param sample the shape of one sample in model units
     * @param network from [B, ...sample] to features [B, E]; maps are flattened
     * @param bottleneck how features become a code
     */
    public static Encoder of(Shape sample, Block network, Bottleneck bottleneck) {
        return of(sample, 0, network, bottleneck);
    }

    /**
     * Returns the encoder of a conditional autoencoder, with a network of one's own.
     *
     * @param sample the shape of one sample in model units
     * @param conditions K, the number of labels in the condition, or 0 for none
     * @param network from [B, ...sample] to features [B, E], which sees no condition; maps are
     *     flattened
     * @param bottleneck how features and the condition become a code
     */
    public static Encoder of(Shape sample, int conditions, Block network, Bottleneck bottleneck) {
        return new Encoder(
                sample, new Condition(conditions), OwnNetwork.encoder(network), bottleneck);
    }

    /** Returns the shape of one sample in model units. */
    public Shape sampleShape() {
        return sampleShape;
    }

    /** Returns the number of labels in the condition, or 0 for none. */
    public int conditions() {
        return condition.size();
    }

    /** Returns the codebook, if the code has one. */
    public Optional<VectorQuantizer> quantizer() {
        return heads.values().stream()
                .filter(VectorQuantizer.class::isInstance)
                .map(VectorQuantizer.class::cast)
                .findFirst();
    }

    /** Returns the condition. */
    Condition condition() {
        return condition;
    }

    void requireOutputs(int count, String what) {
        if (heads.size() != count) {
            throw new IllegalArgumentException(
                    "encoder must give " + what + ", but gives " + heads.keys());
        }
    }

    /**
     * Freezes or thaws this half, before or after a trainer is made for its model: DJL thaws all
     * that was loaded when it makes one, and a half that was frozen freezes again when the trainer
     * initializes it.
     */
    @Override
    public void freezeParameters(boolean freeze) {
        frozen = freeze;
        getChildren().values().forEach(child -> child.freezeParameters(freeze));
    }

    @Override
    public void loadParameters(NDManager manager, DataInputStream is)
            throws IOException, MalformedModelException {
        super.loadParameters(ArrayReading.by(manager), is);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Condition.requireBatch("x", sampleShape, inputShapes[0]);
        network.initialize(manager, dataType, inputShapes[0]);
        Shape features = features(inputShapes);
        for (Pair<String, Block> head : heads) {
            head.getValue().initialize(manager, dataType, features);
        }
        if (frozen) {
            freezeParameters(true);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        Condition.requireBatch("x", sampleShape, x.getShape());
        NDArray seen = network.forward(parameterStore, new NDList(x), training, params).head();
        NDList features = new NDList(condition.join(seen, inputs)); // [B, E + K]
        NDList code = new NDList();
        for (Pair<String, Block> head : heads) {
            NDList output = head.getValue().forward(parameterStore, features, training, params);
            code.add(activation.of(output.head())); // [B, D]
            code.addAll(output.subNDList(1)); // a codebook's
        }
        return code;
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return Condition.describe(getInputShapes());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] features = {features(inputShapes)};
        return heads.values().stream()
                .flatMap(head -> Stream.of(head.getOutputShapes(features)))
                .toArray(Shape[]::new);
    }

    private Shape features(Shape... inputShapes) {
        Shape seen = network.getOutputShapes(new Shape[] {inputShapes[0]})[0];
        return condition.join(seen, inputShapes);
    }
}
