package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * The terms of the loss over the epochs, training solid and validation dashed: total and
 * reconstruction in one panel and, where the model has one, the penalty, such as the KL divergence,
 * which is much smaller, in a panel below.
 *
 * @param training one point an epoch
 * @param validation one point an epoch; may be empty
 * @param penalty what the penalty is called
 * @param unit of the penalty, or empty
 */
public record LossCurves(
        List<Point> training, List<Point> validation, String penalty, String unit) {

    private static final int WIDTH = 1200;
    private static final int LEFT = 110; // of both plots, so that they are flush
    private static final Color BEST = new Color(0x9a9a9a);

    // XChart begins its dashes anew at every point, unless it draws the curve as one smooth path.
    // Where the points are close it does; steps between them keep that path straight.
    private static final int STEPS = 8;

    /**
     * The terms after one epoch, per sample.
     *
     * @param epoch from 1
     * @param total the reconstruction and the weighted penalty
     * @param reconstruction the negative log-likelihood
     * @param penalty of the code, unweighted; zero or NaN where there is none
     */
    public record Point(int epoch, double total, double reconstruction, double penalty) {}

    /** One curve: what it is called, how it is drawn, and which number of a point it shows. */
    private record Term(String name, Color colour, ToDoubleFunction<Point> value) {

        double value(Point point) {
            return value.applyAsDouble(point);
        }
    }

    /** Training or validation: its points and how its curves are drawn. */
    private record Stage(String name, List<Point> points, boolean dashed) {

        BasicStroke stroke() {
            return dashed ? Look.stroke(3, 10, 7) : Look.stroke(3);
        }

        Dot dot() {
            return dashed ? Dot.ring(9) : Dot.filled(9);
        }
    }

    private static final Term TOTAL = new Term("total", Look.COLOURS.get(0), Point::total);
    private static final Term RECONSTRUCTION =
            new Term("reconstruction", Look.COLOURS.get(1), Point::reconstruction);
    private static final Term PENALTY = new Term("penalty", Look.COLOURS.get(2), Point::penalty);

    public LossCurves {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        if (training.isEmpty()) {
            throw new IllegalArgumentException(
                    "training must have at least one epoch, but has none");
        }
    }

    /**
     * Returns the picture.
     *
     * @param title blank for none
     * @param lossUnit what the loss is measured in
     */
    public BufferedImage draw(String title, String lossUnit) {
        List<Point> all = Stream.concat(training.stream(), validation.stream()).toList();
        boolean separate =
                all.stream().anyMatch(p -> Double.isFinite(p.penalty()) && p.penalty() != 0);
        boolean penalized = all.stream().anyMatch(p -> p.total() != p.reconstruction());
        List<Term> losses = penalized ? List.of(TOTAL, RECONSTRUCTION) : List.of(RECONSTRUCTION);
        List<BufferedImage> parts = new ArrayList<>();
        parts.add(key(losses));
        parts.add(caption(penalized ? "loss" : "reconstruction", lossUnit));
        parts.add(panel(losses, separate ? 500 : 600));
        if (separate) {
            parts.add(caption(penalty, unit));
            parts.add(panel(List.of(PENALTY), 360));
        }
        return Look.titled(title, Look.stacked(parts));
    }

    private static BufferedImage caption(String name, String unit) {
        String each = unit.isEmpty() ? ", per sample" : ", " + unit + " per sample";
        return Look.caption(name + each, WIDTH);
    }

    /** Returns the line that says which stroke is which stage and which colour is which loss. */
    private BufferedImage key(List<Term> losses) {
        Font font = Look.font(Font.PLAIN, 20);
        BufferedImage strip = Look.white(WIDTH, 60);
        Graphics2D graphics = Look.smooth(strip);
        double x = Look.MARGIN;
        for (Stage stage : stages()) {
            LineKey.Line line = new LineKey.Line(stage.name(), Look.INK, stage.stroke());
            double next = line.draw(graphics, font, x);
            stage.dot().paint(graphics, x + 30, 34, 0);
            x = next;
        }
        for (Term term : losses.size() > 1 ? losses : List.<Term>of()) {
            x = Look.key(graphics, term.colour(), term.name(), font, x, 34);
        }
        if (best().isPresent()) {
            graphics.setColor(BEST);
            graphics.setStroke(new BasicStroke(2));
            graphics.draw(new Line2D.Double(x + 9, 18, x + 9, 50));
            graphics.setColor(Look.INK);
            String text = "best epoch, " + best().get().epoch();
            Look.text(graphics, text, font, x + 28, 34, 0);
        }
        graphics.dispose();
        return strip;
    }

    private List<Stage> stages() {
        Stage first = new Stage("training", training, false);
        Stage second = new Stage("validation", validation, true);
        return validation.isEmpty() ? List.of(first) : List.of(first, second);
    }

    private BufferedImage panel(List<Term> terms, int height) {
        Range epochs = Range.of();
        Range values = Range.of();
        for (Stage stage : stages()) {
            for (Point point : stage.points()) {
                epochs = epochs.with(point.epoch());
                for (Term term : terms) {
                    values = values.with(term.value(point));
                }
            }
        }
        double margin = Math.min(0.5, 0.02 * (epochs.maximum() - epochs.minimum()));
        Range x = new Range(epochs.minimum() - margin, epochs.maximum() + margin).proper();
        Range y = values.proper().padded(0.06);
        XYChart chart = Look.chart("epoch", x, "", y, WIDTH, height);
        chart.getStyler().setXAxisDecimalPattern("#").setYAxisLeftWidthHint(LEFT);
        best().ifPresent(point -> best(chart, point.epoch(), y));
        for (Term term : terms) {
            stages().forEach(stage -> curve(chart, term, stage));
        }
        return Look.draw(chart, x.minimum(), LEFT);
    }

    // Whose parameters are kept: of the least loss in validation, the first of equals.
    private Optional<Point> best() {
        return validation.stream()
                .filter(point -> Double.isFinite(point.total()))
                .min(Comparator.comparingDouble(Point::total));
    }

    private static void best(XYChart chart, int epoch, Range y) {
        double[] at = {epoch, epoch};
        XYSeries line = chart.addSeries("best", at, new double[] {y.minimum(), y.maximum()});
        Look.line(line, BEST, new BasicStroke(2));
    }

    private static void curve(XYChart chart, Term term, Stage stage) {
        boolean many = stage.points().size() > 30;
        List<Double> epochs = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        Point last = stage.points().get(0);
        for (Point point : stage.points()) {
            for (int step = 1; many && step < STEPS; step++) {
                double part = (double) step / STEPS;
                epochs.add((1 - part) * last.epoch() + part * point.epoch());
                values.add(finite((1 - part) * term.value(last) + part * term.value(point)));
            }
            epochs.add((double) point.epoch());
            values.add(finite(term.value(point)));
            last = point;
        }
        XYSeries series = chart.addSeries(term.name() + ", " + stage.name(), epochs, values);
        Look.line(series, term.colour(), stage.stroke()).setSmooth(many);
        if (!many) {
            series.setMarker(stage.dot());
        }
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
