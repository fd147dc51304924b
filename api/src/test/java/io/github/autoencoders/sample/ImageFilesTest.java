package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as cameras, printers and instruments make them. */
@Tag("no-engine")
class ImageFilesTest {

    private final Path folder;

    ImageFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // Dark above on the left, brighter above on the right, below as bright as can be.
    private static BufferedImage corners() {
        BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48 * 32; i++) {
            int x = i % 48;
            int y = i / 48;
            int level = y < 16 ? (x < 24 ? 20 : 90) : (x < 24 ? 160 : 230);
            image.setRGB(x, y, level * 0x010101);
        }
        return image;
    }

    // A part of a JPEG file behind its first two bytes: Exif with the orientation alone.
    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        exif.order(order).putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return exif.array();
    }

    private Path jpeg(String name, int orientation, ByteOrder order) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(corners(), "jpg", plain);
        byte[] bytes = plain.toByteArray();
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(bytes, 0, 2);
        turned.writeBytes(exif(orientation, order));
        turned.write(bytes, 2, bytes.length - 2);
        return Files.write(folder.resolve(name), turned.toByteArray());
    }

    private static byte[] progressive() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(corners(), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    // With its last scan so many times more, and before each what a search for the end may take
    // for it.
    private static byte[] repeated(byte[] jpeg, int times) {
        int scan = jpeg.length;
        while (jpeg[scan - 2] != (byte) 0xFF || jpeg[scan - 1] != (byte) 0xDA) {
            scan--;
        }
        byte[] comment = {(byte) 0xFF, (byte) 0xFE, 0, 4, (byte) 0xFF, (byte) 0xD9};
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < times; i++) {
            more.writeBytes(comment);
            more.write(jpeg, scan - 2, jpeg.length - scan);
        }
        more.write(jpeg, jpeg.length - 2, 2);
        return more.toByteArray();
    }

    /** A few bytes are enough for one more, which costs as much as the pixels are many. */
    @Test
    void aJpegThatSendsItsDecoderOverThePixelsTooOftenIsRefused() throws Exception {
        byte[] good = progressive();
        assertEquals(48, RgbImage.read(good).width());
        assertEquals(48, RgbImage.read(repeated(good, 80)).width());
        assertEquals(
                "content must be a readable image, but is not: it must have at most 100 scans, but"
                        + " has more",
                assertThrows(IOException.class, () -> RgbImage.read(repeated(good, 100)))
                        .getMessage());
        Path file = Files.write(folder.resolve("scans.jpg"), repeated(good, 100));
        assertThrows(IOException.class, () -> RgbImage.read(file));
    }

    /** Above left, above right, below left, below right, by the table of the Exif standard. */
    @ParameterizedTest
    @CsvSource({
        "1, 48, 20 90 160 230",
        "2, 48, 90 20 230 160",
        "3, 48, 230 160 90 20",
        "4, 48, 160 230 20 90",
        "5, 32, 20 160 90 230",
        "6, 32, 160 20 230 90",
        "7, 32, 230 90 160 20",
        "8, 32, 90 230 20 160",
        "9, 48, 20 90 160 230"
    })
    void picturesAreTurnedAsTheirCamerasSay(int orientation, int width, String seen)
            throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Path file = jpeg("1.jpg", orientation, order);
            RgbImage image = RgbImage.read(file);
            assertEquals(width, image.width());
            assertEquals(80 - width, image.height());
            float[] corners = ImagePixels.of(image, new Shape(1, 2, 2));
            int[] wanted = Arrays.stream(seen.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
            IntStream.range(0, 4).forEach(i -> assertEquals(wanted[i], corners[i], 3));
            ImageHeader header = ImageHeader.read(file);
            boolean turned = orientation > 1 && orientation < 9;
            assertEquals(
                    new ImageHeader(width, 80 - width, 8, false, false, turned, false, false),
                    header);
            assertEquals(image.width(), RgbImage.read(Files.readAllBytes(file)).width());
        }
    }

    /** Exif whose fields end too soon, or lie behind the end of the file, says nothing. */
    @ParameterizedTest
    @ValueSource(ints = {14, 20, 28})
    void damagedExifTurnsNothing(int place) throws IOException {
        Path file = jpeg("1.jpg", 6, ByteOrder.BIG_ENDIAN);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 2 + place, 2 + place + 4, (byte) 0x7F);
        Files.write(file, bytes);
        assertEquals(48, RgbImage.read(file).width());
    }

    private static final int[][] INKS = {{0, 0, 0, 0}, {200, 30, 0, 0}, {10, 90, 250, 60}};

    private Path cmyk() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(0, 48, 16, 4, null);
        for (int i = 0; i < 48 * 16; i++) {
            int[] stored = IntStream.of(INKS[i % 48 / 16]).map(ink -> 255 - ink).toArray();
            inks.setPixel(i % 48, i / 48, stored); // as Photoshop and all that read it do
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        Path file = folder.resolve("cmyk.jpg");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(inks, List.of(), null));
        } finally {
            writer.dispose();
        }
        return file;
    }

    /** What is printed takes ink off white: red is what cyan and black leave. */
    @Test
    void inksAreTheColoursThatTheyPrint() throws IOException {
        Path file = cmyk();
        RgbImage image = RgbImage.read(file);
        byte[] planes = image.planes();
        for (int field = 0; field < 3; field++) {
            for (int channel = 0; channel < 3; channel++) {
                int at = channel * 48 * 16 + 8 * 48 + field * 16 + 8;
                double left = (255 - INKS[field][channel]) * (255 - INKS[field][3]) / 255.0;
                assertEquals(left, planes[at] & 0xFF, 6, field + " " + channel);
            }
        }
        assertEquals(
                new ImageHeader(48, 16, 8, false, true, false, false, false),
                ImageHeader.read(file));
    }

    private Path deep(String name, int type, int... values) throws IOException {
        BufferedImage image = new BufferedImage(values.length, 1, type);
        image.getRaster().setSamples(0, 0, values.length, 1, 0, values);
        Path file = folder.resolve(name);
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        return file;
    }

    private static Samples stacked(int channels, boolean deep, Path... files) throws IOException {
        ImageStack stack = new ImageStack("images", files.length, channels, deep, 3, 1);
        for (Path file : files) {
            stack.add(RgbImage.read(file));
        }
        return stack.samples();
    }

    /** A camera of 12 bits, whose values differ in what 8 bits do not hold. */
    @Test
    void narrowRangesKeepTheirContrast() throws IOException {
        Path one = deep("1.png", BufferedImage.TYPE_USHORT_GRAY, 1024, 1100, 1279);
        Path two = deep("2.png", BufferedImage.TYPE_USHORT_GRAY, 1030, 1200, 1250);
        assertEquals(16, ImageHeader.read(one).bits());
        Samples found = stacked(0, false, one, two);
        assertArrayEquals(new float[] {1024 / 256f, 1100 / 256f, 1279 / 256f}, found.sample(0));
        assertEquals(
                new Scaling.UnitInterval(1024 / 256.0, 1279 / 256.0),
                found.fittedFormat(0).scaling());
        assertArrayEquals(found.sample(1), stacked(1, true, two).sample(0));
        assertArrayEquals(new float[] {4, 4, 4}, stacked(1, false, two).sample(0));
    }

    @Test
    void wideRangesAreReadAsBytes() throws IOException {
        Path narrow = deep("1.png", BufferedImage.TYPE_USHORT_GRAY, 1024, 1100, 1279);
        Path wide = deep("2.png", BufferedImage.TYPE_USHORT_GRAY, 0, 128 << 8, 0xFFFF);
        Path bytes = deep("3.png", BufferedImage.TYPE_BYTE_GRAY, 4, 5, 6);
        assertTrue(stacked(0, false, narrow, wide).holdsBytes());
        assertTrue(stacked(0, false, narrow, bytes).holdsBytes());
        assertArrayEquals(new float[] {0, 128, 255}, stacked(0, false, wide).sample(0));
        Samples mixed = stacked(1, true, bytes, narrow); // as for a model of 16 bits
        assertArrayEquals(new float[] {4, 5, 6}, mixed.sample(0));
        assertArrayEquals(new float[] {4, 1100 / 256f, 1279 / 256f}, mixed.sample(1));
    }

    @Test
    void aModelOfDeepImagesIsGivenAllBits() throws IOException {
        Path file = deep("1.png", BufferedImage.TYPE_USHORT_GRAY, 1024, 1100, 1279);
        SampleFormat deep = new SampleFormat(new Shape(1, 1, 3), 0, new Scaling.UnitInterval(4, 5));
        float[] exact = {4, 1100 / 256f, 1279 / 256f};
        assertArrayEquals(exact, ImagePixels.of(RgbImage.read(file), deep));
        BufferedImage image = ImageIO.read(file.toFile());
        assertArrayEquals(exact, Samples.ofImages(List.of(image), deep).sample(0));
        SampleFormat plain = new SampleFormat(new Shape(1, 1, 3), 0, Scaling.UnitInterval.BYTES);
        assertArrayEquals(new float[] {4, 4, 4}, ImagePixels.of(RgbImage.read(file), plain));
    }

    @Test
    void imagesThatFitIntoNoMemoryAreRefusedBeforeItIsTaken() {
        long room = Runtime.getRuntime().maxMemory();
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new ImageStack("photos", 1_000_000, 0, false, 4000, 3000));
        assertEquals(
                "photos must fit into the "
                        + (room >> 20)
                        + " MB of memory that Java may take, and into 2147483639 values, but its"
                        + " 1000000 images of 4000 x 3000 need 68664550 MB for 36000000000000"
                        + " values; take fewer, or a smaller size",
                e.getMessage());
    }

    @Test
    void transparencyIsInTheHeader() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        Path file = folder.resolve("1.png");
        ImageIO.write(image, "png", file.toFile());
        assertEquals(
                new ImageHeader(3, 2, 8, true, false, false, false, false), ImageHeader.read(file));
    }

    @Test
    void keysFollowTheirSamples() {
        Samples rows = Samples.of(new float[][] {{1}, {2}, {3}, {4}});
        assertEquals(List.of(), rows.keyColumns());
        assertEquals(List.of(), rows.key(2));
        assertEquals("sample 2", rows.nameOf(2));
        Samples keyed = rows.withNumbers("row", 7).withKeys("order", List.of("a", "b", "c", "d"));
        assertEquals(List.of("row", "order"), keyed.keyColumns());
        assertEquals(List.of("9", "c"), keyed.key(2));
        assertEquals("row 9", keyed.nameOf(2));
        List<Samples> kept = new ArrayList<>();
        kept.add(keyed.subset(new int[] {2, 0}));
        kept.add(kept.get(0).first(1));
        kept.add(kept.get(1).withValues(new float[][] {{5}}).after(3));
        kept.add(keyed.first(1).followedBy(kept.get(2)).subset(new int[] {1}));
        kept.forEach(some -> assertEquals(List.of("9", "c"), some.key(0)));
        assertEquals(List.of(), keyed.followedBy(rows).keyColumns());
        assertEquals(
                "column must be none of the keys [row, order] of rows, but is \"row\"",
                assertThrows(IllegalArgumentException.class, () -> keyed.withNumbers("row", 1))
                        .getMessage());
        assertEquals(
                "rows must hold one key for each of its 4 samples, but holds 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> rows.withKeys("file", List.of("a")))
                        .getMessage());
    }
}
