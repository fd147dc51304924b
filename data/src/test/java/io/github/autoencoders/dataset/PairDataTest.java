package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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

    private void mask(String name, int width, int height, int... values) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, values[i]);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void imagesBecomeMasksOfTheirSize() throws IOException {
        image("in/1.png", 2, 2, 0xff0000);
        image("in/2.png", 2, 2, 0xff0000);
        mask("masks/1.png", 4, 4, 0, 0, 7, 7, 0, 0, 7, 7, 0, 0, 9, 9, 0, 0, 9, 9);
        mask("masks/2.png", 2, 2, 9, 0, 0, 0);
        Samples pairs = pairs("in", "masks").load();
        assertEquals(new Classes(List.of(0, 7, 9), List.of()), pairs.format().scaling());
        assertArrayEquals(new float[] {0, 7, 0, 9}, pairs.sample(0));
        assertArrayEquals(new float[] {9, 0, 0, 0}, pairs.sample(1));
        assertEquals(new Shape(3, 2, 2), pairs.inputs().format().shape());
        assertEquals(List.of("classes of pixels: 0, 7, 9"), pairs.format().schemaLines());
        assertEquals(pairs("in", "masks").split().training().format(), pairs.format());
    }

    @Test
    void whatATargetWasTakenForIsSaid() throws IOException {
        image("in/1.png", 2, 2, 0xff0000);
        mask("out/1.png", 2, 2, 0, 1, 0, 2);
        String in = folder.resolve("in").toString();
        String out = folder.resolve("out").toString();
        DataSource source = pairs("in", "out");
        assertEquals(
                List.of(
                        in + " goes in, " + out + " is to come out",
                        out
                                + ": taken for masks, as their values are few and small; targetAs"
                                + " must be images if they are pictures"),
                source.notes());
        assertEquals("segment-sprites", DataSource.recipe(source.input(), OPTIONS));
        DataSource said = DataSource.ofPairs(in, TargetKind.IMAGES.named(out), OPTIONS);
        assertEquals(List.of(in + " goes in, " + out + " is to come out"), said.notes());
        assertEquals(new Shape(3, 2, 2), said.load().format().shape());
        assertEquals("ae-mnist-conv-128", DataSource.recipe(said.input(), OPTIONS));
    }

    @Test
    void fewLevelsOfGreyAreMasksWhereTheFolderIsCalledSo() throws IOException {
        image("in/1.png", 2, 2, 0);
        mask("clean/1.png", 2, 2, 0, 255, 0, 255);
        mask("Mask/1.png", 2, 2, 0, 255, 0, 255);
        String clean = folder.resolve("clean").toString();
        assertEquals(SampleKind.IMAGE, pairs("in", "clean").load().format().kind());
        assertEquals(
                clean
                        + ": the 2 values are taken for levels of grey; targetAs must be masks if"
                        + " they are classes of pixels",
                pairs("in", "clean").notes().get(1));
        assertEquals(SampleKind.MASK, pairs("in", "Mask").load().format().kind());
        String in = folder.resolve("in").toString();
        DataSource said = DataSource.ofPairs(in, TargetKind.MASKS.named(clean), OPTIONS);
        assertEquals(SampleKind.MASK, said.load().format().kind());
    }

    @Test
    void masksOfOneValueOrOfTooManyAreRefused() throws IOException {
        image("in/1.png", 16, 16, 0);
        mask("masks/1.png", 16, 16);
        String in = folder.resolve("in").toString();
        String masks = folder.resolve("masks").toString();
        DataSource source = DataSource.ofPairs(in, TargetKind.MASKS.named(masks), OPTIONS);
        Exception one = assertThrows(IOException.class, source::load);
        assertEquals(
                masks + " must hold masks of at least 2 values, but all pixels are 0",
                one.getMessage());
        mask("masks/1.png", 16, 16, IntStream.range(0, 65).toArray());
        Exception many = assertThrows(IOException.class, source::load);
        assertEquals(
                folder.resolve("masks/1.png")
                        + ": masks must have at most 64 different values, but have more",
                many.getMessage());
    }
}
