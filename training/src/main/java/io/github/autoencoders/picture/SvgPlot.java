package io.github.autoencoders.picture;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A chart as SVG, for a page of HTML that says how it looks: lines, bars and dots are of the class
 * {@code sN}, N being the number of their colour. Whatever text it is given is escaped.
 *
 * <pre>{@code
 * var epochs = SvgPlot.Scale.ofWhole("epoch", 1, 2);
 * SvgPlot plot = new SvgPlot("Losses", epochs, SvgPlot.Scale.of("nats", 92, 140));
 * String svg = plot.line(0, false, "training", new double[] {1, 2}, new double[] {140, 92}).svg();
 * }</pre>
 */
public final class SvgPlot {

    private static final int WIDTH = 480;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;
    private static final int LABELLED = 60; // points of a line that are told one by one

    private final String title;
    private final Scale x;
    private final Scale y;
    private final int height;
    private final StringBuilder marks = new StringBuilder();

    /**
     * An axis.
     *
     * @param name what it shows, with its unit; or empty
     * @param minimum at its beginning
     * @param maximum at its end
     * @param whole whether numbers between whole ones mean nothing
     */
    public record Scale(String name, double minimum, double maximum, boolean whole) {

        public Scale {
            Axis.requireRange(minimum, maximum);
        }

        /** Returns the axis that holds values; those that are not finite do not count. */
        public static Scale of(String name, double... values) {
            Range range = Range.of(values).proper().padded(0.04);
            return new Scale(name, range.minimum(), range.maximum(), false);
        }

        /** Returns the axis that holds most of many values: of outliers, it is that of the rest. */
        public static Scale ofMost(String name, double... values) {
            Range range = Range.ofMost(values).proper().padded(0.04);
            return new Scale(name, range.minimum(), range.maximum(), false);
        }

        /** Returns the axis of whole numbers that holds values. */
        public static Scale ofWhole(String name, double... values) {
            Range range = Range.of(values).proper();
            double margin = Math.min(0.5, 0.03 * (range.maximum() - range.minimum()));
            return new Scale(name, range.minimum() - margin, range.maximum() + margin, true);
        }

        /** Returns the axis from zero to the greatest of values. */
        public static Scale fromZero(String name, double... values) {
            double most = Math.max(0, Range.of(values).maximum());
            return new Scale(name, 0, most > 0 ? 1.06 * most : 1, false);
        }

        /** Returns whether a value lies on it. */
        public boolean holds(double value) {
            return minimum <= value && value <= maximum;
        }

        private double part(double value) {
            return (value - minimum) / (maximum - minimum);
        }

        // One, two or five times a power of ten.
        private double step() {
            double rough = (maximum - minimum) / TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step =
                    DoubleStream.of(1, 2, 5, 10)
                            .map(times -> times * power)
                            .filter(size -> size >= rough)
                            .findFirst()
                            .orElse(10 * power);
            return whole ? Math.max(1, step) : step;
        }
    }

    /**
     * Begins a chart.
     *
     * @param title what is said of it to whoever does not see it
     */
    public SvgPlot(String title, Scale x, Scale y) {
        this(title, x, y, 260);
    }

