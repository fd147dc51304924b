package io.github.autoencoders.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all pictures have in common: white ground, one family of letters, one row of colours. */
final class Look {

    static final Color INK = new Color(0x2b2b2b);

    /** For what is said beside. */
    static final Color FAINT = new Color(0x7a7a7a);

    /** What is left white around a picture, in pixels. */
    static final int MARGIN = 24;

    /** Twelve colours that stay apart from each other on white. */
    static final List<Color> COLOURS =
            List.of(
                    new Color(0x3366cc),
                    new Color(0xf58220),
                    new Color(0x2ca02c),
                    new Color(0xd6223a),
                    new Color(0x8e3fbf),
                    new Color(0x1fbfcf),
                    new Color(0xf032c6),
                    new Color(0x8c5a32),
                    new Color(0xe0b400),
                    new Color(0x000075),
                    new Color(0x7d8f1a),
                    new Color(0xff9da7));

    /** How numbers at an axis are written that need no powers of ten. */
    private static final String PLAIN = "#,##0.######";

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private Look() {}

    /** Returns an empty white picture. */
    static BufferedImage white(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(image);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /** Returns a pen for smooth lines and letters. */
    static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(INK);
        return graphics;
    }

    /**
     * Returns letters of the machine's sans-serif family.
     *
     * @throws IllegalStateException where the machine has no fonts
     */
    static Font font(int style, int size) {
        Font font = new Font(Font.SANS_SERIF, style, size);
        try {
            font.getStringBounds("x", METRICS);
        } catch (InternalError | LinkageError | RuntimeException e) {
            // How Java says so: InternalError without fontconfig or without any font,
            // UnsatisfiedLinkError without freetype, NoClassDefFoundError after either.
            throw new IllegalStateException(
                    "Java finds no fonts to draw text with: install fontconfig and a font, such as"
                            + " fonts-dejavu",
                    e);
        }
        return font;
    }

    /** Returns how many pixels a text is wide. */
    static int width(String text, Font font) {
        return (int) Math.ceil(font.getStringBounds(text, METRICS).getWidth());
    }

    /** Returns a text, shortened where it is wider than so many pixels. */
    static String within(String text, Font font, int width) {
        String shown = text;
        for (int length = text.length() - 1; length > 0 && width(shown, font) > width; length--) {
            shown = text.substring(0, length) + "\u2026";
        }
        return shown;
    }

    /** Writes a text with its middle at a height, from x (0), around x (0.5) or up to x (1). */
    static void text(
            Graphics2D graphics, String text, Font font, double x, double middle, double part) {
        LineMetrics line = font.getLineMetrics(text, METRICS);
        graphics.setFont(font);
        graphics.drawString(
                text,
                (float) (x - part * width(text, font)),
                (float) (middle + (line.getAscent() - line.getDescent()) / 2));
    }

    /** Returns a strip with a line of text at its left. */
    static BufferedImage strip(String text, Font font, int width, int height) {
        BufferedImage strip = white(Math.max(width, width(text, font) + 2 * MARGIN), height);
        Graphics2D graphics = smooth(strip);
        text(graphics, text, font, MARGIN, height - 0.7 * font.getSize(), 0);
        graphics.dispose();
        return strip;
    }

    /** Returns a strip with a line of text above a plot. */
    static BufferedImage caption(String text, int width) {
        return strip(text, font(Font.PLAIN, 20), width, 34);
    }

    /** Returns the picture under its title, or alone where that is blank. */
    static BufferedImage titled(String title, BufferedImage picture) {
        if (title.isBlank()) {
            return picture;
        }
        BufferedImage strip = strip(title, font(Font.BOLD, 24), picture.getWidth(), 48);
        return stacked(List.of(strip, picture));
    }

    /** Returns pictures beside each other, flush at the top. */
    static BufferedImage beside(List<BufferedImage> pictures) {
        int width = 0;
        int height = 0;
        for (BufferedImage picture : pictures) {
            width += picture.getWidth();
            height = Math.max(height, picture.getHeight());
        }
        BufferedImage row = white(width, height);
        Graphics2D graphics = smooth(row);
        int left = 0;
        for (BufferedImage picture : pictures) {
            graphics.drawImage(picture, left, 0, null);
            left += picture.getWidth();
        }
        graphics.dispose();
        return row;
    }

    /** Returns pictures below each other, flush left. */
    static BufferedImage stacked(List<BufferedImage> pictures) {
        int width = 0;
        int height = 0;
        for (BufferedImage picture : pictures) {
            width = Math.max(width, picture.getWidth());
            height += picture.getHeight();
        }
        BufferedImage stack = white(width, height);
        Graphics2D graphics = smooth(stack);
        int top = 0;
        for (BufferedImage picture : pictures) {
            graphics.drawImage(picture, 0, top, null);
            top += picture.getHeight();
        }
        graphics.dispose();
        return stack;
    }

