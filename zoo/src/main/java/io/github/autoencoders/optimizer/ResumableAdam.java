package io.github.autoencoders.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.program.AdamProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
    public JointUpdate jointUpdate(List<Parameter> parameters, Placement place) throws IOException {
        return AdamProgram.isKnownTo(place.engine())
                ? new Joint(parameters, AdamProgram.of(parameters.size(), BETA_1, BETA_2, place))
                : super.jointUpdate(parameters, place);
    }

    private final class Joint implements JointUpdate {

        private final List<Parameter> parameters;
        private final AdamProgram program;

        Joint(List<Parameter> parameters, AdamProgram program) {
            this.parameters = List.copyOf(parameters);
            this.program = program;
        }

        @Override
        public void step(NDList gradients) {
            NDList weights = new NDList();
            NDList firsts = new NDList();
            NDList seconds = new NDList();
            List<Moments> all = new ArrayList<>();
            int t = 0; // the same of all, which learn together from the first
            for (Parameter parameter : parameters) {
                NDArray weight = parameter.getArray();
                Moments m = moments(parameter.getId(), weight);
                all.add(m);
                weights.add(weight);
                firsts.add(m.first);
                seconds.add(m.second);
                t = ++m.updates;
            }
            program.update(weights, gradients, firsts, seconds, t, learningRate(), EPSILON);
            all.forEach(ResumableAdam.this::sweep);
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
