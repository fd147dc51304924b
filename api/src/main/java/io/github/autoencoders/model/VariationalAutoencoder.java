package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.latent.DiagonalGaussian;
import org.jspecify.annotations.Nullable;

/**
 * A variational autoencoder: x [B, ...sample] to the likelihood's parameters [B, ...sample], the
 * code z and the posterior's mean and log-variance, each [B, D].
 *
 * <p>In training, z is drawn from the posterior; in inference it is the posterior's mean, so that
 * the same input gives the same output. A further input, noise [B, D] from N(0, I), determines z in
 * both: with fixed noise, the validation loss is an estimate of the evidence lower bound that can
 * be compared between epochs and between engines.
 *
 * <p>A conditional one takes the condition c, one-hot [B, K], as its second input, before the
 * noise. Both halves see it, and the prior of z is N(0, I) whatever it is: the bound is that of Eq.
 * 4 of <a
 * href="https://papers.nips.cc/paper/5775-learning-structured-output-representation-using-deep-conditional-generative-models">Sohn
 * et al. (2015)</a> with a prior that does not depend on the condition, as in model M2 of <a
 * href="https://arxiv.org/abs/1406.5298">Kingma et al. (2014)</a>, Eq. 6, its label prior left out.
 *
 * <p>An autoregressive decoder is shown x, so that the parameters are those of p(x given z); {@link
 * #reconstructing} has the code decoded alone.
 *
 * <p>Asked for K draws by its {@link MonteCarlo}, it draws and decodes K codes for each sample: the
 * parameters become [K * B, ...sample] and the code [K * B, D], first one for each sample, then
 * another for each. The noise is then [B, K * D].
 *
 * <p>Of networks that a recipe describes, and of a user's own:
 *
 * <pre>{@code
 * AutoencoderBlock described = new AutoencoderConfig(
 *                 samples.format(),
 *                 List.of(), // no conditions
 *                 new Architecture.Dense(List.of(64), Activation.RELU),
 *                 new Bottleneck.Gaussian(4),
 *                 new Likelihood.Gaussian(0.5))
 *         .newBlock();
 * Block own = new VariationalAutoencoder(
 *         Encoder.of(
 *                 new Shape(20),
 *                 Linear.builder().setUnits(64).build(),
 *                 new Bottleneck.Gaussian(4)),
 *         Decoder.of(4, Linear.builder().setUnits(20).build()));
 * }</pre>
 *
 * @see AutoencoderOutput
 * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>
 */
public final class VariationalAutoencoder extends AbstractBlock implements AutoencoderBlock {

    private final Encoder encoder;
    private final Decoder decoder;
    private final int draws;

    /** Joins the two halves, which are run once; the encoder must give mean and log-variance. */
    public VariationalAutoencoder(Encoder encoder, Decoder decoder) {
        this(encoder, decoder, MonteCarlo.ONE_DRAW);
    }

    /**
     * Joins the two halves; the encoder must give mean and log-variance.
     *
     * @param monteCarlo without perturbation
     */
    public VariationalAutoencoder(Encoder encoder, Decoder decoder, MonteCarlo monteCarlo) {
        if (monteCarlo.perturbation() > 0) {
            throw new IllegalArgumentException(
                    "perturbation must be 0 for a variational autoencoder, but is "
                            + monteCarlo.perturbation());
        }
        draws = monteCarlo.draws();
        encoder.requireOutputs(2, "mean and log-variance");
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
        return new MonteCarlo(draws, 0);
    }

    @Override
    public VariationalAutoencoder reconstructing() {
        return decoder.isShownTargets()
                ? new VariationalAutoencoder(encoder, decoder.generating(), monteCarlo())
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
        DiagonalGaussian posterior = DiagonalGaussian.ofParameters(code.get(0), code.get(1));
        NDArray z = code(posterior, inputs.subNDList(1 + given.size()), training);
        NDList beside = decoder.withTarget(given, inputs.head());
        NDList conditioned = new NDList(z).addAll(repeated(beside, z));
        NDList parameters = decoder.forward(parameterStore, conditioned, training, params);
        return new AutoencoderOutput(decoder.named(parameters.head()), z, posterior)
                .toList(training);
    }

    private NDArray code(DiagonalGaussian posterior, NDList noise, boolean training) {
        if (!noise.isEmpty()) {
            return draws == 1
                    ? posterior.sample(noise.head())
                    : posterior.samples(drawsFirst(noise.head()));
        }
        if (!training) {
            return posterior.mean();
        }
        return draws == 1 ? posterior.sample() : posterior.samples(draws);
    }

    // What goes with each code, where there are several of a sample.
    private static NDList repeated(NDList given, NDArray z) {
        NDList repeated = new NDList();
        for (NDArray condition : given) {
            NDList copies = new NDList();
            long draws = z.getShape().get(0) / condition.getShape().get(0);
            for (int draw = 0; draw < draws; draw++) {
                copies.add(condition);
            }
            repeated.add(draws == 1 ? condition : NDArrays.concat(copies));
        }
        return repeated;
    }

    private NDArray drawsFirst(NDArray noise) {
        long batch = noise.getShape().get(0);
        return noise.reshape(batch, draws, decoder.codeSize()).transpose(1, 0, 2); // [K, B, D]
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return Condition.describe(getInputShapes());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] code = encoder.getOutputShapes(encoder.condition().of(inputShapes));
        Shape[] z = encoder.condition().inputShapes(code[0]);
        Shape sample = decoder.getOutputShapes(z)[0];
        return new Shape[] {sample, code[0], code[0], code[1]};
    }
}
