package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class DailySeriesTest {

    private static final int DAY = DailySeries.DAY;

    /**
     * The mean over the days is the cycle, within four of its standard errors: of the noise and of
     * the amplitude, 0.1 each, the latter times at most 1.3.
     */
    @Test
    void meanOfAHundredDaysIsTheCycle() {
        Series series = DailySeries.normal(7);
        double[] values = series.channels().get(0);
        assertEquals(100 * DAY, series.size());
        for (int point = 0; point < DAY; point++) {
            double t = point / (double) DAY;
            double cycle = Math.sin(2 * Math.PI * t) + Math.sin(4 * Math.PI * t) / 2;
            double sum = 0;
            for (int day = 0; day < 100; day++) {
                sum += values[day * DAY + point];
            }
            double standardError = 0.1 * Math.hypot(1, 1.3) / 10;
            assertEquals(cycle, sum / 100, 4 * standardError, "point " + point);
        }
        assertFalse(series.windows(DAY, 1).labelled());
        assertEquals(
                List.of("2024-01-01 00:00:00", "2024-01-01 00:15:00"),
                series.times().subList(0, 2));
    }

    @Test
    void sixAnomaliesOfHalfADayAreLabelled() {
        Series series = DailySeries.anomalous(7);
        List<Integer> first =
                IntStream.range(0, series.size())
                        .filter(i -> series.labels().get(i).equals("1"))
                        .filter(i -> i == 0 || series.labels().get(i - 1).equals("0"))
                        .boxed()
                        .toList();
        assertEquals(6, first.size());
        assertEquals(
                6 * DAY / 2, series.labels().stream().filter(label -> label.equals("1")).count());
        double[] values = series.channels().get(0);
        for (int kind = 0; kind < 3; kind++) {
            for (int start : List.of(first.get(kind), first.get(kind + 3))) {
                double[] x = Arrays.copyOfRange(values, start, start + DAY / 2);
                double residual = 0;
                for (int i = 0; i < x.length; i++) {
                    double t = (start + i) % DAY / (double) DAY;
                    residual += x[i] - Math.sin(2 * Math.PI * t) - Math.sin(4 * Math.PI * t) / 2;
                }
                double roughness = 0; // of N(0, s^2), the differences have the variance 2 s^2
                for (int i = 1; i < x.length; i++) {
                    roughness += (x[i] - x[i - 1]) * (x[i] - x[i - 1]) / (2 * (x.length - 1));
                }
                assertEquals(kind == 2, Math.sqrt(roughness) > 0.5, "kind " + kind);
                assertEquals(kind == 1, residual / x.length > 1.2, "kind " + kind);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameAndTheNormalDaysAreOthers() {
        double[] normal = DailySeries.normal(7).channels().get(0);
        assertArrayEquals(normal, DailySeries.normal(7).channels().get(0));
        assertFalse(normal[0] == DailySeries.normal(8).channels().get(0)[0]);
        assertFalse(normal[0] == DailySeries.anomalous(7).channels().get(0)[0]);
    }

    @Test
    void catalogCutsThemIntoWindows() throws IOException {
        DataOptions options = DataOptions.ofSeed(7).withWindows(128, 4).withHeldOut(0.1);
        DataSplit split = DataSource.of("daily-series", options).split();
        assertEquals(new Shape(1, 128), split.training().format().shape());
        int windows = (100 * DAY - 128) / 4 + 1; // 2,369
        assertEquals(Math.round(windows * 0.1), split.validation().size());
        assertEquals(windows, DataSource.of("daily-series", options).load().size());
        assertArrayEquals(
                DailySeries.normal(7).windows(128, 4).sample(5), split.training().sample(5));
        Samples anomalous = DataSource.of("daily-series-anomalous", options).load();
        assertEquals(List.of("0", "1"), anomalous.labelNames());
        assertTrue(anomalous.labelled());
        assertEquals(
                "window must be from 1 to the 9600 rows of daily-series, but is 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DataSource.of("daily-series", DataOptions.ofSeed(7)).split())
                        .getMessage());
    }
}
