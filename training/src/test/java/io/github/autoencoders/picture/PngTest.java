package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.picture.LossCurves.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class PngTest {

    @Test
    void pictureIsReadBackPixelByPixel(@TempDir Path folder) throws IOException {
        BufferedImage picture = new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 35; i++) {
            picture.setRGB(i % 7, i / 7, 0xabcdef * i);
        }
        Path file = folder.resolve("picture.png");
        Files.writeString(file, "replaced");
        Png.write(picture, file);
        BufferedImage read = ImageIO.read(file.toFile());
        for (int i = 0; i < 35; i++) {
            assertEquals(picture.getRGB(i % 7, i / 7), read.getRGB(i % 7, i / 7));
        }
        assertEquals(List.of(file), files(folder));
    }

    @Test
    void sameNumbersGiveTheSameBytes(@TempDir Path folder) throws IOException {
        for (String run : List.of("a", "b")) {
            SampleDrawing drawing = SampleDrawing.ofBytes(new Shape(1, 2, 2));
            Sheet sheet = Sheet.ofSamples(drawing, List.of(new float[] {1, 2, 3, 4}), 1);
            Png.write(sheet.draw("sheet"), folder.resolve("sheet" + run));
            CodeMap map = CodeMap.of(new float[][] {{1, 2, 3}, {2, 1, 5}, {3, 3, 1}});
            Png.write(map.draw("map"), folder.resolve("map" + run));
            LossCurves curves =
                    new LossCurves(
                            List.of(new Point(1, 3, 2, 1)), List.of(), "KL divergence", "nats");
            Png.write(curves.draw("loss", "nats"), folder.resolve("loss" + run));
        }
        for (String name : List.of("sheet", "map", "loss")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve(name + "a")),
                    Files.readAllBytes(folder.resolve(name + "b")),
                    name);
        }
    }

    @Test
    void failureNamesTheFileAndLeavesNothing(@TempDir Path folder) throws IOException {
        assertEquals("output must be a file, but is the folder " + folder, failure(folder));
        Path endless = folder.resolve("x".repeat(300) + ".png");
        assertTrue(
                failure(endless)
                        .startsWith("output must be where files can be written, but " + endless));
        assertEquals(List.of(), files(folder));
    }

    private static String failure(Path file) {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        return String.valueOf(
                assertThrows(IOException.class, () -> Png.write(picture, file)).getMessage());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
