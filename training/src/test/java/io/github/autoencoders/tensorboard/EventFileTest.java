package io.github.autoencoders.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class EventFileTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2024-05-06T07:08:09.500Z"), ZoneOffset.UTC);

    private final Path folder;

    EventFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // TensorBoard 2.21 reads these bytes as loss 0.25 at step 300.
    @Test
    void aScalarIsWrittenAsTensorBoardReadsIt() throws IOException {
        try (EventFile file = new EventFile(folder, CLOCK)) {
            file.scalar("loss", 300, 0.25);
        }
        Path written = folder.resolve("events.out.tfevents.1714979289.autoencoders");
        assertEquals(
                "1800000000000000a37f4b22" // 24 bytes
                        + "0900006076208ed941" // 1: time
                        + "1a0d627261696e2e4576656e743a32" // 3: version
                        + "28e51fe2"
                        + "1b000000000000001a0d9e13" // 27 bytes
                        + "0900006076208ed941"
                        + "10ac02" // 2: step
                        + "2a0d0a0b0a046c6f7373150000803e" // 5: summary
                        + "7b0c427c",
                HexFormat.of().formatHex(Files.readAllBytes(written)));
    }

    @Test
    void stepsTagsAndNumbersComeBack() throws IOException {
        try (EventFile file = new EventFile(folder, CLOCK)) {
            file.scalar("loss/total", 1, 123.456);
            file.scalar("größe", 1L << 40, -1e-30);
        }
        assertEquals(
                List.of(
                        new Events.Value(1, "loss/total", 123.456f, Events.Message.NONE),
                        new Events.Value(1L << 40, "größe", -1e-30f, Events.Message.NONE)),
                Events.in(folder));
    }

    @Test
    void aPictureComesBack() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, 0x123456);
        try (EventFile file = new EventFile(folder, CLOCK)) {
            file.image("samples", 7, image);
        }
        Events.Value value = Events.in(folder).get(0);
        assertEquals(2L, value.message().at(1));
        assertEquals(3L, value.message().at(2));
        byte[] png = (byte[]) value.message().at(4);
        assertEquals(0xFF123456, ImageIO.read(new ByteArrayInputStream(png)).getRGB(2, 1));
    }

    @Test
    void aHistogramCountsEachValueInItsInterval() throws IOException {
        double[] values = {-3, 0, 0, 1, 12, 11.9, 12, 5.2};
        try (EventFile file = new EventFile(folder, CLOCK)) {
            file.histogram("codes", 2, values);
        }
        Events.Message message = Events.in(folder).get(0).message();
        assertEquals(-3.0, message.at(1));
        assertEquals(12.0, message.at(2));
        assertEquals(8.0, message.at(3));
        assertEquals(39.1, (Double) message.at(4), 1e-9);
        assertEquals(9 + 1 + 144 + 141.61 + 144 + 27.04, (Double) message.at(5), 1e-9);
        double[] edges = Events.doubles(message.at(6));
        double[] counts = Events.doubles(message.at(7));
        double from = -3;
        for (int i = 0; i < edges.length; i++) {
            double low = from;
            double high = i == edges.length - 1 ? 12.01 : edges[i];
            assertEquals(
                    (double)
                            Arrays.stream(values)
                                    .filter(value -> value >= low && value < high)
                                    .count(),
                    counts[i]);
            from = edges[i];
        }
        assertEquals(12, from, 1e-9);
    }

    @Test
    void equalValuesHaveAHistogram() throws IOException {
        try (EventFile file = new EventFile(folder, CLOCK)) {
            file.histogram("codes", 2, new double[] {4, 4, 4});
        }
        double[] counts = Events.doubles(Events.in(folder).get(0).message().at(7));
        double[] expected = new double[30];
        expected[0] = 3;
        assertArrayEquals(expected, counts);
    }

    @Test
    void earlierFilesStay() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (EventFile file = new EventFile(folder, CLOCK)) {
                file.scalar("loss", i, i);
            }
        }
        List<Long> steps = Events.in(folder).stream().map(Events.Value::step).toList();
        assertEquals(List.of(0L, 1L, 2L), steps);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Exception e =
                assertThrows(IOException.class, () -> new EventFile(file.resolve("run"), CLOCK));
        assertEquals(
                "output must be where files can be written, but %s is not: %s is no folder"
                        .formatted(file.resolve("run"), file),
                e.getMessage());
    }
}
