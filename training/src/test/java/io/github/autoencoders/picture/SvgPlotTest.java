package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.picture.SvgPlot.Scale;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SvgPlotTest {

    private static List<String> ticks(Scale x) {
        String svg = new SvgPlot("", x, new Scale("", 0, 1, false)).svg();
        return Pattern.compile("class=\"tick\" x=[^>]*>([^<]*)<")
                .matcher(svg)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        assertEquals(
                List.of("0", "0.2", "0.4", "0.6", "0.8", "1"), ticks(new Scale("", 0, 1, false)));
        assertEquals(List.of("-20", "0", "20"), ticks(new Scale("", -39, 39, false)));
        assertEquals(List.of("1"), ticks(Scale.ofWhole("epoch", 1)));
        assertEquals(List.of("1", "2", "3"), ticks(Scale.ofWhole("epoch", 1, 2, 3)));
        assertEquals(
                List.of("1,000", "1,020", "1,040", "1,060", "1,080"),
                ticks(new Scale("", 999, 1099, false)));
    }

    /** By hand: the plot lies from 58 to 466 across and from 216 up to 12. */
    @Test
    void pointsStandWhereTheirNumbersSay() {
        Scale unit = new Scale("", 0, 1, false);
        String svg =
                new SvgPlot("", unit, unit)
                        .line(3, true, "x", new double[] {0, 0.5, 1}, new double[] {0, 0.5, 1})
                        .svg();
        assertTrue(svg.contains("class=\"line dashed s3\" d=\"M58 216L262 114L466 12\""), svg);
    }

    @Test
    void whatIsNotFiniteBreaksALine() {
        Scale unit = new Scale("", 0, 3, false);
        double[] ys = {1, Double.NaN, 2, Double.POSITIVE_INFINITY};
        String svg =
                new SvgPlot("", unit, unit).line(0, false, "", new double[] {0, 1, 2, 3}, ys).svg();
        assertTrue(svg.contains("d=\"M58 148M330 80\""), svg);
        assertFalse(svg.contains("NaN"));
    }

    @Test
    void textIsEscaped() {
        String bad = "<i>\"&";
        Scale named = new Scale(bad, 0, 1, false);
        String svg = new SvgPlot(bad, named, named).bar(0, bad, 0, 1, 1).mark(0.5, bad).svg();
        assertFalse(svg.contains("<i>"));
        assertEquals(4, svg.split(Pattern.quote("&lt;i&gt;&quot;&amp;"), -1).length - 1);
    }
}
