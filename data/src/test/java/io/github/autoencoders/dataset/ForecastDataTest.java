package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a series and the points behind them. */
@Tag("no-engine")
class ForecastDataTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(3).withHeldOut(0.25);

    private final Path folder;

    ForecastDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String text(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Point i at day i + 1: a is i, b is 100 + i; without the days that are left out. */
    private static LocalDate day(int number) {
        return LocalDate.of(2024, 1, 1).plusDays(number);
    }

    private String days(String name, int count, int gap) throws IOException {
        StringBuilder text = new StringBuilder("date,a,b\n");
        for (int i = 0; i < count; i++) {
            if (i != gap) {
                text.append("%s,%s,%s\n".formatted(day(i), i, 100 + i));
            }
        }
        return text(name, text.toString());
    }

    private static String refusal(DataSource source) {
        Exception e = assertThrows(IllegalArgumentException.class, source::load, source::toString);
        return String.valueOf(e.getMessage());
    }

    @Test
    void theTargetOfAWindowIsWhatComesBehindIt() throws IOException {
        String series = days("s.csv", 8, -1);
        Samples all = DataSource.ofForecasts(series, 2, OPTIONS.withWindows(3, 2)).load();
        assertEquals(2, all.size());
        assertEquals(new Shape(2, 2), all.format().shape());
        assertEquals(new Shape(2, 3), all.inputs().format().shape());
        assertEquals(List.of("a", "b"), all.format().schema().features());
        assertArrayEquals(new float[] {3, 4, 103, 104}, all.sample(0));
        assertArrayEquals(new float[] {0, 1, 2, 100, 101, 102}, all.inputs().sample(0));
        assertArrayEquals(new float[] {5, 6, 105, 106}, all.sample(1));
        assertEquals(List.of("4"), all.key(0));
        assertTrue(all.arePairs());
        assertEquals(Optional.of(series), DataSource.seriesOfForecasts(series + " => next 2"));
        assertEquals(Optional.empty(), DataSource.seriesOfForecasts(series));
    }

    @Test
    void noWindowReachesOverAGap() throws IOException {
        Samples all =
                DataSource.ofForecasts(days("s.csv", 12, 5), 2, OPTIONS.withWindows(2, 1)).load();
        // Of five points before the gap and six behind it: two and three windows of two and two.
        assertEquals(5, all.size());
        for (int i = 0; i < all.size(); i++) {
            float[] in = all.inputs().sample(i);
            float[] out = all.sample(i);
            assertArrayEquals(new float[] {in[0] + 2, in[0] + 3}, new float[] {out[0], out[1]});
        }
    }

    @Test
    void noPointThatIsHeldOutIsLearnt() throws IOException {
        DataSplit split =
                DataSource.ofForecasts(days("s.csv", 24, -1), 3, OPTIONS.withWindows(4, 1)).split();
        float learnt = -1;
        for (int i = 0; i < split.training().size(); i++) {
            learnt = Math.max(learnt, split.training().sample(i)[2]);
        }
        assertTrue(learnt < split.validation().sample(0)[0]);
        assertEquals(5, split.validation().size(), "a quarter of 18 windows, rounded");
        assertEquals(23, split.validation().sample(4)[2]);
    }

    @Test
    void eachOfSeveralSeriesIsDividedInTime() throws IOException {
        StringBuilder text = new StringBuilder("date,machine,a\n");
        for (String machine : List.of("m1", "m2")) {
            for (int i = 0; i < 12; i++) {
                int value = machine.equals("m1") ? i : 50 + i;
                text.append("%s,%s,%s\n".formatted(day(i), machine, value));
            }
        }
        DataSplit split =
                DataSource.ofForecasts(text("m.csv", text.toString()), 2, OPTIONS.withWindows(2, 1))
                        .split();
        Samples held = split.validation();
        assertEquals(4, held.size());
        assertArrayEquals(new float[] {10, 11}, held.sample(1));
        assertArrayEquals(new float[] {60, 61}, held.sample(3));
        assertArrayEquals(new float[] {58, 59}, held.inputs().sample(3));
    }

    @Test
    void withoutAWindowItIsThePeriod() throws IOException {
        StringBuilder text = new StringBuilder("x\n");
        for (int i = 0; i < 400; i++) {
            text.append(Math.sin(2 * Math.PI * i / 20)).append('\n');
        }
        String series = text("sine.csv", text.toString());
        assertEquals(
                new Shape(1, 20),
                DataSource.ofForecasts(series, 7, OPTIONS).load().inputs().format().shape());
        assertEquals(
                new Shape(1, 40),
                DataSource.ofForecasts(series, 20, OPTIONS).load().inputs().format().shape());
        assertEquals(
                new Shape(1, 40),
                DataSource.ofForecasts(series, 21, OPTIONS).load().inputs().format().shape());
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        String series = days("s.csv", 8, -1);
        assertEquals(
                "window and horizon must together be at most the 8 rows of %s, but are 3 and 6"
                        .formatted(series),
                refusal(DataSource.ofForecasts(series, 6, OPTIONS.withWindows(3, 1))));
        String broken = days("broken.csv", 14, 6);
        assertEquals(
                "window and horizon must together be at most the 7 rows of the longest stretch"
                        + " without a gap of %s, but are 6 and 2".formatted(broken),
                refusal(DataSource.ofForecasts(broken, 2, OPTIONS.withWindows(6, 1))));
        assertEquals(
                "horizon must be at least 1, but is 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DataSource.ofForecasts(series, 0, OPTIONS))
                        .getMessage());
        assertEquals(
                "data must be an existing file or folder, but there is no such file as "
                        + folder.resolve("missing-series.csv"),
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        DataSource.ofForecasts(
                                                folder.resolve("missing-series.csv").toString(),
                                                2,
                                                OPTIONS))
                        .getMessage());
    }
}
