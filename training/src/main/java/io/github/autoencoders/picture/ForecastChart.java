package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/**
 * The last points of a series and its forecast, a panel for each channel: the expected values as a
 * line, and around them the ends of the intervals.
 *
 * @param names of the channels
 * @param past the last points of each channel
 * @param pastSeconds from 1970 to each of them, for an axis of dates; or none
 * @param middle of each channel the expected values
 * @param lower the lower ends of the intervals
 * @param upper their upper ends
 * @param seconds from 1970 to each point that is forecast; or none
 */
public record ForecastChart(
        List<String> names,
        List<double[]> past,
        List<Double> pastSeconds,
        List<double[]> middle,
        List<double[]> lower,
        List<double[]> upper,
        List<Double> seconds) {

    private static final int WIDTH = 1400;
    private static final int LEFT = 110; // of all plots, so that they are flush
    private static final int CHANNELS = 6; // more would make a picture that nobody can open

    public ForecastChart {
        names = List.copyOf(names);
        past = List.copyOf(past);
        pastSeconds = List.copyOf(pastSeconds);
        middle = List.copyOf(middle);
        lower = List.copyOf(lower);
        upper = List.copyOf(upper);
        seconds = List.copyOf(seconds);
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        List<BufferedImage> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(CHANNELS, names.size()); i++) {
            parts.add(Look.caption(names.get(i) + ", forecast in red, with its interval", WIDTH));
            parts.add(panel(i));
        }
        if (names.size() > CHANNELS) {
            parts.add(
                    Look.caption("and %s more channels".formatted(names.size() - CHANNELS), WIDTH));
        }
        return Look.titled(title, Look.stacked(parts));
    }

    private BufferedImage panel(int channel) {
        DoubleStream values =
                Stream.of(past, lower, upper)
                        .flatMapToDouble(each -> DoubleStream.of(each.get(channel)));
        DoubleStream places =
                Stream.of(at(true), at(false)).flatMap(List::stream).mapToDouble(place -> place);
        Range y = Range.of(values.toArray()).proper().padded(0.06);
        Range x = Range.of(places.toArray()).proper();
        boolean dates = !seconds.isEmpty();
        XYChart chart =
                dates
                        ? Look.dateChart(x, y, WIDTH, 360)
                        : Look.chart("point", x, "", y, WIDTH, 360);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        Color forecast = Look.COLOURS.get(3);
        line(chart, "past", at(true), past.get(channel), Look.COLOURS.get(0), 1.5f);
        line(chart, "lower", at(false), lower.get(channel), forecast.brighter(), 1);
        line(chart, "upper", at(false), upper.get(channel), forecast.brighter(), 1);
        line(chart, "forecast", at(false), middle.get(channel), forecast, 2.5f);
        return Look.draw(chart, x.minimum(), LEFT);
    }

    // Milliseconds since 1970, or numbers of points, 0 being the last that is known.
    private List<Double> at(boolean before) {
        if (!seconds.isEmpty()) {
            List<Double> all = before ? pastSeconds : seconds;
            return all.stream().map(second -> 1000 * second).toList();
        }
        int known = past.get(0).length;
        return IntStream.range(0, before ? known : middle.get(0).length)
                .mapToObj(i -> (double) (before ? i + 1 - known : i + 1))
                .toList();
    }

    @SuppressWarnings("JavaUtilDate") // XChart has an axis of dates for no other class
    private void line(
            XYChart chart,
            String name,
            List<Double> at,
            double[] values,
            Color colour,
            float width) {
        List<Double> heights = DoubleStream.of(values).boxed().toList();
        List<?> x =
                seconds.isEmpty()
                        ? at
                        : at.stream().map(millis -> new Date(Math.round(millis))).toList();
        Look.line(chart.addSeries(name, x, heights), colour, new BasicStroke(width));
    }
}
