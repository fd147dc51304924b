package io.github.autoencoders.benchmark;

import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * The straight line through some points with the least sum of squared distances in y, and how
 * straight they lie.
 *
 * @param slope y for one more of x
 * @param intercept y where x is 0
 * @param farthest the largest distance of a point's y from the line's, as a share of the line's
 */
public record StraightLine(double slope, double intercept, double farthest) {

    /**
     * Returns the line of seconds over values.
     *
     * @param points at two values at least
     */
    public static StraightLine of(List<ScalePoint> points) {
        SimpleRegression line = new SimpleRegression();
        points.forEach(point -> line.addData(point.value(), point.seconds().median()));
        double farthest = 0;
        for (ScalePoint point : points) {
            double share = point.seconds().median() / line.predict(point.value()) - 1;
            farthest = Math.max(farthest, Math.abs(share));
        }
        return new StraightLine(line.getSlope(), line.getIntercept(), farthest);
    }
}
