package io.github.autoencoders.picture;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * How ways of finding anomalies trade what they find against what they flag for nothing: their ROC
 * curves, and those of precision over recall.
 *
 * @param ways at least one, at most twelve
 */
public record OperatingCharts(List<Way> ways) {

    /**
     * One way, at each of its thresholds, from the highest on.
     *
     * @param name of it
     * @param falseAlarms the shares of what is normal that are above the thresholds
     * @param found the shares of anomalies that are, the recalls
     * @param precision the shares of anomalies among all that are
     */
    public record Way(
            String name, List<Double> falseAlarms, List<Double> found, List<Double> precision) {

        public Way {
            falseAlarms = List.copyOf(falseAlarms);
            found = List.copyOf(found);
            precision = List.copyOf(precision);
        }
    }

    public OperatingCharts {
        ways = List.copyOf(ways);
    }

    /** Returns the picture, one chart beside the other; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<NamedCurves.Curve> roc =
                ways.stream()
                        .map(way -> new NamedCurves.Curve(way.name, way.falseAlarms, way.found))
                        .toList();
        List<NamedCurves.Curve> precision =
                ways.stream()
                        .map(way -> new NamedCurves.Curve(way.name, way.found, way.precision))
                        .toList();
        return Look.titled(
                title,
                Look.beside(
                        List.of(
                                new NamedCurves("false alarms", "found", roc).draw(""),
                                new NamedCurves("found", "precision", precision).draw(""))));
    }
}
