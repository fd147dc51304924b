package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.testing.GifFile;
import io.github.autoencoders.testing.GifFile.Frame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class MovingImageTest {

    private final Path folder;

    MovingImageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static BufferedImage plain(int width, int height, int level) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, 0x010101 * level);
        }
        return image;
    }

    // The brightness of each of 3 x 2 pixels, of each frame, and when it is seen.
    private static List<String> frames(Path file) throws IOException {
        List<String> frames = new ArrayList<>();
        MovingImage.read(
                file,
                (frame, seconds) -> {
                    int[] levels = new int[frame.width() * frame.height()];
                    byte[] bytes = frame.brightness();
                    Arrays.setAll(levels, i -> bytes[i] & 0xFF);
                    frames.add(seconds + " " + Arrays.toString(levels));
                });
        return frames;
    }

    /**
     * A part of the picture stays, is wiped out, or gives way to what was there, as it says itself;
     * wiped out is transparent, which lies on white.
     */
    @Test
    void framesAreDrawnOnWhatTheOnesBeforeLeave() throws IOException {
        Path file =
                GifFile.write(
                        folder.resolve("a.gif"),
                        List.of(
                                new Frame(plain(3, 2, 10), 0, 0, "doNotDispose", 20),
                                new Frame(plain(1, 1, 50), 1, 0, "restoreToPrevious", 5),
                                new Frame(plain(1, 2, 90), 2, 0, "restoreToBackgroundColor", 1),
                                new Frame(plain(1, 1, 130), 0, 1, "none", 0)));
        assertEquals(new MovingImage(3, 2, 4), MovingImage.of(file));
        assertEquals(
                List.of(
                        "0.0 [10, 10, 10, 10, 10, 10]",
                        "0.2 [10, 50, 10, 10, 10, 10]",
                        "0.25 [10, 10, 90, 10, 10, 90]",
                        "0.35 [10, 10, 255, 130, 10, 255]"),
                frames(file));
    }

    @Test
    void partsThatReachOverTheEdgeAreCut() throws IOException {
        Path file =
                GifFile.write(
                        folder.resolve("a.gif"),
                        List.of(
                                Frame.of(plain(3, 2, 10)),
                                new Frame(plain(9, 9, 50), 2, 1, "none", 10)));
        assertEquals("0.1 [10, 10, 10, 10, 10, 50]", frames(file).get(1));
    }

    @Test
    void whatDoesNotMoveIsRefusedInOneLine() throws IOException {
        Path single = GifFile.write(folder.resolve("one.gif"), List.of(Frame.of(plain(3, 2, 9))));
        String rule = " must be a readable image, but is not: ";
        assertRefused(
                single
                        + rule
                        + "it must have two frames or more, but has 1; a single picture goes into"
                        + " a folder of images",
                single);
        Path png = folder.resolve("png.gif");
        ImageIO.write(plain(3, 2, 9), "png", png.toFile());
        assertRefused(png + rule + "it must be an animated GIF, but is png", png);
        Path text = Files.writeString(folder.resolve("text.gif"), "GIF");
        assertRefused(text + rule + "no decoder knows it", text);
    }

    private static void assertRefused(String message, Path file) {
        Exception e = assertThrows(IOException.class, () -> frames(file));
        assertEquals(message, e.getMessage());
    }

    /** Whatever byte a download ends at, and whatever was written over: a line, and no stack. */
    @Test
    void brokenFilesAreRefusedWithTheirName() throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            frames.add(Frame.of(plain(20, 15, 60 * i)));
        }
        byte[] whole = Files.readAllBytes(GifFile.write(folder.resolve("a.gif"), frames));
        Path cut = folder.resolve("cut.gif");
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(cut, Arrays.copyOf(whole, length));
            requireLineOrFrames(cut);
        }
        for (int at = 0; at < whole.length; at += 5) {
            byte[] other = whole.clone();
            other[at] ^= (byte) 0xFF;
            Files.write(cut, other);
            requireLineOrFrames(cut);
        }
    }

    private static void requireLineOrFrames(Path file) {
        try {
            frames(file);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith(file + " must be a readable image"), message);
            assertTrue(message.lines().count() == 1, message);
        }
    }
}
