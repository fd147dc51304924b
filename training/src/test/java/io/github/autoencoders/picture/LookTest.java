package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

@Tag("no-engine")
class LookTest {

    @Test
    void numbersAtAnAxisHaveADigitBeforeTheirPoint() {
        XYStyler styler = styler(new Range(-0.03, 0.07), new Range(0, 2000));
        assertEquals("0.05", written(0.05, styler.getXAxisDecimalPattern()));
        assertEquals("-0.05", written(-0.05, styler.getXAxisDecimalPattern()));
        assertEquals("1,500", written(1500, styler.getYAxisDecimalPattern()));
    }

    @Test
    void axesOfTinyOrHugeNumbersHavePowersOfTen() {
        XYStyler styler = styler(new Range(0, 1e-6), new Range(0, 1e12));
        assertNull(styler.getXAxisDecimalPattern());
        assertNull(styler.getYAxisDecimalPattern());
    }

    private static XYStyler styler(Range x, Range y) {
        XYChart chart = Look.chart("x", x, "y", y, 400, 300);
        return chart.getStyler();
    }

    private static String written(double value, String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }
}
