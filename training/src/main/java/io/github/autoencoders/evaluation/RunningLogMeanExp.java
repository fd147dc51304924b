package io.github.autoencoders.evaluation;

/** \(\log \frac{1}{K} \sum_k e^{a_k}\) of numbers that come one by one. */
final class RunningLogMeanExp {

    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum; // of exp(a - greatest)
    private long count;

    void add(double a) {
        if (a > greatest) {
            sum = sum * Math.exp(greatest - a) + 1;
            greatest = a;
        } else {
            sum += Math.exp(a - greatest);
        }
        count++;
    }

    double value() {
        return greatest + Math.log(sum) - Math.log((double) count);
    }
}
