package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.MovingImage;
import io.github.autoencoders.testing.GifFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An animated GIF in and out: a bar that wanders, with a strange frame. */
class MovingPicturesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int FRAMES = 30;
    private static final int STRANGE = 20;

    private static Path folder;
    private static Path moving;
    private static Path run;

    private static BufferedImage frame(int at, boolean strange) {
        BufferedImage image = new BufferedImage(10, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 80; pixel++) {
            int distance = Math.abs(pixel % 10 - at % 10);
            int level = strange ? (pixel % 2 == 0 ? 255 : 0) : distance < 2 ? 220 : 30;
            image.setRGB(pixel % 10, pixel / 10, 0x010101 * level);
        }
        return image;
    }

    private static Path gif(String name, int strange) throws Exception {
        List<GifFile.Frame> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(new GifFile.Frame(frame(i, i == strange), 0, 0, "none", 20));
        }
        return GifFile.write(folder.resolve(name), frames);
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        run = folder.resolve("run");
        String said =
                Answer.expect(
                        0,
                        "train",
                        "--data",
                        gif("usual.gif", -1),
                        "--set",
                        "architecture={\"type\":\"Dense\",\"units\":[32],\"activation\":\"RELU\"}",
                        "--code",
                        3,
                        "--epochs",
                        60,
                        "--learning-rate",
                        0.01,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        assertTrue(said.contains("30 frames of 10x8"), said);
        moving = gif("moving.gif", STRANGE);
    }

    private static String use(String command, Object... more) {
        return Answer.expect(
                0,
                Stream.of(Stream.of(command, run), Stream.of(more), Stream.of("--engine", ENGINE))
                        .flatMap(each -> each)
                        .toArray());
    }

    @Test
    void framesComeOutAsMovingPicturesOrAFolder() throws Exception {
        Path out = folder.resolve("made.gif");
        use("reconstruct", "--in", moving, "--out", out);
        assertEquals(new MovingImage(10, 8, FRAMES), MovingImage.of(out));
        List<Double> times = new ArrayList<>();
        MovingImage.read(out, (frame, seconds) -> times.add(seconds));
        assertEquals(0.2, times.get(1));
        Path images = folder.resolve("made");
        use("reconstruct", "--in", moving, "--out", images);
        BufferedImage first = ImageIO.read(images.resolve("00000.png").toFile());
        assertEquals(10, first.getWidth());
        Path between = folder.resolve("between.gif");
        use(
                "interpolate",
                "--in",
                moving,
                "--from",
                2,
                "--to",
                6,
                "--steps",
                12,
                "--path",
                "linear",
                "--out",
                between);
        assertEquals(new MovingImage(10, 8, 12), MovingImage.of(between));
    }

    @Test
    void codesAndScoresHaveFramesAndTimes() throws Exception {
        Path codes = folder.resolve("codes.csv");
        use("encode", "--in", moving, "--out", codes);
        List<String> rows = Files.readAllLines(codes);
        assertEquals("frame,seconds,z1,z2,z3", rows.get(0));
        assertTrue(rows.get(4).startsWith("3,0.6,"), rows.get(4));
        Path scores = folder.resolve("scores.csv");
        Path timeline = folder.resolve("timeline.png");
        use("score", "--in", moving, "--out", scores, "--flag", 0.03, "--timeline", timeline);
        List<String> flagged =
                Files.readAllLines(scores).stream().filter(row -> row.endsWith(",1")).toList();
        assertEquals(1, flagged.size());
        assertTrue(flagged.get(0).startsWith(STRANGE + ",4.0,"), flagged.get(0));
        assertTrue(ImageIO.read(timeline.toFile()).getWidth() > 500);
        Path map = folder.resolve("map.png");
        use("map", "--in", moving, "--trajectory", "--out", map);
        assertTrue(ImageIO.read(map.toFile()).getWidth() > 500);
    }

    @Test
    void whatDoesNotMoveIsRefused() throws Exception {
        Path single =
                GifFile.write(
                        folder.resolve("one.gif"), List.of(GifFile.Frame.of(frame(0, false))));
        Path none = folder.resolve("none.csv");
        assertEquals(
                "autoencoders: "
                        + single
                        + " must be a readable image, but is not: it must have two frames or more,"
                        + " but has 1; a single picture goes into a folder of images\n",
                Answer.expect(1, "encode", run, "--in", single, "--out", none));
        Path broken =
                Files.write(
                        folder.resolve("broken.gif"),
                        "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String said = Answer.expect(1, "train", "--data", broken, "--out", none);
        assertTrue(said.startsWith("autoencoders: " + broken + " must be a readable image"), said);
        assertEquals(1, said.lines().count());
    }
}
