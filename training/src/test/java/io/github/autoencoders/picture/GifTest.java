package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.MovingImage;
import io.github.autoencoders.sample.RgbImage;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class GifTest {

    private final Path file;

    GifTest(@TempDir Path folder) {
        file = folder.resolve("a.gif");
    }

    // 16 x 16 pixels, each of another of 256 values, from a value on.
    private static BufferedImage values(int first, int factor) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, (first + i) % 256 * factor);
        }
        return image;
    }

    private List<byte[]> planes(List<Double> times) throws Exception {
        List<byte[]> planes = new ArrayList<>();
        MovingImage.read(
                file,
                (frame, seconds) -> {
                    planes.add(frame.planes());
                    times.add(seconds);
                });
        return planes;
    }

    @Test
    void greyFramesComeBackAsTheyWereAtTheirTimes() throws Exception {
        List<BufferedImage> frames =
                List.of(values(0, 0x010101), values(99, 0x010101), values(7, 0x010000));
        double[] times = {3, 3.5, 3.75};
        try (Gif gif = Gif.create(file)) {
            for (int i = 0; i < 3; i++) {
                gif.add(frames.get(i), times[i]);
            }
        }
        List<Double> read = new ArrayList<>();
        List<byte[]> planes = planes(read);
        assertEquals(List.of(0.0, 0.5, 0.75), read);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(RgbImage.of(frames.get(i)).planes(), planes.get(i));
        }
        String bytes =
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("NETSCAPE2.0"), "it begins again");
    }

    @Test
    void framesOfNoTimeAreSeenForATenthOfASecond() throws Exception {
        try (Gif gif = Gif.create(file)) {
            gif.add(values(0, 1));
            gif.add(values(1, 1));
            gif.add(values(2, 1));
        }
        List<Double> times = new ArrayList<>();
        assertEquals(3, planes(times).size());
        assertEquals(List.of(0.0, 0.1, 0.2), times);
    }
}
