package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in portions is what comes as a whole. */
@Tag("no-engine")
class SampleStreamTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(1);

    private final Path folder;

    SampleStreamTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static void assertSame(String data, DataOptions options, int portion)
            throws IOException {
        Samples whole = DataSource.of(data, options).load();
        int read = 0;
        try (SampleStream stream = DataSource.of(data, options).stream(portion)) {
            assertEquals(whole.name(), stream.name());
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                Samples part = next.get();
                assertEquals(Math.min(portion, whole.size() - read), part.size());
                assertEquals(whole.format().shape(), part.format().shape());
                for (int i = 0; i < part.size(); i++) {
                    assertArrayEquals(whole.sample(read), part.sample(i));
                    if (whole.labelled()) {
                        assertEquals(
                                whole.labelNames().get(whole.label(read)),
                                part.labelNames().get(part.label(i)));
                    }
                    read++;
                }
            }
            assertEquals(whole.labelNames(), stream.labelNames());
        }
        assertEquals(whole.size(), read);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void tablesComeInPortions() throws IOException {
        String table =
                write("a.csv", "name,x,label,y\na,1,10,5\nb,2,9,\nc,3,10,7\nd,4,9,8\ne,5,8,9\n");
        for (int portion : new int[] {1, 2, 5, 9}) {
            assertSame(table, OPTIONS, portion);
        }
        String windows = write("w.csv", "a,b\n1,2\n3,4\n5,6\n");
        assertSame(windows, OPTIONS.withWindows(2, 0), 2);
        assertSame(windows, OPTIONS.withWindows(2, 1), 1);
    }

    /** As an input that is followed may have a new label in each row, without an end. */
    @Test
    void ofLabelsAHundredThousandAreKept() throws IOException {
        StringBuilder table = new StringBuilder("x,label\n");
        for (int i = 0; i < 100_200; i++) {
            table.append(i).append(",l").append(i).append('\n');
        }
        try (SampleStream stream =
                DataSource.of(write("l.csv", table.toString()), OPTIONS).stream(20_000)) {
            while (stream.next().isPresent()) {
                assertTrue(stream.labelNames().size() <= 100_000);
            }
            assertEquals(100_000, stream.labelNames().size());
        }
    }

    @Test
    void arraysComeInPortions() throws IOException {
        byte[] images = new byte[16 + 5 * 6];
        ByteBuffer.wrap(images).putInt(0x803).putInt(5).putInt(2).putInt(3);
        for (int i = 16; i < images.length; i++) {
            images[i] = (byte) (7 * i);
        }
        Path file = folder.resolve("x-images-idx3-ubyte");
        Files.write(file, images);
        assertSame(file.toString(), OPTIONS, 2);
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 5, 2, 0, 1, 2, 0};
        Files.write(folder.resolve("x-labels-idx1-ubyte"), labels);
        assertSame(file.toString(), OPTIONS, 3);
        Files.write(file, Arrays.copyOf(images, images.length - 1));
        try (SampleStream stream = DataSource.of(file.toString(), OPTIONS).stream(3)) {
            assertEquals(3, stream.next().orElseThrow().size());
            IOException e = assertThrows(IOException.class, stream::next);
            assertEquals(
                    file + " must hold 5 images of 2 x 3 (46 bytes), but ends after 45 bytes",
                    e.getMessage());
        }
        Files.write(file, Arrays.copyOf(images, images.length + 1));
        try (SampleStream stream = DataSource.of(file.toString(), OPTIONS).stream(9)) {
            IOException e = assertThrows(IOException.class, stream::next);
            assertEquals(
                    file + " must hold 5 images of 2 x 3 (46 bytes), but goes on", e.getMessage());
        }
    }

    @Test
    void imagesComeInPortions() throws IOException {
        for (int i = 0; i < 5; i++) {
            BufferedImage image = new BufferedImage(4, 3 + i, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 4, 1, 0x3070A0 * (i + 1));
            Path of = Files.createDirectories(folder.resolve("images/" + (i < 2 ? "a" : "b")));
            ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
        }
        assertSame(folder.resolve("images").toString(), OPTIONS, 2);
        assertSame(
                folder.resolve("images").toString(),
                OPTIONS.withImages(4, DataOptions.Color.GREY),
                3);
    }

    @Test
    void stringsComeInPortions() throws IOException {
        String file = write("s.smi", "CCO a\n\nc1ccccc1 b\nClC\n");
        List<String> read = new ArrayList<>();
        try (SampleStream stream = DataSource.of(file, OPTIONS).stream(2)) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                read.addAll(next.get().texts());
            }
        }
        assertEquals(List.of("CCO", "c1ccccc1", "ClC"), read);
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> DataSource.of(write("e.txt", "\n"), OPTIONS).stream(2));
        assertEquals(
                folder.resolve("e.txt") + " must hold at least one string, but is empty",
                e.getMessage());
    }

    @Test
    void namesComeInPortions() throws IOException {
        assertSame("ratings", OPTIONS, 300);
        assertSame("daily-series", OPTIONS.withWindows(48, 7), 100);
    }

    @Test
    void rowsHaveOneNumberInResultsAndMessagesWhereverLinesAreEmpty() throws IOException {
        String table = write("n.csv", "\nx,y\n1,2\n\n3,4\n\n\n5,6\n7,8\n");
        Samples whole = DataSource.of(table, OPTIONS).load();
        List<String> names = new ArrayList<>();
        try (SampleStream stream = DataSource.of(table, OPTIONS).stream(1)) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                names.add(next.get().nameOf(0));
            }
        }
        assertEquals(List.of("row 1", "row 2", "row 3", "row 4"), names);
        assertEquals(names, IntStream.range(0, 4).mapToObj(whole::nameOf).toList());
        String damaged = write("d.csv", "\nx,y\n1,2\n\n3,4\n\n\n5,word\n");
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                DataSource.of(damaged, OPTIONS.withSchema(whole.format().schema()))
                                        .load());
        assertEquals(
                damaged + ": value in row 3, column \"y\" must be a finite number, but is \"word\"",
                e.getMessage());
    }

    @Test
    void aWrongRowIsNamedByItsNumberInTheFile() throws IOException {
        String table = write("b.csv", "x,y\n1,2\n3,4\n5,6\n7,word\n");
        try (SampleStream stream = DataSource.of(table, OPTIONS).stream(2)) {
            stream.next();
            IOException e = assertThrows(IOException.class, stream::next);
            assertEquals(
                    table
                            + ": value in row 4, column \"y\" must be a finite number, but is"
                            + " \"word\"",
                    e.getMessage());
        }
        String empty = write("c.csv", "x,y\n");
        IOException e =
                assertThrows(IOException.class, () -> DataSource.of(empty, OPTIONS).stream(2));
        assertEquals(
                empty + " must hold a header and at least one row, but does not", e.getMessage());
    }

    @Test
    void samplesAreCalledByTheirPlaceInTheWhole() throws IOException {
        String file = write("x.smi", "C\nCC\nCCC\n");
        SampleFormat format = Strings.of("short", List.of("CC"), true).format();
        try (SampleStream stream = DataSource.of(file, OPTIONS).stream(2)) {
            assertEquals(2, stream.next().orElseThrow().withFormat(format).size());
            Samples last = stream.next().orElseThrow().after(2);
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> last.withFormat(format));
            assertTrue(
                    String.valueOf(e.getMessage()).startsWith(file + ", behind its sample 2: "),
                    e.getMessage());
        }
    }

    /** Contents that know whether they were closed. */
    private static final class Contents extends ByteArrayInputStream {

        private boolean closed;

        Contents(String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aTableComesFromAnyContents() throws IOException {
        Contents contents = new Contents("x,y\n1,2\n");
        try (SampleStream stream = CsvStream.of("standard input", contents, OPTIONS, 2)) {
            assertEquals("standard input", stream.name());
            assertArrayEquals(new float[] {1, 2}, stream.next().orElseThrow().sample(0));
            assertEquals(Optional.empty(), stream.next());
        }
        assertTrue(contents.closed);
    }

    @Test
    void contentsThatAreNoTableAreClosed() {
        Contents series = new Contents("x,y\n1,2\n");
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CsvStream.of("standard input", series, OPTIONS.withWindows(4, 1), 2));
        assertEquals(
                "data of a series must be a file or a name, but are the standard input",
                e.getMessage());
        assertTrue(series.closed);
        Contents empty = new Contents("x,y\n");
        assertThrows(IOException.class, () -> CsvStream.of("empty", empty, OPTIONS, 2));
        assertTrue(empty.closed);
    }
}
