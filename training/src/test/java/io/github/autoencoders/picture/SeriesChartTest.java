package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SeriesChartTest {

    private static final Color RED = Look.COLOURS.get(3);
    private static final Color BLUE = Look.COLOURS.get(0);

    private static BufferedImage chart(List<Double> scores) {
        double[] values = new double[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i / 5.0);
        }
        List<String> times = IntStream.range(0, 100).mapToObj(i -> "day " + i).toList();
        return new SeriesChart(
                        List.of("value"), List.of(values), times, List.of(), List.of(), scores, 0.5)
                .draw("Anomalies");
    }

    private static int[] columns(BufferedImage image, Color colour) {
        return IntStream.range(0, image.getWidth())
                .filter(
                        x ->
                                IntStream.range(0, image.getHeight())
                                        .anyMatch(
                                                y ->
                                                        (image.getRGB(x, y) & 0xFFFFFF)
                                                                == (colour.getRGB() & 0xFFFFFF)))
                .toArray();
    }

    /** Points 40 to 59 of 100 are red: the middle fifth of the plot, and no more. */
    @Test
    void anomaliesAreRedWhereTheyAre() {
        List<Double> scores =
                IntStream.range(0, 100).mapToObj(i -> i >= 40 && i < 60 ? 0.9 : 0.1).toList();
        BufferedImage picture = chart(scores);
        int[] blue = columns(picture, BLUE);
        int[] red = columns(picture, RED);
        double width = blue[blue.length - 1] - blue[0];
        assertEquals(0.404, (red[0] - blue[0]) / width, 0.01);
        assertEquals(0.596, (red[red.length - 1] - blue[0]) / width, 0.01);
    }

    /** 50 minutes, a gap of as long, and 50 minutes: nothing is drawn in the middle third. */
    @Test
    void aGapIsAsWideAsItWasLong() {
        List<Double> seconds =
                IntStream.range(0, 100).mapToObj(i -> 60.0 * (i < 50 ? i : i + 50)).toList();
        double[] values = new double[100];
        List<Double> scores = Collections.nCopies(100, 0.1);
        BufferedImage picture =
                new SeriesChart(
                                List.of("value"),
                                List.of(values),
                                List.of(),
                                seconds,
                                List.of(50),
                                scores,
                                0.5)
                        .draw("");
        int[] blue = columns(picture, BLUE);
        double width = blue[blue.length - 1] - blue[0];
        int[] middle =
                IntStream.of(blue)
                        .filter(x -> Math.abs((x - blue[0]) / width - 0.5) < 0.16)
                        .toArray();
        assertEquals(0, middle.length);
        assertTrue(blue.length > 0.6 * width);
    }

    /** Whatever the numbers at the axes are, the panels begin and end at the same places. */
    @Test
    void panelsAreFlush() {
        double[] large = new double[100];
        for (int i = 0; i < large.length; i++) {
            large[i] = i == 50 ? 123_456_000 : 0;
        }
        BufferedImage picture =
                new SeriesChart(
                                List.of("large"),
                                List.of(large),
                                List.of(),
                                List.of(),
                                List.of(),
                                Collections.nCopies(100, 0.1),
                                0.5)
                        .draw("");
        int height = picture.getHeight();
        int[] above = columns(picture.getSubimage(0, 0, 1400, 390), BLUE);
        int[] below = columns(picture.getSubimage(0, 390, 1400, height - 390), BLUE);
        assertEquals(above[0], below[0], 1.5);
        assertEquals(above[above.length - 1], below[below.length - 1], 1.5);
    }

    @Test
    void normalSeriesHasNoRed() {
        assertEquals(0, columns(chart(Collections.nCopies(100, 0.1)), RED).length);
        assertEquals(0, columns(chart(Collections.nCopies(100, Double.NaN)), RED).length);
    }

    @Test
    void histogramShowsEachLabelWhereItsScoresAre() {
        List<Double> scores = IntStream.range(0, 200).mapToObj(i -> i / 2.0 + i % 2 * 300).toList();
        List<Integer> labels = IntStream.range(0, 200).mapToObj(i -> i % 2).toList();
        BufferedImage picture =
                new ScoreHistogram(
                                scores, labels, List.of("0", "1"), "nats", OptionalDouble.empty())
                        .draw("");
        BufferedImage plot =
                picture.getSubimage(0, 60, picture.getWidth(), picture.getHeight() - 60);
        int[] normal = columns(plot, Look.COLOURS.get(0));
        int[] anomalous = columns(plot, Look.COLOURS.get(1));
        assertTrue(normal.length > 20 && anomalous.length > 20);
        assertTrue(normal[0] < anomalous[anomalous.length - 1]);
        int plain = picture.getHeight(); // with a line that says what the last bin holds beside
        int all = histogram(OptionalDouble.empty()).getHeight();
        assertTrue(plain > all);
        assertTrue(histogram(OptionalDouble.of(20)).getHeight() > all); // says the threshold
        OptionalDouble none = OptionalDouble.empty();
        new ScoreHistogram(List.of(3.0), List.of(), List.of(), "nats", none)
                .draw("one"); // no error
        assertThrows(
                IllegalArgumentException.class,
                () -> new ScoreHistogram(List.of(), List.of(), List.of(), "nats", none));
    }

    // Of two scores, in both bins of the range, each with its label.
    private static BufferedImage histogram(OptionalDouble threshold) {
        return new ScoreHistogram(
                        List.of(3.0, 3.0), List.of(0, 1), List.of("a", "b"), "nats", threshold)
                .draw("");
    }
}
