package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.CategoryStyler;

/**
 * Several runs beside each other: a panel of bars for each figure, a colour for each run, and below
 * how far they are apart from the first run step by step, over powers of ten.
 *
 * @param names of the runs
 * @param panels each with a value for each run
 * @param curves perhaps none
 */
public record RunBars(List<String> names, List<Panel> panels, List<Curve> curves) {

    private static final int COLUMNS = 4;
    private static final int PANEL = 400;
    private static final int WIDTH = COLUMNS * PANEL;
    private static final int KEY_LINE = 36;

    /** Below what two numbers of float32 can be apart; differences of zero are drawn here. */
    private static final double LEAST = 1e-8;

    /**
     * One figure of all runs.
     *
     * @param title what it is, and its unit
     * @param digits behind the point of the values
     * @param values one for each run; 0 for one that is not known
     */
    public record Panel(String title, int digits, List<Double> values) {

        public Panel {
            values = List.copyOf(values);
        }
    }

    /**
     * How far a run is apart from the first one.
     *
     * @param run its index among the names
     * @param dashed how it is drawn
     * @param steps from 1
     * @param differences of each step, not negative
     */
    public record Curve(int run, boolean dashed, List<Integer> steps, List<Double> differences) {

        public Curve {
            steps = List.copyOf(steps);
            differences = List.copyOf(differences);
        }

        BasicStroke stroke() {
            return dashed ? Look.stroke(3, 3, 6) : Look.stroke(3);
        }
    }

    public RunBars {
        names = List.copyOf(names);
        panels = List.copyOf(panels);
        curves = List.copyOf(curves);
        for (Panel panel : panels) {
            if (panel.values().size() != names.size()) {
                throw new IllegalArgumentException(
                        "%s must have %s values, but has %s"
                                .formatted(panel.title(), names.size(), panel.values().size()));
            }
        }
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<BufferedImage> parts = new ArrayList<>();
        parts.add(key());
        for (int from = 0; from < panels.size(); from += COLUMNS) {
            int to = Math.min(from + COLUMNS, panels.size());
            parts.add(Look.beside(panels.subList(from, to).stream().map(this::bars).toList()));
        }
        if (!curves.isEmpty()) {
            parts.add(
                    Look.strip(
                            "largest relative difference from the first run in each step: from the"
                                    + " first run's parameters (dotted), running freely (solid)",
                            Look.font(Font.PLAIN, 20),
                            WIDTH,
                            50));
            parts.add(growth());
        }
        return Look.titled(title, Look.stacked(parts));
    }

    private Color colour(int run) {
        return Look.COLOURS.get(run % Look.COLOURS.size());
    }

    private BufferedImage key() {
        Font font = Look.font(Font.PLAIN, 20);
        int column = 60 + names.stream().mapToInt(name -> Look.width(name, font)).max().orElse(0);
        int columns = Math.max(1, (WIDTH - 2 * Look.MARGIN) / column);
        int lines = (names.size() + columns - 1) / columns;
        BufferedImage strip = Look.white(WIDTH, 12 + KEY_LINE * lines);
        Graphics2D graphics = Look.smooth(strip);
        for (int run = 0; run < names.size(); run++) {
            double x = Look.MARGIN + (double) column * (run % columns);
            int line = run / columns;
            double y = 6 + KEY_LINE * (line + 0.5);
            Look.key(graphics, colour(run), names.get(run), font, x, y);
        }
        graphics.dispose();
        return strip;
    }

    private BufferedImage bars(Panel panel) {
        CategoryChart chart = new CategoryChart(PANEL, 320);
        CategoryStyler styler = chart.getStyler();
        Look.dress(styler);
        String pattern = panel.digits() == 0 ? "#,##0" : "#,##0." + "0".repeat(panel.digits());
        styler.setYAxisDecimalPattern(pattern).setXAxisTicksVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setAvailableSpaceFill(0.9);
        Range range = Range.of(0);
        for (int run = 0; run < names.size(); run++) {
            double value = panel.values().get(run);
            range = range.with(value);
            CategorySeries series =
                    chart.addSeries(names.get(run), new double[] {0}, new double[] {value});
            series.setFillColor(colour(run));
        }
        Range shown = range.proper().padded(0.02);
        styler.setYAxisMin(Math.min(0, range.minimum() < 0 ? shown.minimum() : 0));
        styler.setYAxisMax(Math.max(0, range.maximum() > 0 ? shown.maximum() : 0));
        BufferedImage title = Look.strip(panel.title(), Look.font(Font.PLAIN, 20), PANEL, 40);
        return Look.stacked(List.of(title, Look.draw(chart)));
    }

    private BufferedImage growth() {
        Range steps = Range.of();
        Range values = Range.of();
        for (Curve curve : curves) {
            for (int i = 0; i < curve.steps().size(); i++) {
                steps = steps.with(curve.steps().get(i));
                values = values.with(logarithm(curve.differences().get(i)));
            }
        }
        Range all = values.with(Math.log10(LEAST)).with(0); // the same axis for most comparisons
        Range decades = new Range(all.minimum(), Math.ceil(all.maximum()));
        XYChart chart = Look.chart("step", steps.proper(), "", decades, WIDTH, 420);
        chart.getStyler().setXAxisDecimalPattern("#");
        // On an axis of powers XChart draws a line for each multiple, too.
        chart.getStyler().setyAxisTickLabelsFormattingFunction(RunBars::power);
        for (Curve curve : curves) {
            XYSeries series =
                    chart.addSeries(
                            String.format(
                                    Locale.ROOT,
                                    "%s %s",
                                    names.get(curve.run()),
                                    curve.dashed() ? "pinned" : "free"),
                            curve.steps().stream().mapToDouble(step -> step).toArray(),
                            curve.differences().stream().mapToDouble(RunBars::logarithm).toArray());
            Look.line(series, colour(curve.run()), curve.stroke());
        }
        return Look.draw(chart);
    }

    private static double logarithm(double difference) {
        return Math.log10(Math.max(LEAST, difference));
    }

    private static String power(double exponent) {
        long whole = Math.round(exponent);
        return Math.abs(exponent - whole) < 1e-6 ? "1e" + whole : "";
    }
}
