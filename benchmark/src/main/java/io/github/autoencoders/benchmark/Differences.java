package io.github.autoencoders.benchmark;

import io.github.autoencoders.benchmark.StepValues.Kind;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How far a run is apart from the first one, step by step.
 *
 * @param sameParameters each step from the parameters that the first run had before it: how exact
 *     the arithmetic of one step is
 * @param freeRunning from the first run's first parameters on its own: how such differences grow
 */
public record Differences(List<Step> sameParameters, List<Step> freeRunning) {

    public Differences {
        sameParameters = List.copyOf(sameParameters);
        freeRunning = List.copyOf(freeRunning);
    }

    /**
     * The largest relative difference, \(\max_i |a_i - b_i| / \max_i \max(|a_i|, |b_i|)\), of the
     * arrays of one step.
     *
     * @param step from 1
     * @param outputs of the block: the likelihood's parameters, the code, the posterior's mean and
     *     log-variance
     * @param losses of total, reconstruction and penalty, taken for one array
     * @param gradients of each parameter
     */
    public record Step(int step, double outputs, double losses, double gradients) {

        static Step of(int step, StepValues first, StepValues other) {
            return new Step(
                    step,
                    other.differenceFrom(first, Kind.OUTPUTS),
                    other.differenceFrom(first, Kind.LOSSES),
                    other.differenceFrom(first, Kind.GRADIENTS));
        }
    }

    /** Returns the largest of one number over the steps. */
    static double largest(List<Step> steps, ToDoubleFunction<Step> number) {
        return steps.stream().mapToDouble(number).max().orElse(0);
    }

    /** Returns the median of one number over the steps, of which there must be one. */
    static double median(List<Step> steps, ToDoubleFunction<Step> number) {
        return Quartiles.of(steps.stream().mapToDouble(number).toArray()).median();
    }
}
