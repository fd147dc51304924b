package io.github.autoencoders.picture;

import io.github.autoencoders.sample.Samples;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.Histogram;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/**
 * The codes of many samples as points of a plane, coloured by label: as they are where D = 2, along
 * their two principal components where D is larger, and as a histogram where D = 1, or where they
 * hardly vary but along one.
 */
public final class CodeMap {

    private static final int WIDTH = 1080; // of the plot, without title and legend
    private static final int HEIGHT = 940;
    private static final int BINS = 60;
    private static final double LEAST = 0.005; // share of the variance, of an axis worth a page
    private static final int IN_SPACE = 3000; // more dots hide each other
    private static final Color OTHERS = new Color(0x9a9a9a);

    private static final int STRETCHES = 8; // of a way
    private static final Color FIRST = new Color(0x3366cc);
    private static final Color LAST = new Color(0xd6223a);

    private final double[][] codes; // [N, D]
    private final List<Group> groups;
    private final boolean joined; // by a line, in their order

    /** The codes of one label, by their numbers; an empty name is not in the legend. */
    private record Group(String name, Color colour, List<Integer> members) {}

    private CodeMap(double[][] codes, List<Group> groups, boolean joined) {
        this.codes = codes;
        this.groups = groups;
        this.joined = joined;
    }

    /**
     * Returns the map of codes that follow each other, as those of the frames of moving pictures:
     * joined by a line, and coloured from the first to the last.
     *
     * @param codes shape [N, D], N at least 2
     */
    public static CodeMap ofTrajectory(float[][] codes) {
        double[][] copy = checked(codes);
        int stretches = Math.min(STRETCHES, codes.length);
        List<Group> groups = new ArrayList<>();
        for (int k = 0; k < stretches; k++) {
            int from = (int) ((long) k * codes.length / stretches);
            int to = (int) ((long) (k + 1) * codes.length / stretches) - 1;
            String name = from == to ? "" + from : from + " to " + to;
            List<Integer> members = IntStream.rangeClosed(from, to).boxed().toList();
            groups.add(new Group(name, between(k / (stretches - 1.0)), members));
        }
        return new CodeMap(copy, groups, true);
    }

    private static Color between(double part) {
        return new Color(
                (int) Math.round(FIRST.getRed() + part * (LAST.getRed() - FIRST.getRed())),
                (int) Math.round(FIRST.getGreen() + part * (LAST.getGreen() - FIRST.getGreen())),
                (int) Math.round(FIRST.getBlue() + part * (LAST.getBlue() - FIRST.getBlue())));
    }

    /**
     * Returns the map of the codes of samples, coloured by label where there are labels.
     *
     * <pre>{@code
     * BufferedImage map = CodeMap.of(samples, model.encode(samples)).draw("Codes");
     * }</pre>
     *
     * @param codes shape [N, D], one for each sample, N at least 2
     */
    public static CodeMap of(Samples samples, float[][] codes) {
        int[] labels =
                IntStream.range(0, samples.labelled() ? samples.size() : 0)
                        .map(samples::label)
                        .toArray();
        return samples.labelled() ? of(codes, labels, samples.labelNames()) : of(codes);
    }

    /**
     * Returns the map of codes without labels, all in one colour.
     *
     * @param codes shape [N, D], N at least 2
     */
    public static CodeMap of(float[][] codes) {
        return of(codes, new int[codes.length], List.of(""));
    }

