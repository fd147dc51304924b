package io.github.autoencoders.benchmark;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.picture.CostCurve;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.summary.NetworkSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What training costs along some axes: a table and a chart of each.
 *
 * @param study what is measured
 * @param recipe its name
 * @param out where the charts go
 * @param told is given the tables, line by line, as they grow
 */
public record ScaleRuns(ScaleStudy study, String recipe, Path out, Consumer<String> told) {

    /**
     * Measures and draws.
     *
     * @param values along each axis
     * @param threads of the arithmetic, 0 for as many as the engine chose
     */
    public ScaleReport run(Function<ScaleAxis, List<Integer>> values, int threads)
            throws IOException, TranslateException {
        NetworkSummary network = study.network();
        MachinePeak peak = study.peak();
        print(network, peak);
        List<ScaleReport.Curve> curves = new ArrayList<>();
        for (ScaleAxis axis : ScaleAxis.values()) {
            List<ScalePoint> points = points(axis, values.apply(axis), peak);
            curves.add(new ScaleReport.Curve(axis, points));
            draw(axis, points);
        }
        say(
                "%nARITHMETIC and MEMORY: the share of the machine's best that is reached.%n"
                        + "Where both are small, neither bounds: calls, copies and waiting do.");
        return new ScaleReport(
                study.place().engineWithVersion(),
                study.place().deviceName(),
                threads,
                recipe,
                study.batch(),
                peak,
                network,
                curves);
    }

    private void say(String format, Object... values) {
        told.accept(String.format(Locale.ROOT, format, values));
    }

    private void print(NetworkSummary network, MachinePeak peak) {
        say(
                "this machine at best: %.1f GFLOP/s in a product of matrices,%n"
                        + "%.1f GB/s in an addition",
                peak.operationsPerSecond() / 1e9, peak.bytesPerSecond() / 1e9);
        told.accept(network.toString());
        Roofline step = Roofline.of(network, study.batch(), peak);
        say(
                "a training step of %d: %.2f GFLOP, %.3f GB, %.1f FLOP for a byte;%n"
                        + "at least %.1f ms by arithmetic, %.1f ms by memory",
                study.batch(),
                step.operations() / 1e9,
                step.bytes() / 1e9,
                step.intensity(),
                1e3 * step.arithmeticSeconds(),
                1e3 * step.memorySeconds());
    }

    private List<ScalePoint> points(ScaleAxis axis, List<Integer> values, MachinePeak peak)
            throws IOException, TranslateException {
        say(
                "%n%s%n%10s %11s %8s %10s %11s %8s  %s",
                axis.words().toUpperCase(Locale.ROOT),
                "",
                axis.timed().toUpperCase(Locale.ROOT).replace("TRAINING ", ""),
                "SPREAD",
                "IMAGES/S",
                "ARITHMETIC",
                "MEMORY",
                "NEARER BOUND");
        List<ScalePoint> points = new ArrayList<>();
        for (int value : values.stream().sorted().toList()) {
            ScalePoint point = study.point(axis, value, peak);
            points.add(point);
            say(
                    "%,10d %8.1f ms %6.1f %% %,10.0f %9.1f %% %6.1f %%  %s",
                    value,
                    1e3 * point.seconds().median(),
                    100 * point.seconds().spread(),
                    point.imagesPerSecond(),
                    100 * point.arithmeticShare(),
                    100 * point.memoryShare(),
                    point.roofline().bound());
        }
        if (axis == ScaleAxis.IMAGES && points.size() > 1) {
            sayHowStraight(StraightLine.of(points));
        }
        return points;
    }

    private void sayHowStraight(StraightLine line) {
        say(
                "a straight line of %.2f s for 1,000 images and %.2f s besides:%n"
                        + "none is farther from it than %.1f %%",
                1000 * line.slope(), line.intercept(), 100 * line.farthest());
    }

    private void draw(ScaleAxis axis, List<ScalePoint> points) throws IOException {
        List<CostCurve.Point> drawn =
                points.stream()
                        .map(
                                point ->
                                        new CostCurve.Point(
                                                point.value(),
                                                1e3 * point.seconds().lower(),
                                                1e3 * point.seconds().median(),
                                                1e3 * point.seconds().upper(),
                                                1e3 * point.roofline().arithmeticSeconds(),
                                                1e3 * point.roofline().memorySeconds()))
                        .toList();
        String batches =
                axis == ScaleAxis.BATCH ? "" : String.format(", batches of %s", study.batch());
        CostCurve curve = new CostCurve(axis.words(), "milliseconds of one " + axis.timed(), drawn);
        Path file = out.resolve("scale-" + axis.name().toLowerCase(Locale.ROOT) + ".png");
        String title = recipe + batches + ", " + study.place().engine();
        Png.write(curve.draw(title), file);
        say("chart: %s", file);
    }
}
