package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.latent.Quantization;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plain autoencoder: x [B, ...sample] to the likelihood's parameters [B, ...sample] and the code
 * [B, D]; one with a codebook also gives the {@link Quantization}. A conditional one takes the
 * condition, one-hot [B, K], as its second input.
 *
 * <p>An autoregressive decoder is shown x, so that the parameters are those of p(x given z); {@link
 * #reconstructing} has the code decoded alone.
 *
 * <p>Asked for it by its {@link MonteCarlo}, it also estimates the norm of its encoder's Jacobian,
 * in training and where a second input, noise [B, F] from N(0, I), determines the estimate; F is
 * the number of values in a sample.
 *
 * <pre>{@code
 * Block block = new Autoencoder(
 *         Encoder.of(
 *                 new Shape(20),
 *                 Linear.builder().setUnits(64).build(),
 *                 new Bottleneck.Deterministic(4, Activation.IDENTITY)),
 *         Decoder.of(4, Linear.builder().setUnits(20).build()));
 * }</pre>
 *
 * @see AutoencoderOutput
 */
public final class Autoencoder extends AbstractBlock implements AutoencoderBlock {

    private final Encoder encoder;
    private final Decoder decoder;
    private final double perturbation;

    /** Joins the two halves, which are run once. */
    public Autoencoder(Encoder encoder, Decoder decoder) {
        this(encoder, decoder, MonteCarlo.ONE_DRAW);
    }

    /**
     * Joins the two halves.
     *
     * @param monteCarlo with one draw, there being no distribution to draw from
     */
    public Autoencoder(Encoder encoder, Decoder decoder, MonteCarlo monteCarlo) {
        if (monteCarlo.draws() > 1) {
            throw new IllegalArgumentException(
                    "draws must be 1 for a plain autoencoder, but is " + monteCarlo.draws());
        }
        perturbation = monteCarlo.perturbation();
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
    public MonteCarlo monteCarlo() {
        return new MonteCarlo(1, perturbation);
    }

    @Override
    public Autoencoder reconstructing() {
        return decoder.isShownTargets()
                ? new Autoencoder(encoder, decoder.generating(), monteCarlo())
                : this;
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
        NDList z = decoder.withTarget(new NDList(code.head()).addAll(given), inputs.head());
        NDList parameters = decoder.forward(parameterStore, z, training, params);
        NDList noise = inputs.subNDList(1 + given.size());
        NDArray jacobianNorm =
                perturbation > 0 && (training || !noise.isEmpty())
                        ? jacobianNorm(parameterStore, x, noise, code.head(), training, params)
                        : null;
        return new AutoencoderOutput(
                        decoder.named(parameters.head()),
                        code.head(),
                        null,
                        jacobianNorm,
                        Quantization.find(code).orElse(null))
                .toList(training);
    }

    // For v from N(0, I), E |J v|^2 = |J|_F^2, and J v is what a step of v changes the code by.
    private NDArray jacobianNorm(
            ParameterStore parameterStore,
            NDList inputs,
            NDList noise,
            NDArray code,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        NDArray v =
                noise.isEmpty()
                        ? x.getManager()
                                .randomNormal(0, 1, x.getShape(), x.getDataType(), x.getDevice())
                        : noise.head().reshape(x.getShape());
        NDList perturbed = new NDList(x.add(Scaled.by(perturbation, v)));
        perturbed.addAll(inputs.subNDList(1));
        NDArray moved = encoder.forward(parameterStore, perturbed, training, params).head();
        NDArray slope = Scaled.by(1 / perturbation, moved.sub(code)); // [B, D]
        return slope.square()
                .sum(IntStream.range(1, slope.getShape().dimension()).toArray()); // [B]
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return Condition.describe(getInputShapes());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] code = encoder.getOutputShapes(encoder.condition().of(inputShapes));
        Shape[] z = encoder.condition().inputShapes(code[0]);
        return Stream.concat(Stream.of(decoder.getOutputShapes(z)), Stream.of(code))
                .toArray(Shape[]::new);
    }
}
