package io.github.autoencoders.dataset;

import io.github.autoencoders.dataset.PointStream.Point;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** One series of a stream of points: puts them in the order of time, and finds gaps. */
final class Track {

    private static final int STEPS = 999; // that tell what is a gap

    private final boolean wall;
    private final int late;
    private final double[] steps = new double[STEPS]; // the last, in a ring
    private long taken; // of them
    private double last = Double.NaN; // time of the point that was given last
    private double newest = Double.NaN; // that of the point that came last
    private boolean begun;
    private final PriorityQueue<TimedPoint> waiting =
            new PriorityQueue<>(
                    Comparator.comparingDouble(TimedPoint::at)
                            .thenComparingLong(point -> point.of().row()));

    /**
     * Makes one.
     *
     * @param wall whether times are what a clock on a wall showed, which may be set back an hour
     * @param late how many points wait for one that comes later than it should
     */
    Track(boolean wall, int late) {
        this.wall = wall;
        this.late = late;
    }

    /** Takes the steps of some points before these are added. */
    void foresee(List<TimedPoint> points) {
        double[] at = points.stream().mapToDouble(TimedPoint::at).sorted().toArray();
        for (int i = 1; i < at.length; i++) {
            learn(at[i] - at[i - 1]);
        }
    }

    private void learn(double step) {
        if (step > 0) {
            steps[(int) (taken++ % STEPS)] = step;
        }
    }

    private double[] sorted() {
        double[] known = Arrays.copyOf(steps, (int) Math.min(taken, STEPS));
        Arrays.sort(known);
        return known;
    }

    /** Takes a point, and gives those whose turn it is. */
    void add(TimedPoint point, Queue<Point> ready) {
        // What can still be put in its place is late rather than of a clock that was set back.
        if (point.at() < last && isSetBack(point.at() - newest)) {
            end(ready);
            last = point.at();
            begun = false;
        }
        if (point.at() < last) {
            ready.add(told(point, false, true));
            return;
        }
        newest = point.at();
        waiting.add(point);
        while (waiting.size() > late) {
            give(waiting.remove(), ready);
        }
    }

    private boolean isSetBack(double difference) {
        return wall && difference < 0 && TimeSteps.isSetBack(TimeSteps.step(sorted()), difference);
    }

    /** Gives the points that wait. */
    void end(Queue<Point> ready) {
        while (!waiting.isEmpty()) {
            give(waiting.remove(), ready);
        }
    }

    private void give(TimedPoint point, Queue<Point> ready) {
        double step = point.at() - last;
        boolean begins = !begun || step > TimeSteps.limit(sorted());
        learn(step);
        last = point.at();
        begun = true;
        ready.add(told(point, begins, false));
    }

    private static Point told(TimedPoint point, boolean begins, boolean late) {
        Point of = point.of();
        return new Point(of.row(), of.time(), of.series(), of.values(), begins, late);
    }
}
