package io.github.autoencoders.round;

import java.util.ArrayList;
import java.util.List;

/**
 * The step that a training takes after a round, Algorithm 1 of <a
 * href="https://arxiv.org/abs/2311.08105">Douillard et al. (2023)</a> with Nesterov's momentum in
 * PyTorch's form: with the mean \(\bar\theta\) of the workers' parameters, each weighted by its
 * samples, \(\Delta = \theta - \bar\theta\), \(v \leftarrow \mu v + \Delta\), \(\theta \leftarrow
 * \theta - \eta (\Delta + \mu v)\).
 *
 * <p>What is no weight, as a running mean or a codebook, and the moments of the inner optimizer
 * become their means. The moments might stay with each worker, as they do in that paper; but then a
 * worker that is lost takes them along, and a round is no function of what its workers are told.
 * Averaged, as <a href="https://arxiv.org/abs/2109.05109">Chen et al. (2020)</a> show to be needed
 * of the second ones for local steps of adaptive methods to converge, they make a round three times
 * as many bytes.
 *
 * <p>Not for several threads.
 */
public final class OuterStep {

    private final double rate;
    private final double momentum;
    private List<float[]> velocity = List.of(); // v, of what is learnt; none without momentum

    /** Begins with no velocity. */
    public OuterStep(RoundSettings settings) {
        rate = settings.outerRate();
        momentum = settings.outerMomentum();
    }

    /** Returns v, one array for each parameter that is learnt; none before the first step. */
    public List<float[]> velocity() {
        return velocity;
    }

    /** Goes on with a velocity. */
    public void setVelocity(List<float[]> newVelocity) {
        velocity = List.copyOf(newVelocity);
    }

    /**
     * Returns where the step leads, and changes the velocity.
     *
     * @param learnt of each parameter, whether it is a weight that a gradient changes
     * @param begin what the workers began with
     * @param sum of their results
     */
    public Snapshot take(List<Boolean> learnt, Snapshot begin, RoundSum sum) {
        List<double[]> means = sum.parameters();
        List<float[]> parameters = new ArrayList<>();
        List<float[]> next = new ArrayList<>();
        for (int i = 0; i < means.size(); i++) {
            if (learnt.get(i)) {
                float[] before = begin.parameters().get(i);
                float[] v = velocity(next.size(), before.length);
                parameters.add(step(before, means.get(i), v));
                next.add(v);
            } else {
                parameters.add(rounded(means.get(i)));
            }
        }
        velocity = momentum == 0 ? List.of() : List.copyOf(next);
        List<float[]> moments = sum.moments().stream().map(OuterStep::rounded).toList();
        return new Snapshot(parameters, moments, sum.updates());
    }

    private float[] velocity(int index, int length) {
        return velocity.isEmpty() ? new float[length] : velocity.get(index).clone();
    }

    // From the mean on, so that a whole step without momentum is the mean itself.
    private float[] step(float[] before, double[] means, float[] v) {
        float[] after = new float[before.length];
        for (int j = 0; j < after.length; j++) {
            double difference = before[j] - means[j];
            double speed = momentum * v[j] + difference;
            double rest = (1 - rate) * difference - rate * momentum * speed;
            after[j] = (float) (rest == 0 ? means[j] : means[j] + rest);
            v[j] = (float) speed;
        }
        return after;
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int j = 0; j < rounded.length; j++) {
            rounded[j] = (float) values[j];
        }
        return rounded;
    }
}
