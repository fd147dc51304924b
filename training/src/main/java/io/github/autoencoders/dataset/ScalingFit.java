package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The scaling that suits raw values, found from the training samples alone. */
final class ScalingFit {

    private ScalingFit() {}

    /** Returns the format of samples with another padding, and the scaling that suits them. */
    static SampleFormat format(Samples training, int padding) {
        SampleFormat format = training.format();
        return new SampleFormat(format.shape(), padding, of(training), format.schema());
    }

    /**
     * Returns [0, 255] to [0, 1] for 8-bit samples ([0, 1] as it is if they are all 0 and 1), the
     * range of the values to [0, 1] for other images, and the mean and standard deviation of each
     * feature for tables and of each channel for sequences, each point of a series counted once,
     * however many windows it is in. Strings keep their symbols. Where values are missing, it is
     * found from those that are known; ratings have one mean and standard deviation for all.
     */
    static Scaling of(Samples training) {
        if (training.format().scaling().allowsMissing()) {
            boolean ratings = training.format().scaling().known() instanceof Scaling.Standardized;
            return new Scaling.WithMissing(ratings ? ofKnown(training) : standardized(training));
        }
        if (training.format().scaling() instanceof Scaling.OneHot symbols) {
            return symbols;
        }
        boolean table = training.format().shape().dimension() == 1;
        if (table && !training.holdsBytes()) {
            return standardized(training);
        }
        if (training.format().shape().dimension() == 2 && !training.holdsBytes()) {
            return standardizedChannels(training);
        }
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < training.format().size(); j++) {
                minimum = Math.min(minimum, training.value(i, j));
                maximum = Math.max(maximum, training.value(i, j));
            }
        }
        if (training.holdsBytes()) {
            return maximum == 1 ? new Scaling.UnitInterval(0, 1) : Scaling.UnitInterval.BYTES;
        }
        return new Scaling.UnitInterval(minimum, maximum > minimum ? maximum : minimum + 1);
    }

    private static Scaling standardizedChannels(Samples training) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int channel = 0; channel < training.format().shape().get(0); channel++) {
            double[] values = training.channel(channel).toArray();
            double mean = DoubleStream.of(values).average().orElseThrow();
            double variance =
                    DoubleStream.of(values)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElseThrow();
            boolean constant = DoubleStream.of(values).allMatch(value -> value == values[0]);
            means.add(mean);
            deviations.add(constant ? 1 : Math.max(Math.sqrt(variance), Float.MIN_NORMAL));
        }
        return new Scaling.Standardized(means, deviations);
    }

    // One mean and one deviation, so that an error counts the same in each column.
    private static Scaling ofKnown(Samples training) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < training.format().size(); j++) {
                double value = training.value(i, j);
                if (!Double.isNaN(value)) {
                    count++;
                    double difference = value - sum / Math.max(1, count - 1);
                    sum += value;
                    squares += difference * (value - sum / count); // Welford
                }
            }
        }
        double deviation = Math.sqrt(squares / count);
        return new Scaling.Standardized(
                List.of(sum / count), List.of(deviation > 0 ? deviation : 1));
    }

    // Of each feature's known values. Where there are none, nothing is changed.
    private static Scaling standardized(Samples training) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int feature = 0; feature < training.format().size(); feature++) {
            double[] values = known(training, feature);
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double variance = 0;
            boolean constant = true;
            for (double value : values) {
                double difference = value - mean;
                variance += difference * difference / values.length;
                constant &= value == values[0];
            }
            means.add(mean);
            // The mean of equal values is rounded, so that their variance need not come out as 0.
            deviations.add(constant ? 1 : Math.max(Math.sqrt(variance), Float.MIN_NORMAL));
        }
        return new Scaling.Standardized(means, deviations);
    }

    private static double[] known(Samples training, int feature) {
        return IntStream.range(0, training.size())
                .mapToDouble(i -> training.value(i, feature))
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