    /**
     * Returns the map of codes coloured by label; those beyond the twelfth are "others".
     *
     * @param codes shape [N, D], N at least 2
     * @param labels shape [N], each the index of a name
     * @param names what the labels are called
     */
    public static CodeMap of(float[][] codes, int[] labels, List<String> names) {
        double[][] copy = checked(codes);
        if (labels.length != codes.length) {
            throw new IllegalArgumentException(
                    "labels must be as many as the codes, %s, but are %s"
                            .formatted(codes.length, labels.length));
        }
        List<Group> groups = groups(names);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "labels must be from 0 to %s, but label %s is %s"
                                .formatted(names.size() - 1, i, labels[i]));
            }
            groups.get(Math.min(labels[i], groups.size() - 1)).members.add(i);
        }
        return new CodeMap(copy, groups, false);
    }

    private static List<Group> groups(List<String> names) {
        List<Group> groups = new ArrayList<>();
        for (Color colour : Look.COLOURS) {
            if (groups.size() < names.size()) {
                groups.add(new Group(names.get(groups.size()), colour, new ArrayList<>()));
            }
        }
        if (groups.size() < names.size()) {
            groups.add(new Group("others", OTHERS, new ArrayList<>()));
        }
        return groups;
    }

    private static double[][] checked(float[][] codes) {
        if (codes.length < 2 || codes[0].length == 0) {
            throw new IllegalArgumentException(
                    "codes must have shape [N, D] with N of at least 2 and D of at least 1, but"
                            + " N is "
                            + codes.length
                            + (codes.length == 0 ? "" : " and D is " + codes[0].length));
        }
        double[][] copy = new double[codes.length][codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            if (codes[i].length != copy[i].length) {
                throw new IllegalArgumentException(
                        "code 0 has %s values but code %s has %s"
                                .formatted(copy[i].length, i, codes[i].length));
            }
            for (int d = 0; d < copy[i].length; d++) {
                copy[i][d] = codes[i][d];
                if (!Double.isFinite(copy[i][d])) {
                    throw new IllegalArgumentException(
                            "codes must be finite, but code " + i + " has " + copy[i][d]);
                }
            }
        }
        return copy;
    }

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        BufferedImage plot = codes[0].length == 1 ? histogram(codes, "z1") : scatter();
        return Look.titled(title, withLegend(plot));
    }

    /**
     * Returns the codes in space, seen from two sides: as they are where D = 3, along their three
     * principal components where D is larger.
     *
     * @param title or blank
     * @throws IllegalStateException where D is less than 3
     */
    public BufferedImage drawSpace(String title) {
        int size = codes[0].length;
        if (size < 3) {
            throw new IllegalStateException(
                    "codes must have at least 3 values to be drawn in space, but have " + size);
        }
        if (size == 3) {
            return Look.titled(title, withLegend(space(codes, List.of("z1", "z2", "z3"))));
        }
        PrincipalComponents components = PrincipalComponents.of(codes, 3);
        List<String> names =
                IntStream.range(0, 3)
                        .mapToObj(
                                i ->
                                        String.format(
                                                Locale.ROOT,
                                                "PC %d (%.0f %%)",
                                                i + 1,
                                                100 * components.share(i)))
                        .toList();
        return Look.titled(title, withLegend(space(components.scores(), names)));
    }

    private BufferedImage space(double[][] points, List<String> names) {
        Color[] colours = new Color[points.length];
        groups.forEach(group -> group.members.forEach(i -> colours[i] = group.colour));
        int shown = Math.min(IN_SPACE, points.length);
        int[] some =
                IntStream.range(0, shown)
                        .map(i -> (int) ((long) i * points.length / shown))
                        .toArray();
        double[][] places = IntStream.of(some).mapToObj(i -> points[i]).toArray(double[][]::new);
        Color[] theirs = IntStream.of(some).mapToObj(i -> colours[i]).toArray(Color[]::new);
        BufferedImage both =
                Look.beside(
                        List.of(
                                new SpaceView(30).draw(places, theirs, names),
                                new SpaceView(120).draw(places, theirs, names)));
        String few =
                shown < points.length
                        ? String.format(Locale.ROOT, "%,d of %,d codes", shown, points.length)
                        : "the codes";
        String said =
                few + ", from two sides, a quarter turn apart; what is nearer is larger and fuller";
        Font font = Look.font(Font.PLAIN, 18);
        return Look.stacked(List.of(both, Look.strip(said, font, both.getWidth(), 40)));
    }

    private BufferedImage scatter() {
        if (codes[0].length == 2) {
            return scatter(codes, "z1", "z2");
        }
        PrincipalComponents components = PrincipalComponents.of(codes, 2);
        if (components.share(1) < LEAST) {
            return histogram(components.scores(), components.name(0));
        }
        return scatter(components.scores(), components.name(0), components.name(1));
    }

    private BufferedImage scatter(double[][] points, String x, String y) {
        Range width = Range.ofMost(column(points, 0)).proper();
        Range height = Range.ofMost(column(points, 1)).proper();
        XYChart chart = Look.chart(x, width.padded(0.04), y, height.padded(0.04), WIDTH, HEIGHT);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        boolean many = points.length > 2000;
        int shown = 0;
        if (joined) {
            List<Integer> all = IntStream.range(0, points.length).boxed().toList();
            XYSeries way = chart.addSeries("way", column(points, all, 0), column(points, all, 1));
            way.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
            Look.line(way, faded(Look.INK, 90), new BasicStroke(1.5f));
        }
        for (Group group : present()) {
            List<Integer> near =
                    group.members.stream()
                            .filter(i -> width.holds(points[i][0]) && height.holds(points[i][1]))
                            .toList();
            shown += near.size();
            if (!near.isEmpty()) {
                double[] first = column(points, near, 0);
                double[] second = column(points, near, 1);
                XYSeries cloud = chart.addSeries("" + groups.indexOf(group), first, second);
                cloud.setMarker(Dot.filled(many ? 5 : 8));
                cloud.setMarkerColor(faded(group.colour, many ? 120 : 170));
            }
        }
        return withFar(Look.draw(chart), points.length - shown);
    }

    private static BufferedImage withFar(BufferedImage plot, int far) {
        if (far == 0) {
            return plot;
        }
        String said = far == 1 ? "1 code lies" : "%s codes lie".formatted(far);
        Font font = Look.font(Font.PLAIN, 18);
        return Look.stacked(
                List.of(plot, Look.strip(said + " far outside", font, plot.getWidth(), 36)));
    }

    /** Returns whether codes vary in a third direction, so that a picture of space shows more. */
    public boolean fillsSpace() {
        return codes[0].length > 2 && PrincipalComponents.of(codes, 3).share(2) >= LEAST;
    }

    private BufferedImage histogram(double[][] points, String axis) {
        Range values = Range.of(column(points, 0)).proper();
        Map<Group, Histogram> histograms = new LinkedHashMap<>();
        Range counts = Range.of(0);
        for (Group group : present()) {
            List<Double> column =
                    DoubleStream.of(column(points, group.members, 0)).boxed().toList();
            Histogram bins = new Histogram(column, BINS, values.minimum(), values.maximum());
            histograms.put(group, bins);
            counts = counts.with(Collections.max(bins.getyAxisData()));
        }
        Range height = new Range(0, 1.05 * counts.maximum());
        XYChart chart = Look.chart(axis, values.padded(0.04), "samples", height, WIDTH, HEIGHT);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Area);
        histograms.forEach((group, bins) -> area(chart, group, bins));
        return Look.draw(chart);
    }

    /** Adds the bins of one label, without the empty ones before and after them. */
    private void area(XYChart chart, Group group, Histogram bins) {
        List<Double> counts = bins.getyAxisData();
        int from = 0;
        int to = BINS;
        while (from < BINS - 2 && counts.get(from) == 0 && counts.get(from + 1) == 0) {
            from++;
        }
        while (to > from + 2 && counts.get(to - 1) == 0 && counts.get(to - 2) == 0) {
            to--;
        }
        XYSeries area =
                chart.addSeries(
                        "" + groups.indexOf(group),
                        bins.getxAxisData().subList(from, to),
                        counts.subList(from, to));
        area.setFillColor(faded(group.colour, 40));
        Look.line(area, group.colour, new BasicStroke(2.5f));
    }

    /** Returns the plot with the names of the labels to its right. */
    private BufferedImage withLegend(BufferedImage plot) {
        List<Group> named = present().stream().filter(group -> !group.name.isBlank()).toList();
        if (named.isEmpty()) {
            return plot;
        }
        Font font = Look.font(Font.PLAIN, 19);
        int widest = named.stream().mapToInt(group -> Look.width(group.name, font)).max().orElse(0);
        int text = plot.getWidth() + 32;
        BufferedImage both = Look.white(text + widest + Look.MARGIN, plot.getHeight());
        Graphics2D graphics = Look.smooth(both);
        graphics.drawImage(plot, 0, 0, null);
        double middle = plot.getHeight() / 2.0 - 16 * (named.size() + 1);
        for (Group group : named) {
            graphics.setColor(group.colour);
            Dot.filled(17).paint(graphics, plot.getWidth() + 12, middle, 0);
            graphics.setColor(Look.INK);
            Look.text(graphics, group.name, font, text, middle, 0);
            middle += 32;
        }
        graphics.dispose();
        return both;
    }

    private List<Group> present() {
        return groups.stream().filter(group -> !group.members.isEmpty()).toList();
    }

    private static double[] column(double[][] points, int axis) {
        return Arrays.stream(points).mapToDouble(point -> point[axis]).toArray();
    }

    private static double[] column(double[][] points, List<Integer> members, int axis) {
        return members.stream().mapToDouble(i -> points[i][axis]).toArray();
    }

    private static Color faded(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }
}
