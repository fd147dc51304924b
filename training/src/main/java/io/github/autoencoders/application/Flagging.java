package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Which scores are too high: none is asked for, those above a threshold, or the highest. */
public sealed interface Flagging {

    /** Returns the threshold, if it is known before there are scores. */
    OptionalDouble known();

    /** Returns the threshold above which scores are flagged, once all are there. */
    OptionalDouble of(double[] scores);

    /** No score is flagged, and none is said to be not. */
    record None() implements Flagging {

        @Override
        public OptionalDouble known() {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble of(double[] scores) {
            return known();
        }
    }

    /**
     * Scores above a threshold.
     *
     * @param threshold in the unit of the scores
     */
    record Above(double threshold) implements Flagging {

        public Above {
            if (!Double.isFinite(threshold)) {
                throw new IllegalArgumentException(
                        "threshold must be a finite number, but is " + threshold);
            }
        }

        @Override
        public OptionalDouble known() {
            return OptionalDouble.of(threshold);
        }

        @Override
        public OptionalDouble of(double[] scores) {
            return known();
        }
    }

    /**
     * The highest scores; fewer, where the lowest of them is that of others too.
     *
     * @param share of the samples, above 0, at most 1; their number is rounded
     */
    record Highest(double share) implements Flagging {

        public Highest {
            Require.share("share", share);
        }

        @Override
        public OptionalDouble known() {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble of(double[] scores) {
            double[] sorted = DoubleStream.of(scores).sorted().toArray();
            int others = sorted.length - Math.toIntExact(Math.round(share * sorted.length));
            return OptionalDouble.of(others == 0 ? Double.NEGATIVE_INFINITY : sorted[others - 1]);
        }
    }
}
