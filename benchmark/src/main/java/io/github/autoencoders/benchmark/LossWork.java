package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderOutput;

/**
 * The negative evidence lower bound of a batch, given what the networks make of it: none is run.
 *
 * @param sample the shape of a sample in model units
 * @param batch B
 * @param codeSize D
 * @param backward whether the gradients of logits, mean and log-variance are computed too
 */
record LossWork(Shape sample, int batch, int codeSize, boolean backward) {

    TimedWork open(NDManager manager, String engine) {
        Shape samples = new Shape(batch).addAll(sample);
        NDArray x = manager.randomUniform(0, 1, samples);
        NDArray logits = manager.randomNormal(samples);
        NDArray mean = manager.randomNormal(new Shape(batch, codeSize));
        NDArray logVariance = manager.randomNormal(new Shape(batch, codeSize));
        NDList learnt = new NDList(logits, mean, logVariance);
        learnt.forEach(array -> array.setRequiresGradient(backward));
        AutoencoderLoss loss = AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli());
        return scope -> {
            x.tempAttach(scope);
            learnt.forEach(array -> array.tempAttach(scope));
            return backward
                    ? Gradients.of(
                            engine,
                            () -> loss.evaluate(new NDList(x), output(learnt)),
                            learnt,
                            scope)
                    : new NDList(loss.evaluate(new NDList(x), output(learnt)));
        };
    }

    private static NDList output(NDList learnt) {
        DiagonalGaussian posterior = DiagonalGaussian.ofParameters(learnt.get(1), learnt.get(2));
        return new AutoencoderOutput(learnt.head(), posterior.mean(), posterior).toList();
    }
}
