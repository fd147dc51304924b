package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataOptions.Color;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class ImageFolderTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);

    private final Path folder;

    ImageFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void subfoldersAreLabelsInTheOrderOfTheirNames() throws IOException {
        write("dog/1.png", "png", rgb(1, 1, 0x010101));
        write("cat/b.png", "png", rgb(1, 1, 0x020202));
        write("cat/a.png", "png", rgb(1, 1, 0x030303));
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("readme.txt"), "not an image");
        Files.writeString(folder.resolve(".hidden.png"), "not an image either");
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertEquals(List.of("cat", "dog"), set.labelNames());
        assertArrayEquals(new float[] {3}, set.sample(0));
        assertArrayEquals(new float[] {2}, set.sample(1));
        assertArrayEquals(new float[] {1}, set.sample(2));
        assertEquals(0, set.label(1));
        assertEquals(1, set.label(2));
    }

    @Test
    void aFlatFolderIsUnlabelled() throws IOException {
        write("1.PNG", "png", rgb(2, 1, 0x112233, 0x445566));
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertFalse(set.labelled());
        assertEquals(new Shape(3, 1, 2), set.format().shape());
        assertArrayEquals(new float[] {0x11, 0x44, 0x22, 0x55, 0x33, 0x66}, set.sample(0));
    }

    @Test
    void colouredImagesAboveTheSizeOfSpritesArePhotographs() throws IOException {
        assertEquals("vae-sprites", DataSource.recipe(folder.toString(), OPTIONS)); // none
        write("2.png", "png", new BufferedImage(33, 20, BufferedImage.TYPE_INT_RGB));
        assertEquals("vae-photos", DataSource.recipe(folder.toString(), OPTIONS));
        write("1.png", "png", new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY));
        assertEquals("vae-sprites", DataSource.recipe(folder.toString(), OPTIONS));
        write("0.png", "png", new BufferedImage(20, 32, BufferedImage.TYPE_INT_RGB));
        assertEquals("vae-sprites", DataSource.recipe(folder.toString(), OPTIONS));
    }

    /** ImageIO gives grey images as linear light, whose getRGB would answer 188 for 128. */
    @Test
    void greyImagesKeepTheirStoredValues() throws IOException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 128, 255});
        write("8.png", "png", grey);
        BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 128 << 8, 0xFFFF});
        write("deep.png", "png", deep);
        BufferedImage binary = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        binary.setRGB(1, 0, 0xFFFFFF);
        write("only.png", "png", binary);
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertEquals(new Shape(1, 1, 3), set.format().shape());
        assertArrayEquals(new float[] {0, 128, 255}, set.sample(0));
        assertArrayEquals(new float[] {0, 128, 255}, set.sample(1));
        assertArrayEquals(new float[] {0, 255, 0}, set.sample(2));
    }

    @Test
    void oneColouredPixelMakesAllColouredUnlessToldOtherwise() throws IOException {
        write("1.png", "png", rgb(1, 1, 0x646464));
        write("2.png", "png", rgb(1, 1, 0xFF0000));
        Samples auto = new ImageFolder().read(folder.toString(), OPTIONS);
        assertArrayEquals(new float[] {100, 100, 100}, auto.sample(0));
        assertArrayEquals(new float[] {255, 0, 0}, auto.sample(1));
        Samples grey = new ImageFolder().read(folder.toString(), OPTIONS.withImages(0, Color.GREY));
        assertArrayEquals(new float[] {100}, grey.sample(0));
        assertArrayEquals(new float[] {76}, grey.sample(1)); // 0.299 * 255
        Files.delete(folder.resolve("2.png"));
        Samples colour =
                new ImageFolder().read(folder.toString(), OPTIONS.withImages(0, Color.RGB));
        assertArrayEquals(new float[] {100, 100, 100}, colour.sample(0));
    }

    @Test
    void transparentPixelsAreDrawnOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0x80000000);
        image.setRGB(2, 0, 0xFF000000);
        write("1.png", "png", image);
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertArrayEquals(new float[] {255, 127, 0}, set.sample(0));
    }

    @Test
    void imagesAreScaledToTheFirstOrToTheGivenSizeByAveragingAreas() throws IOException {
        write("1.png", "png", rgb(2, 1, 0x000000, 0xFFFFFF));
        write("2.png", "png", rgb(3, 2, 0, 0x3C3C3C, 0x0F0F0F, 0, 0x3C3C3C, 0x1E1E1E));
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertEquals(new Shape(1, 1, 2), set.format().shape());
        // Left: (0 + 60 / 2) / 1.5 = 20. Right: (60 / 2 + 22.5) / 1.5 = 35.
        assertArrayEquals(new float[] {20, 35}, set.sample(1));
        Samples square =
                new ImageFolder().read(folder.toString(), OPTIONS.withImages(4, Color.AUTO));
        assertEquals(new Shape(1, 4, 4), square.format().shape());
        float[] row = {0, 0, 255, 255};
        assertArrayEquals(row, Arrays.copyOf(square.sample(0), 4));
        assertArrayEquals(row, Arrays.copyOfRange(square.sample(0), 12, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff"})
    void everyFormatIsRead(String ending) throws IOException {
        int[] pixels = new int[64];
        Arrays.fill(pixels, 0x2040E0);
        write("1." + ending, ending, rgb(8, 8, pixels));
        float[] sample = new ImageFolder().read(folder.toString(), OPTIONS).sample(0);
        float tolerance = ending.startsWith("jp") ? 2 : 0; // JPEG rounds its colours
        assertEquals(0x20, sample[0], tolerance);
        assertEquals(0x40, sample[64], tolerance);
        assertEquals(0xE0, sample[191], tolerance);
    }

    @Test
    void namesAreKeysInTheirNaturalOrder() throws IOException {
        for (String name : List.of("img10.png", "IMG2.PNG", "img1.png", "img02b.png", "a.png")) {
            write(name, "png", rgb(1, 1, 0));
        }
        Samples set = new ImageFolder().read(folder.toString(), OPTIONS);
        assertEquals(List.of("file"), set.keyColumns());
        List<String> names =
                IntStream.range(0, set.size()).mapToObj(i -> set.key(i).get(0)).toList();
        assertEquals(List.of("a.png", "img1.png", "IMG2.PNG", "img02b.png", "img10.png"), names);
    }

    @Test
    void keysAreThoseOfTheWholeInPortionsOfOne() throws IOException {
        for (int i = 1; i <= 11; i++) {
            write((i % 2 == 0 ? "even/" : "odd/") + i + ".png", "png", rgb(1, 1, 0x010101 * i));
        }
        Samples whole = new ImageFolder().read(folder.toString(), OPTIONS);
        assertEquals(List.of("even/10.png"), whole.key(4));
        try (SampleStream ones =
                new ImageFolder().stream(folder.toString(), OPTIONS, 1).orElseThrow()) {
            for (int i = 0; i < whole.size(); i++) {
                Samples one = ones.next().orElseThrow();
                assertEquals(whole.key(i), one.key(0));
                assertEquals(whole.labelName(i), one.labelName(0));
                assertArrayEquals(whole.sample(i), one.sample(0));
            }
        }
    }

    private List<String> notes(DataOptions options) throws IOException {
        return new ImageFolder().notes(folder.toString(), options);
    }

    @Test
    void whatIsDoneAndWhatIsPassedOverIsSaid() throws IOException {
        write("a/1.png", "png", rgb(4, 2, new int[8]));
        assertEquals(List.of(), notes(OPTIONS));
        write("a/deep/er/2.png", "png", rgb(1, 1, 0));
        write("a/3.png", "png", new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB));
        write("b/4.png", "png", new BufferedImage(8, 4, BufferedImage.TYPE_USHORT_GRAY));
        for (String other : List.of(".hidden", "a/x.webp", "b/y.txt", "b/z.txt")) {
            Files.writeString(folder.resolve(other), "");
        }
        assertEquals(
                List.of(
                        "4 images of 1x1 to 8x4, scaled to 4x2; 2 enlarged; 1 with transparency,"
                                + " laid on white; 1 of 16 bits, of which the upper 8 count unless"
                                + " all images are of a narrow range",
                        "1 image in deeper folders: the label is the first folder's name",
                        "passed over: 1 hidden file, 3 files of other kinds (txt, webp)"),
                notes(OPTIONS));
        String small = notes(OPTIONS.withImages(2, 1, Color.AUTO)).get(0);
        assertTrue(
                small.startsWith("4 images of 1x1 to 8x4, scaled to 2x1; 1 enlarged; 1 with"),
                small);
    }

    @Test
    void widthAndHeightMayDiffer() throws IOException {
        write("1.png", "png", rgb(2, 2, 0, 0xFFFFFF, 0, 0xFFFFFF));
        Samples set =
                new ImageFolder().read(folder.toString(), OPTIONS.withImages(4, 1, Color.AUTO));
        assertEquals(new Shape(1, 1, 4), set.format().shape());
        assertArrayEquals(new float[] {0, 0, 255, 255}, set.sample(0));
    }

    @Test
    void largeImagesAreTrainedOnInASizeThatTheyAreShrunkTo() throws IOException {
        write("1.png", "png", rgb(64, 3, new int[192]));
        TrainingRecipe.Data any = OPTIONS.data();
        assertEquals(any, new ImageFolder().sized(folder.toString(), any));
        write("0.png", "png", rgb(320, 240, new int[320 * 240]));
        assertEquals(any.withImageSize(64, 48), new ImageFolder().sized(folder.toString(), any));
        TrainingRecipe.Data said = any.withImageSize(100);
        assertEquals(said, new ImageFolder().sized(folder.toString(), said));
        write("0.png", "png", rgb(1, 200, new int[200]));
        assertEquals(any.withImageSize(1, 64), new ImageFolder().sized(folder.toString(), any));
    }

    @Test
    void foldersWithoutImagesAreRefused() throws IOException {
        String rule = folder + " must hold images (png, jpg, jpeg, bmp, gif, tif or tiff), ";
        assertRefused(rule + "but holds none");
        Files.writeString(folder.resolve("1.txt"), "no image");
        Files.createDirectories(folder.resolve("sub"));
        assertRefused(rule + "but holds none; passed over: 1 file of other kinds (txt)");
    }

    /** Files stand in front of folders, and a link does not lead back. */
    @Test
    void imagesDeeperDownHaveTheLabelOfTheFirstFolder() throws IOException {
        for (String name : List.of("b/z/10", "b/z/9", "b/z/y/1", "b/zz", "a/1/2/3")) {
            write(name + ".png", "png", rgb(1, 1, 0));
        }
        write("c/.cache/1.png", "png", rgb(1, 1, 0));
        Files.createSymbolicLink(folder.resolve("b/z/up"), folder);
        Samples samples = new ImageFolder().read(folder.toString(), OPTIONS);
        List<Integer> all = List.of(0, 1, 2, 3, 4);
        assertEquals(List.of("a", "b"), samples.labelNames());
        assertEquals(
                List.of("a", "b", "b", "b", "b"), all.stream().map(samples::labelName).toList());
        assertEquals(
                List.of("a/1/2/3.png", "b/zz.png", "b/z/9.png", "b/z/10.png", "b/z/y/1.png"),
                all.stream().map(i -> samples.key(i).get(0)).toList());
        assertEquals(
                List.of(
                        "4 images in deeper folders: the label is the first folder's name",
                        "passed over: 1 hidden file"),
                notes(OPTIONS).subList(0, 2));
    }

    @Test
    void imagesBesideLabelledImagesAreRefused() throws IOException {
        write("1.png", "png", rgb(1, 1, 0));
        write("cat/1.png", "png", rgb(1, 1, 0));
        write("cat/2.png", "png", rgb(1, 1, 0));
        assertRefused(
                folder + " must hold images either itself or in sub-folders, but holds 1 and 2");
    }

    @Test
    void filesThatAreNoImagesAreNamed() throws IOException {
        write("1.png", "png", rgb(1, 1, 0));
        Path damaged = Files.writeString(folder.resolve("2.png"), "these are not the bytes");
        assertRefused(damaged + " must be a readable image, but is not: no decoder knows it");
        Files.write(damaged, new byte[0]);
        assertRefused(damaged + " must be a readable image, but is not: no decoder knows it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void truncatedImagesAreNamed(String ending) throws IOException {
        int[] pixels = new Random(0).ints(64 * 64).toArray();
        write("whole." + ending, ending, rgb(64, 64, pixels));
        Path whole = folder.resolve("whole." + ending);
        byte[] bytes = Files.readAllBytes(whole);
        Path truncated = folder.resolve("truncated." + ending);
        for (double share : new double[] {0.01, 0.3, 0.9, 0.99}) {
            Files.write(truncated, Arrays.copyOf(bytes, (int) (bytes.length * share)));
            Exception thrown =
                    assertThrows(
                            IOException.class,
                            () -> new ImageFolder().read(folder.toString(), OPTIONS));
            String message = String.valueOf(thrown.getMessage());
            assertTrue(
                    message.startsWith(truncated + " must be a readable image, but is not: "),
                    message);
            assertEquals(1, message.lines().count());
        }
    }

    private void assertRefused(String message) {
        Exception thrown =
                assertThrows(
                        IOException.class,
                        () -> new ImageFolder().read(folder.toString(), OPTIONS));
        assertEquals(message, thrown.getMessage());
    }

    private void write(String name, String format, BufferedImage image) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.resolveSibling(""));
        assertTrue(ImageIO.write(image, format, path.toFile()));
    }

    private static BufferedImage rgb(int width, int height, int... pixels) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }
}
