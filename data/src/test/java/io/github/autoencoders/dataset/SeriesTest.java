package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class SeriesTest {

    /** Ten points of two channels; the seventh is an anomaly. */
    private static final String TEN =
            """
            timestamp,a,b,anomaly
            1,0,10,0
            2,1,20,0
            3,2,30,0
            4,3,40,0
            5,4,50,0
            6,5,60,0
            7,6,70,1
            8,7,80,0
            9,8,90,0
            10,9,100,0
            """;

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);

    private final Path folder;

    SeriesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("series.csv"), text);
    }

    @Test
    void timesOfADayAreNotAddedToNumbers() throws IOException {
        Series series = Series.read(file("time,lap,v\n1700000000,1:30,1\n1700000060,1:31,2\n"));
        assertEquals(List.of("1700000000", "1700000060"), series.times());
    }

    @Test
    void daysAndTimesOfTheDayMayStandInTwoColumns() throws IOException {
        Series series =
                Series.read(
                        file(
                                """
                                date,time,value
                                2026-01-01,23:00,1
                                2026-01-02,00:00,2
                                2026-01-02,01:00,3
                                """));
        assertEquals(
                List.of("2026-01-01 23:00", "2026-01-02 00:00", "2026-01-02 01:00"),
                series.times());
        assertEquals(List.of("value"), series.columns());
        assertTrue(
                series.schema().lines("channels").get(1).startsWith("time: date (every 1 h, from"),
                series.schema().lines("channels")::toString);
        assertEquals(
                "left out: time (read as times of the day)",
                series.schema().lines("channels").get(2));
    }

    @Test
    void aFirstColumnOfEpochsHoldsTheTimes() throws IOException {
        Series series = Series.read(file("t,value\n1700000000,1\n1700000060,2\n1700000120,3\n"));
        assertEquals(List.of("value"), series.columns());
        assertEquals("t", series.schema().time().orElseThrow());
    }

    @Test
    void windowsOfTenPointsAreCutByHand() throws IOException {
        Samples windows = Series.read(file(TEN)).windows(4, 3);
        assertEquals(new Shape(2, 4), windows.format().shape());
        assertEquals(3, windows.size());
        assertArrayEquals(new float[] {0, 1, 2, 3, 10, 20, 30, 40}, windows.sample(0));
        assertArrayEquals(new float[] {3, 4, 5, 6, 40, 50, 60, 70}, windows.sample(1));
        assertArrayEquals(new float[] {6, 7, 8, 9, 70, 80, 90, 100}, windows.sample(2));
        assertEquals(List.of("0", "1"), windows.labelNames());
        assertArrayEquals(new int[] {0, 1, 1}, labels(windows));
        assertEquals(7, Series.read(file(TEN)).windows(4, 1).size());
        assertEquals(1, Series.read(file(TEN)).windows(10, 1).size());
    }

    private static int[] labels(Samples samples) {
        return IntStream.range(0, samples.size()).map(samples::label).toArray();
    }

    @Test
    void columnsAreTimesChannelsAndLabels() throws IOException {
        Series ten = Series.read(file(TEN));
        assertEquals(List.of("a", "b"), ten.columns());
        assertEquals(List.of("1", "2", "3"), ten.times().subList(0, 3));
        assertEquals(10, ten.size());
        Series named =
                Series.read(file("when,value,in_window,label_point\nnow,2,1,0\nthen,3,0,1\n"));
        assertEquals(List.of("value"), named.columns());
        assertEquals(List.of("now", "then"), named.times());
        assertEquals(List.of("1", "0"), named.labels());
        Series bare = Series.read(file("value\n2\n3\n"));
        assertEquals(List.of(), bare.times());
        assertFalse(bare.windows(2, 1).labelled());
    }

    /** A window is what copying it gives: in bytes of a batch, in digests, in parts and joined. */
    @Test
    void windowsThatShareTheirValuesAreLikeCopies() throws IOException {
        Samples windows = Series.read(file(TEN)).windows(3, 2);
        float[] copied = new float[windows.size() * 6];
        for (int i = 0; i < windows.size(); i++) {
            System.arraycopy(windows.sample(i), 0, copied, 6 * i, 6);
        }
        Samples copies =
                Samples.ofFloats(
                        "copies", windows.format(), copied, labels(windows), windows.labelNames());
        assertEquals(copies.sha256(), windows.sha256());
        assertEquals(copies.first(2).sha256(), windows.first(2).sha256());
        int[] some = {3, 0, 2};
        assertEquals(copies.subset(some).sha256(), windows.subset(some).sha256());
        assertEquals(copies.followedBy(copies).sha256(), windows.followedBy(windows).sha256());
        assertNotEquals(copies.subset(some).sha256(), windows.sha256());
    }

    /**
     * 20 windows: the last two are held out, with the points 18 to 23; windows before end at 17.
     */
    @Test
    void nothingHeldOutIsLearnt() throws IOException {
        StringBuilder text = new StringBuilder("value\n");
        IntStream.range(0, 24).forEach(i -> text.append(i).append('\n'));
        DataOptions options = DataOptions.ofSeed(1).withWindows(5, 1);
        DataSplit split = DataSource.of(file(text.toString()).toString(), options).split();
        assertEquals(2, split.validation().size());
        assertArrayEquals(new float[] {18, 19, 20, 21, 22}, split.validation().sample(0));
        assertArrayEquals(new float[] {19, 20, 21, 22, 23}, split.validation().sample(1));
        assertEquals(14, split.training().size());
        assertArrayEquals(new float[] {13, 14, 15, 16, 17}, split.training().sample(13));
        // Each of the points 0 to 17 once: mean 8.5, variance (18^2 - 1) / 12.
        Scaling.Standardized scaling = (Scaling.Standardized) split.training().format().scaling();
        assertEquals(8.5, scaling.means().get(0), 1e-12);
        assertEquals(Math.sqrt((18 * 18 - 1) / 12.0), scaling.standardDeviations().get(0), 1e-12);
        assertEquals(scaling, split.validation().format().scaling());
    }

    @Test
    void channelsAreStandardizedApart() throws IOException {
        String path = file(TEN).toString();
        Samples all = DataSource.of(path, DataOptions.ofSeed(1).withWindows(4, 3)).load();
        Scaling.Standardized scaling = (Scaling.Standardized) all.format().scaling();
        assertEquals(List.of(4.5, 55.0), scaling.means());
        assertEquals(Math.sqrt(8.25), scaling.standardDeviations().get(0), 1e-12);
        assertEquals(10 * Math.sqrt(8.25), scaling.standardDeviations().get(1), 1e-12);
    }

    @Test
    void rowsThatAreWindowsAlreadyAreSequences() throws IOException {
        Path path = file("label,t0,t1,t2\n1,0,1,2\n2,3,4,5\n1,6,7,8\n");
        DataOptions options = DataOptions.ofSeed(1).withWindows(3, 0);
        Samples all = DataSource.of(path.toString(), options).load();
        assertEquals(new Shape(1, 3), all.format().shape());
        assertArrayEquals(new float[] {3, 4, 5}, all.sample(1));
        assertEquals(
                List.of(4.0), ((Scaling.Standardized) all.format().scaling()).means()); // one pair
        Samples ones = DataSource.of(path.toString(), options.withOnlyLabel("1")).load();
        assertEquals(2, ones.size());
        assertArrayEquals(new float[] {6, 7, 8}, ones.sample(1));
        DataSplit split = DataSource.of(path.toString(), options.withOnlyLabel("1")).split();
        assertEquals(List.of("1", "2"), split.training().labelNames());
        assertEquals(0, split.training().label(0) + split.validation().label(0));
    }

    @Test
    void seriesThatDoNotFitAreRefused() throws IOException {
        Path path = file(TEN);
        DataOptions options = DataOptions.ofSeed(1);
        assertRefused(
                "window must be from 1 to the 10 rows of " + path + ", but is 11",
                () -> DataSource.of(path.toString(), options.withWindows(11, 1)).split());
        assertRefused(
                path
                        + " must have windows that share no row with the last 1 of its 4 windows,"
                        + " which are held out, but has none; it must be longer, or the windows"
                        + " shorter",
                () -> DataSource.of(path.toString(), options.withWindows(7, 1)).split());
        assertRefused(
                "window must be 0 for sprites, which is no CSV file, but is 4",
                () -> DataSource.of("sprites", options.withWindows(4, 1)).split());
        assertRefused(
                "onlyLabel must be one of the labels [0, 1] of " + path + ", but is \"2\"",
                () ->
                        DataSource.of(path.toString(), options.withWindows(2, 1).withOnlyLabel("2"))
                                .split());
        assertRefused(
                "windowStep must be 0 where window is 0, but is 1",
                () -> options.withWindows(0, 1));
    }

    @Test
    void filesThatAreNoSeriesAreRefused() throws IOException {
        Path words = file("timestamp,value\n1,a\n2,b\n");
        assertEquals(
                words
                        + " must have a column of numbers beside the label, but has the columns"
                        + " [timestamp, value]",
                assertThrows(IOException.class, () -> Series.read(words)).getMessage());
        Path holes = file("timestamp,value\n1,3\n2,NaN\n");
        assertEquals(
                holes + ": value in row 2, column \"value\" must be a finite number, but is NaN",
                assertThrows(IOException.class, () -> Series.read(holes)).getMessage());
        Path three = file("a,b,c\n1,2,3\n");
        assertEquals(
                three
                        + " must have 4 columns of numbers, a window in each row, where windowStep"
                        + " is 0, but has 3",
                assertThrows(
                                IOException.class,
                                () -> CsvTable.read(three).samples(OPTIONS.withWindows(4, 0)))
                        .getMessage());
    }

    private static void assertRefused(String message, Executable use) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, use).getMessage());
    }
}
