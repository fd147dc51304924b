package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderOutput;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The negative evidence lower bound of a batch, given what the networks make of it: none is run.
 */
@State(Scope.Benchmark)
public class LossBenchmark {

    /** Whether the gradients of logits, mean and log-variance are computed too. */
    @Param({"false", "true"})
    public boolean backward;

    private TimedWork work;

    /** Makes a batch, and what the networks might make of it. */
    @Setup
    public void open(Workplace place) {
        NDManager manager = place.manager();
        Shape samples = new Shape(place.batch).addAll(place.samples().format().modelShape());
        Shape codes = new Shape(place.batch, place.recipe().bottleneck().codeSize());
        NDArray x = manager.randomUniform(0, 1, samples);
        NDList learnt =
                new NDList(
                        manager.randomNormal(samples),
                        manager.randomNormal(codes),
                        manager.randomNormal(codes));
        learnt.forEach(array -> array.setRequiresGradient(backward));
        work =
                scope -> {
                    x.tempAttach(scope);
                    learnt.forEach(array -> array.tempAttach(scope));
                    return backward
                            ? place.gradients(() -> loss(x, learnt), learnt, scope)
                            : new NDList(loss(x, learnt));
                };
    }

    private static NDArray loss(NDArray x, NDList learnt) {
        DiagonalGaussian posterior = DiagonalGaussian.ofParameters(learnt.get(1), learnt.get(2));
        NDList output = new AutoencoderOutput(learnt.head(), posterior.mean(), posterior).toList();
        return AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli())
                .evaluate(new NDList(x), output);
    }

    /** The loss. */
    @Benchmark
    public void loss(Workplace place) throws IOException, TranslateException {
        place.run(work);
    }
}
