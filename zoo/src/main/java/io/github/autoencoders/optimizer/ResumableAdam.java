package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.program.AdamProgram;
import io.github.autoencoders.program.AdamState;
import io.github.autoencoders.program.AdamStepProgram;
import io.github.autoencoders.program.LossGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** See {@link UpdateRule.Adam}. */
final class ResumableAdam extends ResumableOptimizer {

    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    ResumableAdam(double learningRate, NDManager manager) {
        super(learningRate, manager);
    }

    @Override
    void update(NDArray weight, NDArray gradient, NDArray first, NDArray second, int t) {
        double correction = Math.sqrt(1 - Math.pow(BETA_2, t)) / (1 - Math.pow(BETA_1, t));
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, first, second),
                        new NDList(weight),
                        learningRate(),
                        (float) (learningRate() * correction),
                        0, // no weight decay
                        rescaleGrad,
                        clipGrad,
                        BETA_1,
                        BETA_2,
                        EPSILON,
                        true,
                        false);
    }

    @Override
    public Descent descent(LossGraph loss, List<Parameter> learning, Placement place, long batch)
            throws IOException {
        Optional<AdamStepProgram> whole = AdamStepProgram.of(loss, BETA_1, BETA_2, place, batch);
        if (whole.isEmpty()) {
            return super.descent(loss, learning, place, batch);
        }
        AdamStepProgram program = whole.get();
        try {
            program.warmUp(manager(), batch);
            return new OneProgram(this, List.copyOf(learning), program);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    @Override
    JointUpdate jointUpdate(List<Parameter> parameters, Placement place) throws IOException {
        return AdamProgram.isKnownTo(place.engine())
                ? new Joint(
                        this,
                        List.copyOf(parameters),
                        AdamProgram.of(parameters.size(), BETA_1, BETA_2, place))
                : super.jointUpdate(parameters, place);
    }

    /** The running means of all that learns, whose next update begins. */
    private final class NextUpdate {

        private final List<Moments> all = new ArrayList<>();
        private final NDList firsts = new NDList();
        private final NDList seconds = new NDList();
        private int t; // the same of all, which learn together from the first

        NextUpdate(List<Parameter> parameters) {
            for (Parameter parameter : parameters) {
                Moments m = moments(parameter.getId(), parameter.getArray());
                all.add(m);
                firsts.add(m.first);
                seconds.add(m.second);
                t = ++m.updates;
            }
        }

        AdamState state() {
            return new AdamState(firsts, seconds, t, learningRate(), EPSILON);
        }

        void end() {
            all.forEach(ResumableAdam.this::sweep);
        }
    }

    private record OneProgram(
            ResumableAdam adam, List<Parameter> parameters, AdamStepProgram program)
            implements Descent {

        @Override
        public NDList step(NDList arrays) {
            NextUpdate next = adam.new NextUpdate(parameters);
            NDList outputs = program.step(arrays, next.state());
            next.end();
            return outputs;
        }

        @Override
        public void close() {
            program.close();
        }
    }

    private record Joint(ResumableAdam adam, List<Parameter> parameters, AdamProgram program)
            implements JointUpdate {

        @Override
        public void step(NDList gradients) {
            NextUpdate next = adam.new NextUpdate(parameters);
            NDList weights = new NDList();
            parameters.forEach(parameter -> weights.add(parameter.getArray()));
            program.update(weights, gradients, next.state());
            next.end();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
