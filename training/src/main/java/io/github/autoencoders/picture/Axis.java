package io.github.autoencoders.picture;

import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Schema.Column;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The scale of one column or channel.
 *
 * @param name what it is called; or empty
 * @param minimum the raw value at one end
 * @param maximum the raw value at the other
 * @param column whose cells its values are, where they are words or dates; nothing of numbers
 */
public record Axis(String name, double minimum, double maximum, Optional<Column> column) {

    private static final int MANY = 40; // values, of which the outermost may be outliers

    public Axis {
        requireRange(minimum, maximum);
    }

    /** The scale of numbers. */
    public Axis(String name, double minimum, double maximum) {
        this(name, minimum, maximum, Optional.empty());
    }

    static void requireRange(double minimum, double maximum) {
        if (!(minimum < maximum) || Double.isInfinite(maximum - minimum)) {
            throw new IllegalArgumentException(
                    "minimum must be finite and below maximum, but they are %s and %s"
                            .formatted(minimum, maximum));
        }
    }

    /**
     * Returns the axes of the first columns of rows, as many as are drawn, or of all channels of
     * sequences.
     */
    static List<Axis> ofEach(SampleFormat format, List<float[]> samples) {
        List<String> names = format.schema().features();
        int count = Math.toIntExact(format.shape().get(0));
        int length = format.size() / count; // of a channel; 1 of a column
        boolean rows = format.shape().dimension() == 1;
        boolean named = names.size() == count;
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < (rows ? Math.min(SampleDrawing.Columns.SHOWN, count) : count); i++) {
            String other = rows ? "x" + (i + 1) : "";
            Axis axis = of(named ? names.get(i) : other, samples, i * length, length, rows);
            axes.add(named ? axis.of(format.schema().featureColumns().get(i)) : axis);
        }
        return axes;
    }

    private static Axis of(
            String name, List<float[]> samples, int from, int length, boolean clipped) {
        double[] values = new double[Math.multiplyExact(samples.size(), length)];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples.get(i / length)[from + i % length];
        }
        return of(name, values, clipped);
    }

    /**
     * Returns the axis of the range of the finite values.
     *
     * @param clipped whether of many the outermost hundredth at each end is left out
     */
    static Axis of(String name, double[] values, boolean clipped) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int out = clipped && sorted.length >= MANY ? Math.max(1, sorted.length / 100) : 0;
        Range range = Range.of(Arrays.copyOfRange(sorted, out, sorted.length - out)).proper();
        return new Axis(name, range.minimum(), range.maximum());
    }

    private Axis of(Column ofValues) {
        if (ofValues.isOfWords()) {
            return new Axis(name, 0, ofValues.words().size(), Optional.of(ofValues));
        }
        return ofValues.isOfDates()
                ? new Axis(name, minimum, maximum, Optional.of(ofValues))
                : this;
    }

    /** Returns whether the values are words, which have no order to be drawn in. */
    boolean isOfWords() {
        return column.filter(Column::isOfWords).isPresent();
    }

    /** Returns the range in words; of words how many there are. */
    String range() {
        return isOfWords()
                ? "%s words".formatted(column.orElseThrow().words().size())
                : cell(minimum) + " to " + cell(maximum);
    }

    /** Returns a value as it is written: a number with four digits, a word, or a date. */
    String cell(double value) {
        return Double.isNaN(value)
                ? "missing"
                : column.map(each -> each.cell(value).toString()).orElseGet(() -> text(value));
    }

    /** Returns a number with four digits. */
    public static String text(double value) {
        return text(value, 4);
    }

    /** Returns a number with so many digits. */
    public static String text(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : "" + value;
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < -4 || exponent > 8 ? rounded.toString() : plain().format(rounded);
    }

    // As the numbers at the axes of charts are written.
    private static DecimalFormat plain() {
        return new DecimalFormat(
                "#,##0.############", DecimalFormatSymbols.getInstance(Locale.ROOT));
    }
}