    /** Returns an empty chart of this look, without title and legend, over the two ranges. */
    static XYChart chart(String xTitle, Range x, String yTitle, Range y, int width, int height) {
        XYChart chart = empty(xTitle, x, yTitle, y, width, height);
        if (x.isPlain()) {
            chart.getStyler().setXAxisDecimalPattern(PLAIN);
        }
        // Where the data along an axis are evenly spaced, to within 1e-4, XChart sets its marks at
        // the data instead of at round numbers: a slowly rising curve. A point nowhere forbids
        // that.
        double[] nowhere = {Double.NaN};
        chart.addSeries("uneven", nowhere, nowhere).setMarker(SeriesMarkers.NONE);
        return chart;
    }

    /** Returns likewise an empty chart over dates, in milliseconds since 1970. */
    static XYChart dateChart(Range x, Range y, int width, int height) {
        XYChart chart = empty("", x, "", y, width, height);
        chart.getStyler().setTimezone(TimeZone.getTimeZone("UTC"));
        chart.getStyler().setXAxisTickMarkSpacingHint(150);
        return chart;
    }

    private static XYChart empty(
            String xTitle, Range x, String yTitle, Range y, int width, int height) {
        XYChart chart = new XYChart(width, height);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(x.minimum()).setXAxisMax(x.maximum());
        styler.setYAxisMin(y.minimum()).setYAxisMax(y.maximum());
        styler.setXAxisTickMarkSpacingHint(90).setYAxisTickMarkSpacingHint(60);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        dress(styler);
        // By itself XChart writes 0.05 as .05, beside -0.05.
        if (y.isPlain()) {
            styler.setYAxisDecimalPattern(PLAIN);
        }
        return chart;
    }

    /** Gives a chart this look. */
    static void dress(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setChartTitleVisible(false).setLegendVisible(false);
        styler.setPlotBorderVisible(false).setPlotContentSize(1);
        styler.setPlotMargin(0).setAxisTickPadding(8).setAxisTitlePadding(14);
        styler.setChartPadding(MARGIN);
        colours(styler);
        letters(styler);
    }

    private static void colours(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xe4e4e4));
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTickMarksColor(new Color(0x9a9a9a));
        styler.setChartFontColor(INK);
        styler.setXAxisTitleColor(INK);
        styler.setYAxisTitleColor(INK);
        styler.setAxisTickLabelsColor(INK);
    }

    private static void letters(AxesChartStyler styler) {
        styler.setAxisTitleFont(font(Font.PLAIN, 20));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 17));
    }

    /** Gives a curve of a chart a colour and a stroke, and its points no marks; returns it. */
    static XYSeries line(XYSeries curve, Color colour, BasicStroke stroke) {
        curve.setLineColor(colour);
        curve.setLineStyle(stroke);
        curve.setMarkerColor(colour);
        curve.setMarker(SeriesMarkers.NONE);
        return curve;
    }

    /** Returns a stroke of so many pixels, and dashes of as many; without these, whole. */
    static BasicStroke stroke(float width, float... dashes) {
        return new BasicStroke(
                width,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10,
                dashes.length == 0 ? null : dashes,
                0);
    }

    /** Draws a square of a colour and what it means; returns where the next one may begin. */
    static double key(
            Graphics2D graphics, Color colour, String text, Font font, double x, double middle) {
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(x, middle - 9, 18, 18));
        graphics.setColor(INK);
        text(graphics, text, font, x + 28, middle, 0);
        return x + 28 + width(text, font) + 36;
    }

    /**
     * Returns the chart as a picture of its own size, the least x so far from the left, in pixels,
     * and the greatest as always: XChart puts them there to within the width of a digit.
     */
    static BufferedImage draw(XYChart chart, double least, int left) {
        draw(chart); // tells where it is
        int shift = (int) Math.round(left - chart.getScreenXFromChart(least));
        BufferedImage image = white(chart.getWidth(), chart.getHeight());
        Graphics2D graphics = smooth(image);
        graphics.translate(shift, 0);
        chart.paint(graphics, chart.getWidth() - shift, chart.getHeight());
        graphics.dispose();
        return image;
    }

    // XChart has all kinds of charts in common in a package called internal alone.
    /** Returns the chart as a picture of the chart's own size. */
    static BufferedImage draw(Chart<?, ?> chart) {
        BufferedImage image = white(chart.getWidth(), chart.getHeight());
        Graphics2D graphics = smooth(image);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return image;
    }
}
