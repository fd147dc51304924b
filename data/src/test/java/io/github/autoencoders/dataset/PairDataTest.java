package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that are to become others, from two folders or files. */
@Tag("no-engine")
class PairDataTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(3).withHeldOut(0.5);

    private final Path folder;

    PairDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void image(String name, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, rgb);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private String text(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private DataSource pairs(String input, String target) {
        return DataSource.ofPairs(
                folder.resolve(input).toString(), folder.resolve(target).toString(), OPTIONS);
    }

    private static String refusal(DataSource source) {
        Exception e = assertThrows(IllegalArgumentException.class, source::load, source::toString);
        return String.valueOf(e.getMessage());
    }

    @Test
    void imagesAreJoinedByTheirPaths() throws IOException {
        for (int i : new int[] {1, 2, 10}) {
            image("in/a/%s.png".formatted(i), 2, 2, 0x010101 * i);
            image("out/a/%s.png".formatted(11 - i), 2, 2, 0x010101 * (100 + 11 - i));
            image("in/a/%s.png".formatted(11 - i), 2, 2, 0x010101 * (11 - i));
            image("out/a/%s.png".formatted(i), 2, 2, 0x010101 * (100 + i));
        }
        Samples pairs = pairs("in", "out").load();
        assertTrue(pairs.arePairs());
        assertEquals(List.of("a"), pairs.labelNames());
        assertEquals(4, pairs.size());
        DataSplit split = pairs("in", "out").split();
        for (Samples some : List.of(pairs, split.training(), split.validation())) {
            for (int i = 0; i < some.size(); i++) {
                assertEquals(100 + some.inputs().sample(i)[0], some.sample(i)[0]);
            }
        }
    }

    @Test
    void greyImagesBecomeThoseWithColoursInTheSizeOfWhatGoesIn() throws IOException {
        image("grey/1.png", 4, 2, 0x777777);
        image("colours/1.png", 8, 4, 0xff8800);
        for (DataSource source : List.of(pairs("grey", "colours"), pairs("colours", "grey"))) {
            Samples pairs = source.load();
            boolean greyFirst = source.input().startsWith(folder.resolve("grey").toString());
            assertEquals(
                    greyFirst ? new Shape(3, 2, 4) : new Shape(3, 4, 8), pairs.format().shape());
            assertEquals(pairs.format(), pairs.inputs().format());
        }
    }

    @Test
    void aFileIsJoinedInItsOrderByTheNamesOfItsColumns() throws IOException {
        String in = text("in.csv", "x,y\n1,2\n3,4\n");
        String out = text("out.csv", "y,x\n20,10\n40,30\n");
        Samples pairs = DataSource.of(in + " => " + out, OPTIONS).load();
        assertArrayEquals(new float[] {20, 10}, pairs.sample(0));
        assertArrayEquals(new float[] {2, 1}, pairs.inputs().sample(0));
        assertArrayEquals(new float[] {4, 3}, pairs.inputs().sample(1));
    }

    @Test
    void windowsAreJoinedInTime() throws IOException {
        String in = text("in.csv", "x\n1\n2\n3\n4\n5\n6\n7\n8\n");
        String out = text("out.csv", "x\n10\n20\n30\n40\n50\n60\n70\n80\n");
        DataSource source = DataSource.ofPairs(in, out, OPTIONS.withWindows(2, 1));
        Samples held = source.split().validation();
        assertArrayEquals(new float[] {70, 80}, held.sample(held.size() - 1));
        assertArrayEquals(new float[] {7, 8}, held.inputs().sample(held.size() - 1));
    }

    @Test
    void whatHasNoPartnerIsNamed() throws IOException {
        image("in/1.png", 2, 2, 1);
        image("in/2.png", 2, 2, 1);
        image("out/1.png", 2, 2, 1);
        assertEquals(
                "each image of %s must have one of the same name in %s, but 2.png has none (1 of 2 have none)"
                        .formatted(folder.resolve("in"), folder.resolve("out")),
                refusal(pairs("in", "out")));
        assertEquals(
                "each image of %s must have one of the same name in %s, but 2.png has none (1 of 2 have none)"
                        .formatted(folder.resolve("in"), folder.resolve("out")),
                refusal(pairs("out", "in")));
        image("out/1.bmp", 2, 2, 1);
        assertEquals(
                "%s must hold one image of each name, but holds 1.bmp and 1.png"
                        .formatted(folder.resolve("out")),
                refusal(pairs("out", "in")));
        text("2.csv", "x\n1\n2\n");
        text("3.csv", "x\n1\n2\n3\n");
        assertEquals(
                "%s must hold as many samples as %s, 2, but holds 3"
                        .formatted(folder.resolve("3.csv"), folder.resolve("2.csv")),
                refusal(pairs("2.csv", "3.csv")));
    }

    @Test
    void whatIsNotThereHasGapsOrIsOfAnotherKindIsRefused() throws IOException {
        text("2.csv", "x\n1\n2\n");
        text("other.csv", "y\n1\n2\n");
        text("gaps.csv", "x\n1\nNA\n");
        Exception missing =
                assertThrows(IllegalArgumentException.class, () -> pairs("2.csv", "no-such.csv"));
        assertEquals(
                "target must be an existing file or folder, but there is no such file as "
                        + folder.resolve("no-such.csv"),
                missing.getMessage());
        Exception first =
                assertThrows(IllegalArgumentException.class, () -> pairs("no-such.csv", "2.csv"));
        assertEquals(
                "data must be an existing file or folder, but there is no such file as "
                        + folder.resolve("no-such.csv"),
                first.getMessage());
        assertEquals(
                folder.resolve("gaps.csv")
                        + " must have all values to be paired, but some are missing",
                refusal(pairs("2.csv", "gaps.csv")));
        String other = refusal(pairs("2.csv", "other.csv"));
        assertTrue(other.contains("\"y\""), other);
        assertFalse(DataSource.isOfPairs("2.csv"));
    }
}
