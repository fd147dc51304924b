package io.github.autoencoders.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Scalings that suit raw values, found from those of training samples that are known. */
final class ScalingFit {

    private static final int QUANTILES = 32;

    private ScalingFit() {}

    /** Returns the format of samples with another padding, and the scaling of a kind. */
    static SampleFormat format(Samples samples, int padding, ScalingKind wanted) {
        SampleFormat format = samples.format();
        boolean standard = wanted == ScalingKind.STANDARD;
        if (!standard && (samples.holdsBytes() || !format.kind().hasScalings())) {
            throw new IllegalArgumentException(
                    "scaling must be STANDARD for %s, which are no numbers in units of their own, but is %s"
                            .formatted(format.samples(), wanted));
        }
        Scaling known =
                switch (wanted) {
                    case STANDARD -> format.kind().fit(samples);
                    case ROBUST -> robust(samples);
                    case QUANTILE -> quantiles(samples);
                    case SPECTROGRAM -> Spectrogram.fit(samples);
                };
        Scaling fitted = format.allowsMissing() ? new Scaling.WithMissing(known) : known;
        return new SampleFormat(format.shape(), padding, fitted, format.schema());
    }

    /**
     * Returns [0, 255] to [0, 1] for 8-bit samples, [0, 1] as it is if they are all 0 and 1, and
     * the range of the values to [0, 1] for others.
     */
    static Scaling range(Samples training) {
        if (training.holdsBytes()) {
            return ofBytes(training);
        }
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        int values = training.format().size();
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < values; j++) {
                double value = training.value(i, j);
                if (!Double.isNaN(value)) {
                    minimum = Math.min(minimum, value);
                    maximum = Math.max(maximum, value);
                }
            }
        }
        return new Scaling.UnitInterval(minimum, maximum > minimum ? maximum : minimum + 1);
    }

    // Of most images one or two need be looked at.
    private static Scaling ofBytes(Samples training) {
        double maximum = 0;
        int values = training.format().size();
        for (int i = 0; i < training.size() && maximum <= 1; i++) {
            for (int j = 0; j < values; j++) {
                maximum = Math.max(maximum, training.value(i, j));
            }
        }
        return maximum == 1 ? new Scaling.UnitInterval(0, 1) : Scaling.UnitInterval.BYTES;
    }

    /**
     * Returns the mean and standard deviation of each channel of sequences, each point of a series
     * counted once, however many windows it is in.
     */
    static Scaling ofChannels(Samples training) {
        return standardized(columns(training).map(values -> ofColumn(values, Column::ofChannel)));
    }

    /** Returns one mean and one deviation, so that an error counts the same in each column. */
    static Scaling together(Samples training) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        int values = training.format().size();
        for (int i = 0; i < training.size(); i++) {
            for (int j = 0; j < values; j++) {
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

    /**
     * Returns the mean and deviation of each feature, but of those of words; where nothing is
     * known, 0 and 1.
     */
    static Scaling ofFeatures(Samples training) {
        return besideWords(
                training,
                standardized(columns(training).map(values -> ofColumn(values, Column::ofFeature))));
    }

    private static double[] known(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).toArray();
    }

    /** Returns quantiles of each feature or channel, but of those of words. */
    static Scaling quantiles(Samples training) {
        List<Quantiles.Curve> curves = columns(training).map(ScalingFit::curve).toList();
        Quantiles.Curve none = new Quantiles.Curve(List.of(0.0), List.of(0.0), 1);
        return besideWords(training, new Quantiles(curves.isEmpty() ? List.of(none) : curves));
    }

    // Equal quantiles are one, in their middle.
    private static Quantiles.Curve curve(double[] values) {
        Column column = ofColumn(values, Column::ofQuartiles);
        double[] sorted = column.isFar() ? values.clone() : Digits.widened(Digits.narrowed(values));
        Arrays.sort(sorted);
        NavigableMap<Double, DoubleSummaryStatistics> shares = new TreeMap<>();
        for (int i = 0; i < QUANTILES; i++) {
            double share = (i + 0.5) / QUANTILES;
            double value = column.equal ? column.mean : quantile(sorted, share);
            shares.computeIfAbsent(value, each -> new DoubleSummaryStatistics()).accept(share);
        }
        List<Double> scores =
                shares.values().stream().map(share -> logistic(share.getAverage())).toList();
        return new Quantiles.Curve(List.copyOf(shares.keySet()), scores, column.deviation);
    }

    // The quantile of a logistic distribution of mean 0 and variance 1.
    private static double logistic(double share) {
        return Math.sqrt(3) / Math.PI * Math.log(share / (1 - share));
    }

    /** Returns the median and the quartiles of each feature or channel, but of those of words. */
    static Scaling robust(Samples training) {
        Scaling.Standardized quartiles =
                standardized(
                        columns(training).map(values -> ofColumn(values, Column::ofQuartiles)));
        return besideWords(training, new Scaling.Robust(quartiles));
    }

    private static Scaling besideWords(Samples training, Scaling scaling) {
        List<Integer> classes = training.format().schema().classes();
        List<Dated.Cycle> cycles = cycles(training);
        Scaling numbers = cycles.isEmpty() ? scaling : new Dated(scaling, cycles);
        if (classes.isEmpty()) {
            return numbers;
        }
        boolean any = classes.contains(0);
        return new Mixed(any ? numbers : new Scaling.Identity(), classes);
    }

    // Those that come again in the dates; all columns that are no words are numbers.
    private static List<Dated.Cycle> cycles(Samples training) {
        Schema schema = training.format().schema();
        if (schema.isOfNumbers()) {
            return List.of();
        }
        List<Schema.Column> numbers =
                schema.featureColumns().stream().filter(column -> !column.isOfWords()).toList();
        List<double[]> values = columns(training).toList();
        List<Dated.Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int at = i;
            DoubleSummaryStatistics range = DoubleStream.of(values.get(i)).summaryStatistics();
            if (numbers.get(i).isOfDates()) {
                DoubleStream.of(Dated.Cycle.DAY, Dated.Cycle.WEEK, Dated.Cycle.YEAR)
                        .filter(each -> each > Dated.Cycle.DAY || numbers.get(at).hasTimes())
                        .filter(each -> 2 * each <= range.getMax() - range.getMin())
                        .forEach(each -> cycles.add(new Dated.Cycle(at, each)));
            }
        }
        return cycles;
    }

    /**
     * Returns the known values of each feature of rows, but those of words, or of each channel of
     * sequences.
     */
    static Stream<double[]> columns(Samples samples) {
        List<Integer> classes = samples.format().schema().classes();
        int count = Math.toIntExact(samples.format().shape().get(0));
        return IntStream.range(0, count)
                .filter(column -> classes.isEmpty() || classes.get(column) == 0)
                .mapToObj(column -> known(samples.channel(column)));
    }

    // Of no columns at all, whatever is put in its place is never asked.
    private static Scaling.Standardized standardized(Stream<Column> columns) {
        List<Column> all = columns.toList();
        return all.isEmpty()
                ? new Scaling.Standardized(List.of(0.0), List.of(1.0))
                : new Scaling.Standardized(
                        all.stream().map(Column::mean).toList(),
                        all.stream().map(Column::deviation).toList());
    }

    /** Of 32-bit floats, as models are given them, unless those cannot tell the values apart. */
    private static Column ofColumn(double[] values, Function<double[], Column> fit) {
        Column floats = fit.apply(Digits.widened(Digits.narrowed(values)));
        if (!floats.isFar()) {
            return floats;
        }
        Column doubles = fit.apply(values);
        if (doubles.isTold()) {
            return doubles;
        }
        boolean near = !Scaling.isFar(floats.mean, 1); // so that models are given floats
        boolean told = near || (Digits.areFloats(values) && floats.isWithinDoubles());
        return told ? floats.constant() : Column.around(doubles.equal ? values[0] : doubles.mean);
    }

    /**
     * Returns the value below which a share of sorted values is, interpolated: type 7 of <a
     * href="https://doi.org/10.1080/00031305.1996.10473566">Hyndman and Fan (1996)</a>.
     */
    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The mean and the standard deviation of the values of one column. */
    private record Column(double mean, double deviation, boolean equal) {

        // Of the 53 bits of a double, as many must be left for the differences as these are short
        // of.
        private static final double MOST_DOUBLE_OFFSET = 1L << 42;

        static Column ofFeature(double[] values) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double variance = 0;
            for (double value : values) {
                double difference = value - mean;
                variance += difference * difference / values.length;
            }
            return of(values, mean, variance);
        }

        static Column ofChannel(double[] values) {
            double mean = DoubleStream.of(values).average().orElse(0);
            double variance =
                    DoubleStream.of(values)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0);
            return of(values, mean, variance);
        }

        static Column ofQuartiles(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349;
            Column usual = ofFeature(values);
            boolean told = spread > 0; // half of them may be equal
            return new Column(quantile(sorted, 0.5), told ? spread : usual.deviation, usual.equal);
        }

        // The mean of equal values is rounded, so that their variance need not come out as 0.
        private static Column of(double[] values, double mean, double variance) {
            boolean equal = DoubleStream.of(values).allMatch(value -> value == values[0]);
            double deviation = equal ? 1 : Math.max(Math.sqrt(variance), Float.MIN_NORMAL);
            return new Column(mean, deviation, equal);
        }

        boolean isFar() {
            return equal || Scaling.isFar(mean, deviation);
        }

        boolean isTold() {
            return !equal && Math.abs(mean) <= MOST_DOUBLE_OFFSET * deviation;
        }

        // What a deviation of 1 is not lost beside.
        boolean isWithinDoubles() {
            return Math.abs(mean) <= MOST_DOUBLE_OFFSET;
        }

        Column constant() {
            return new Column(mean, 1, true);
        }

        // Values that differ by the last of their bits at most.
        static Column around(double value) {
            return new Column(value, Math.max(1, Math.abs(value) / MOST_DOUBLE_OFFSET), true);
        }
    }
}