    /**
     * Begins a chart.
     *
     * @param height in units of which it is 480 wide
     */
    public SvgPlot(String title, Scale x, Scale y, int height) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.height = height;
    }

    /**
     * Adds a line; values that are not finite break it.
     *
     * @param colour its number
     * @param name what is said of its points
     */
    public SvgPlot line(int colour, boolean dashed, String name, double[] xs, double[] ys) {
        StringBuilder path = new StringBuilder();
        boolean connected = false;
        for (int i = 0; i < xs.length; i++) {
            boolean there = Double.isFinite(ys[i]);
            if (there) {
                path.append(connected ? 'L' : 'M').append(across(xs[i])).append(' ');
                path.append(up(ys[i]));
            }
            connected = there;
        }
        add("<path class=\"line%s s%s\" d=\"%s\"/>", dashed ? " dashed" : "", colour, path);
        for (int i = 0; i < xs.length && xs.length <= LABELLED; i++) {
            if (Double.isFinite(ys[i])) {
                String said = "%s, %s: %s".formatted(name, Axis.text(xs[i]), Axis.text(ys[i]));
                String dot = "<circle class=\"point%s s%s\" cx=\"%s\" cy=\"%s\" r=\"3.2\">";
                add(dot, dashed ? " hollow" : "", colour, across(xs[i]), up(ys[i]));
                add("<title>%s</title></circle>", escaped(said));
            }
        }
        return this;
    }

    /** Adds a line from bottom to top. */
    public SvgPlot mark(double at, String name) {
        add(
                "<path class=\"mark\" d=\"M%s %sV%s\"><title>%s</title></path>",
                across(at), number(TOP), number(height - BOTTOM), escaped(name));
        return this;
    }

    /**
     * Adds a bar from the bottom, or from zero.
     *
     * @param from where it begins across
     * @param to where it ends
     */
    public SvgPlot bar(int colour, String name, double from, double to, double value) {
        double left = place(from);
        double zero = level(Math.max(y.minimum(), 0));
        double end = level(value);
        add(
                "<rect class=\"bar s%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\">",
                colour,
                number(left),
                number(Math.min(zero, end)),
                number(Math.max(0.6, place(to) - left)),
                number(Math.abs(end - zero)));
        add("<title>%s</title></rect>", escaped(name));
        return this;
    }

    /** Adds a dot. */
    public SvgPlot dot(int colour, double atX, double atY) {
        add(
                "<circle class=\"dot s%s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>",
                colour, across(atX), up(atY));
        return this;
    }

    /** Returns the chart, to be put into a page. */
    public String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg class=\"plot\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
                        .formatted(WIDTH, height, escaped(title)));
        grid(svg);
        svg.append(marks);
        int middle = (LEFT + WIDTH - RIGHT) / 2;
        text(svg, middle, height - 6, "name", x.name());
        return svg.append("</svg>").toString();
    }

    private void grid(StringBuilder svg) {
        int bottom = height - BOTTOM;
        for (double at : ticks(y)) {
            String level = up(at);
            svg.append(
                    "<path class=\"grid\" d=\"M%s %sH%s\"/>".formatted(LEFT, level, WIDTH - RIGHT));
            text(svg, LEFT - 7, level(at) + 4, "tick up", Axis.text(at));
        }
        for (double at : ticks(x)) {
            svg.append("<path class=\"tick\" d=\"M%s %sv5\"/>".formatted(across(at), bottom));
            text(svg, place(at), bottom + 19, "tick", Axis.text(at));
        }
        svg.append("<path class=\"axis\" d=\"M%s %sH%s\"/>".formatted(LEFT, bottom, WIDTH - RIGHT));
    }

    private static double[] ticks(Scale scale) {
        double step = scale.step();
        long first = (long) Math.ceil(scale.minimum() / step - 1e-9);
        long last = (long) Math.floor(scale.maximum() / step + 1e-9);
        double[] ticks = new double[(int) Math.max(0, last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * step;
        }
        return ticks;
    }

    private static void text(StringBuilder svg, double atX, double atY, String type, String text) {
        svg.append(
                "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
                        .formatted(type, number(atX), number(atY), escaped(text)));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in no library that we need
    private void add(String mark, Object... values) {
        marks.append(mark.formatted(values));
    }

    private String across(double value) {
        return number(place(value));
    }

    private String up(double value) {
        return number(level(value));
    }

    private double place(double value) {
        return LEFT + x.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private double level(double value) {
        return TOP + (1 - y.part(value)) * (height - TOP - BOTTOM);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Returns a text that stands for itself in SVG and HTML, between tags or in quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
