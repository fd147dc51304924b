package io.github.autoencoders.benchmark;

import io.github.autoencoders.summary.NetworkSummary;
import java.util.List;

/**
 * What training costs along some axes, as it stands in the JSON file.
 *
 * @param engine name and version
 * @param device it ran on
 * @param threads of the arithmetic, 0 for as many as the engine chose
 * @param recipe name or file
 * @param batch images of a batch
 * @param peak of the machine
 * @param network of the recipe as it is, and what a step of it computes
 * @param curves one for each axis
 */
public record ScaleReport(
        String engine,
        String device,
        int threads,
        String recipe,
        int batch,
        MachinePeak peak,
        NetworkSummary network,
        List<Curve> curves) {

    public ScaleReport {
        curves = List.copyOf(curves);
    }

    /** Along one axis, by growing values. */
    public record Curve(ScaleAxis axis, List<ScalePoint> points) {

        public Curve {
            points = List.copyOf(points);
        }
    }
}
