package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.dataset.Timeline.Segment;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How fast points come.
 *
 * @param seconds from one to the next, the median; 0 where times are no dates
 * @param gap the least step that was longer than all others within stretches; 0 likewise
 */
record Pace(double seconds, double gap) {

    /** Seconds of a day. */
    static final double DAY = 24 * 60 * 60;

    /** Seconds of a week. */
    static final double WEEK = 7 * DAY;

    private static final double LONGER = 1.5; // than the longest step without a gap

    static Pace of(Series series) {
        double[] at = series.timeline().seconds();
        if (at.length == 0) {
            return new Pace(0, 0);
        }
        double[] steps =
                series.timeline().segments().stream()
                        .flatMapToDouble(segment -> steps(at, segment))
                        .sorted()
                        .toArray();
        return steps.length == 0
                ? new Pace(0, 0)
                : new Pace(steps[steps.length / 2], LONGER * steps[steps.length - 1]);
    }

    private static DoubleStream steps(double[] at, Segment segment) {
        return IntStream.range(segment.from() + 1, segment.to())
                .mapToDouble(i -> at[i] - at[i - 1]);
    }
}
