package io.github.autoencoders.model;

import ai.djl.ndarray.NDArray;
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
 * @see AutoencoderOutput
 * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014)</a>
 */
public final class VariationalAutoencoder extends AbstractBlock implements AutoencoderBlock {

    private final Encoder encoder;
    private final Decoder decoder;

    /** Joins the two halves; the encoder must give mean and log-variance. */
    public VariationalAutoencoder(Encoder encoder, Decoder decoder) {
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
        NDList conditioned = new NDList(z).addAll(given);
        NDList parameters = decoder.forward(parameterStore, conditioned, training, params);
        return new AutoencoderOutput(parameters.head(), z, posterior).toList();
    }

    private static NDArray code(DiagonalGaussian posterior, NDList noise, boolean training) {
        if (!noise.isEmpty()) {
            return posterior.sample(noise.head());
        }
        return training ? posterior.sample() : posterior.mean();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] code = encoder.getOutputShapes(encoder.condition().of(inputShapes));
        Shape[] z = encoder.condition().inputShapes(code[0]);
        Shape sample = decoder.getOutputShapes(z)[0];
        return new Shape[] {sample, code[0], code[0], code[1]};
    }
}
