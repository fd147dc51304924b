package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.sample.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class DataSummaryTest {

    private final Path folder;

    DataSummaryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path write(String name, String contents) throws IOException {
        return Files.writeString(folder.resolve(name), contents);
    }

    private static List<String> lines(DataSource data) throws IOException {
        return DataSummary.of(data).lines();
    }

    @Test
    void ofATableColumnsLabelsAndGapsAreSaid() throws IOException {
        Path table =
                write("t.csv", "id,a,note,Class,b\n1,5,x,no,\n2,6,,no,7\n3,,y,yes,\n4,8,,no,9\n");
        assertEquals(
                List.of(
                        "4 rows of 2 values in " + table,
                        "features: a, b",
                        "label, not learnt from: Class",
                        "left out: id (a running index), note (words, 2 different in 2 rows)",
                        "Class is taken for the label; label must be none if there is none",
                        "samples of each label: no 3, yes 1",
                        "missing: 3 of 8 values"),
                lines(DataSource.of(table)));
    }

    @Test
    void ofASeriesChannelsAndTimeAreSaid() throws IOException {
        Path table = write("s.csv", "ts,a,b\nmon,1,2\ntue,3,4\nwed,5,6\n");
        DataOptions windows = DataOptions.ofSeed(0).withWindows(2, 1);
        assertEquals(
                List.of(
                        "2 windows of 2 points of 2 channels in " + table,
                        "channels: a, b",
                        "time: ts (not read as times, so taken as evenly spaced)"),
                lines(DataSource.of(table.toString(), windows)));
    }

    @Test
    void otherSamplesAreCalledByTheirKind() throws IOException {
        BufferedImage grey = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
        Samples images = Samples.ofImages(List.of(grey, grey));
        assertEquals(
                List.of("2 grey images of 4 x 3 pixels in " + images.name()),
                lines(DataSource.of(images)));
        Path strings = write("s.smi", "CCO\nC\n");
        assertEquals(
                List.of("2 strings of at most 3 symbols in " + strings),
                lines(DataSource.of(strings)));
        Path ratings = write("u.data", "1\t7\t3\t0\n2\t7\t4\t0\n2\t9\t5\t0\n");
        assertEquals(
                List.of(
                        "2 users with ratings of 2 items in " + ratings,
                        "items: 7, 9",
                        "missing: 1 of 4 values"),
                lines(DataSource.of(ratings)));
    }
}
