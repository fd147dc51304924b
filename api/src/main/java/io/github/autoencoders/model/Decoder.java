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
import ai.djl.util.PairList;
import io.github.autoencoders.array.ArrayReading;
import io.github.autoencoders.array.Watched;
import io.github.autoencoders.network.Composite;
import io.github.autoencoders.network.OwnNetwork;
import io.github.autoencoders.network.Stepwise;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The half that turns codes into samples: [B, D] to the parameters of the likelihood, [B,
 * ...sample]. {@link io.github.autoencoders.likelihood.Likelihood#mean} makes them samples in model
 * units.
 *
 * <p>A conditional one takes a second input, the condition, one-hot [B, K], beside the code: the
 * network's input is [B, D + K].
 *
 * <p>One whose architecture {@linkplain
 * io.github.autoencoders.network.Architecture#isAutoregressive is autoregressive} can be given one
 * input more: x itself [B, ...sample], to get the parameters of p(x given z), called teacher
 * forcing; or noise [B, F], which decides the symbols chosen. Without, it chooses the most probable
 * symbols. The parameters' greatest logits are then the chosen ones.
 *
 * <p>With a network of one's own:
 *
 * <pre>{@code
 * Block network = new SequentialBlock()
 *         .add(Linear.builder().setUnits(64).build())
 *         .add(new ActivationBlock(Activation.RELU))
 *         .add(Linear.builder().setUnits(20).build()); // one parameter for each of 20 values
 * Decoder decoder = Decoder.of(4, network);
 * }</pre>
 */
public final class Decoder extends AbstractBlock implements Composite {

    private final Shape codeShape;
    private final Condition condition;
    private final boolean autoregressive;
    private final boolean generating;
    private final Block network;
    private volatile Optional<Shortcut> shortcut = Optional.empty();
    private boolean frozen;

    /** Another way to the same parameters of the likelihood, but for rounding. */
    @FunctionalInterface
    public interface Shortcut {
        /**
         * Returns what the decoder would, if this way can be gone.
         *
         * @param parameterStore to take the decoder's parameters from
         * @param inputs code and condition, as the decoder is given them
         */
        Optional<NDList> forward(ParameterStore parameterStore, NDList inputs);
    }

    Decoder(
            Shape codeShape,
            Condition condition,
            boolean autoregressive,
            boolean generating,
            Block network) {
        this.codeShape = codeShape;
        this.condition = condition;
        this.autoregressive = autoregressive;
        this.generating = generating;
        this.network = addChildBlock("network", network);
    }

    /**
     * Returns a decoder with a network of one's own.
     *
     * @param codeSize D
     * @param network from [B, D] to the parameters of the likelihood, [B, ...sample] with P times
     *     the channels of a sample
     */
    public static Decoder of(int codeSize, Block network) {
        return of(codeSize, 0, network);
    }

    /**
     * Returns the decoder of a conditional autoencoder, with a network of one's own.
     *
     * @param codeSize D
     * @param conditions K, the number of labels in the condition, or 0 for none
     * @param network from [B, D + K] to the parameters of the likelihood, [B, ...sample] with P
     *     times the channels of a sample
     */
    public static Decoder of(int codeSize, int conditions, Block network) {
        Shape code = new Shape(codeSize);
        Condition condition = new Condition(conditions);
        return new Decoder(code, condition, false, false, OwnNetwork.decoder(network));
    }

    /** Returns D, the number of values in a code. */
    public int codeSize() {
        return (int) codeShape.size();
    }

    /**
     * Returns what gives the parameters of p(x given z): the inputs, and behind them x for a
     * decoder in which each symbol depends on those before it.
     *
     * @param inputs code and condition, or a part of them
     * @param x the samples in model units, [B, ...sample]
     */
    public NDList withTarget(NDList inputs, NDArray x) {
        return new NDList(inputs).addAll(isShownTargets() ? new NDList(x) : new NDList());
    }

    /** Returns the network, if it can be asked for one symbol after another. */
    public Optional<Stepwise> stepwise() {
        return network instanceof Stepwise steps ? Optional.of(steps) : Optional.empty();
    }

    /**
     * Returns what the network is given of each sample: the code, and behind it the condition, [B,
     * D + K].
     *
     * @param inputs code and condition
     */
    public NDArray joined(NDList inputs) {
        return condition.join(inputs.head(), inputs);
    }

    /** Returns the parameters, named if it was shown the sample that they are of. */
    NDArray named(NDArray parameters) {
        if (isShownTargets()) {
            parameters.setName(AutoencoderOutput.TEACHER_FORCED);
        }
        return parameters;
    }

    /** Returns whether {@link #withTarget} adds the sample to the inputs. */
    boolean isShownTargets() {
        return autoregressive && !generating;
    }

    /** Returns a decoder of the same parameters that is never shown a sample. */
    Decoder generating() {
        return new Decoder(codeShape, condition, autoregressive, true, network);
    }

    /** Freezes or thaws this half, as {@link Encoder#freezeParameters} the other. */
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
        Condition.requireBatch("z", codeShape, inputShapes[0]);
        network.initialize(manager, dataType, condition.join(inputShapes[0], inputShapes));
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
        Condition.requireBatch("z", codeShape, inputs.head().getShape());
        Optional<NDList> made = training ? Optional.empty() : shortened(parameterStore, inputs);
        return made.orElseGet(() -> byBlocks(parameterStore, inputs, training, params));
    }

    private NDList byBlocks(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray z = inputs.head();
        int own = own(inputs.getShapes()).length;
        NDList joined = new NDList(condition.join(z, inputs.subNDList(0, own))); // [B, D + K]
        joined.addAll(inputs.subNDList(own));
        return network.forward(parameterStore, joined, training, params);
    }

    /**
     * Lets another way be gone wherever the decoder is not trained, such as an engine's own
     * program; not by an autoregressive one. Gradients need not pass through it.
     */
    public void shorten(Shortcut other) {
        shortcut = Optional.of(other);
    }

    private Optional<NDList> shortened(ParameterStore parameterStore, NDList inputs) {
        boolean noted = inputs.stream().anyMatch(Watched.class::isInstance);
        return noted || autoregressive
                ? Optional.empty()
                : shortcut.flatMap(other -> other.forward(parameterStore, inputs));
    }

    // Code and condition; what is behind them is for an autoregressive network.
    private Shape[] own(Shape... inputs) {
        return autoregressive ? condition.of(inputs) : inputs;
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return Condition.describe(getInputShapes());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape joined = condition.join(inputShapes[0], own(inputShapes));
        return network.getOutputShapes(new Shape[] {joined});
    }
}
