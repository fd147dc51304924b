package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks in files of images, of which no value may change. */
@Tag("no-engine")
class MaskImageTest {

    private static final int[] PALETTE = {0, 0xff0000, 0x00ff00, 0x0000ff};

    @TempDir private Path folder;

    private Path written(BufferedImage image) throws IOException {
        Path file = folder.resolve("mask.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static BufferedImage grey(int type, int... values) {
        BufferedImage image = new BufferedImage(values.length, 1, type);
        for (int x = 0; x < values.length; x++) {
            image.getRaster().setSample(x, 0, 0, values[x]);
        }
        return image;
    }

    private static BufferedImage indexed(int bits, int[] palette, int... values) {
        IndexColorModel colours =
                new IndexColorModel(bits, palette.length, palette, 0, false, -1, bits > 8 ? 1 : 0);
        int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        BufferedImage image = new BufferedImage(values.length, 1, type, colours);
        for (int x = 0; x < values.length; x++) {
            image.getRaster().setSample(x, 0, 0, values[x]);
        }
        return image;
    }

    /** Java's own colours of grey images are brighter than what stands in the file. */
    @Test
    void levelsOfGreyAreTheValues() throws IOException {
        float[] values = {0, 1, 7, 128, 255};
        BufferedImage grey = grey(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 7, 128, 255);
        assertArrayEquals(values, MaskImage.read(written(grey)).values());
        BufferedImage colours = new BufferedImage(5, 1, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < values.length; x++) {
            colours.setRGB(x, 0, 0x010101 * (int) values[x]);
        }
        assertArrayEquals(values, MaskImage.read(written(colours)).values());
        assertEquals(List.of(), MaskImage.read(written(colours)).palette());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void placesInAPaletteAreTheValues(int bits) throws IOException {
        int[] palette = Arrays.copyOf(PALETTE, Math.min(1 << bits, 4));
        palette[1] = 0xff0000;
        MaskImage read = MaskImage.read(written(indexed(bits, palette, 1, 0, 1)));
        assertArrayEquals(new float[] {1, 0, 1}, read.values());
        assertEquals(0xff0000, read.palette().get(1));
    }

    /** As of black and white images of one bit, which Java reads with a palette. */
    @Test
    void aPaletteOfGreysIsOne() throws IOException {
        int[] greys = {0, 0xffffff};
        MaskImage read = MaskImage.read(written(indexed(1, greys, 1, 0, 1)));
        assertArrayEquals(new float[] {255, 0, 255}, read.values());
        assertEquals(List.of(), read.palette());
    }

    /** By hand: of 5 pixels, those at 0.83, 2.5 and 4.17. */
    @Test
    void noValueIsMixedWhenTheSizeChanges() {
        MaskImage mask = MaskImage.of(grey(BufferedImage.TYPE_BYTE_GRAY, 10, 20, 30, 40, 50));
        assertArrayEquals(new float[] {10, 30, 50}, mask.scaled(3, 1).values());
        assertArrayEquals(
                new float[] {10, 10, 20, 20, 30, 30, 40, 40, 50, 50}, mask.scaled(10, 1).values());
    }

    @Test
    void whatIsWrittenHasTheValuesThatWereRead() throws IOException {
        for (List<Integer> colours : List.of(List.<Integer>of(), List.of(0xff, 0xff00, 0xff0000))) {
            SampleFormat format =
                    new SampleFormat(
                            new Shape(1, 1, 4), 0, new Classes(List.of(0, 9, 200), colours));
            float[] raw = {200, 0, 9, 9};
            BufferedImage image = SampleKind.MASK.toImage(format, raw);
            MaskImage read = MaskImage.read(written(image));
            assertArrayEquals(raw, read.values());
            assertEquals(
                    colours.isEmpty() ? List.of() : colours,
                    read.palette().isEmpty()
                            ? List.of()
                            : List.of(0, 9, 200).stream().map(read.palette()::get).toList());
        }
    }

    @Test
    void colourWithoutAPaletteAndSixteenBitsAreRefused() throws IOException {
        BufferedImage colours = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        colours.setRGB(1, 0, 0xff8800);
        Path file = written(colours);
        IOException e = assertThrows(IOException.class, () -> MaskImage.read(file));
        assertEquals(
                file
                        + ": mask must be grey, or have a palette, but pixel (1, 0) has the colour"
                        + " #ff8800",
                e.getMessage());
        Path deep = written(grey(BufferedImage.TYPE_USHORT_GRAY, 3, 256));
        e = assertThrows(IOException.class, () -> MaskImage.read(deep));
        assertEquals(
                deep + ": mask must have values of at most 255, but pixel (1, 0) is 256",
                e.getMessage());
        assertArrayEquals(
                new float[] {3, 255},
                MaskImage.read(written(grey(BufferedImage.TYPE_USHORT_GRAY, 3, 255))).values());
    }

    @Test
    void aValueThatAModelDoesNotKnowIsNamedWithItsPlace() {
        SampleFormat own =
                new SampleFormat(new Shape(1, 2, 2), 0, new Classes(List.of(0, 7, 9), List.of()));
        SampleFormat model =
                new SampleFormat(new Shape(1, 2, 2), 0, new Classes(List.of(0, 9), List.of()));
        byte[] values = {0, 9, 0, 0, 9, 9, 7, 0};
        Samples masks =
                Samples.ofBytes("masks", own, values, new int[0], List.of())
                        .withKeys("file", List.of("a.png", "b.png"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> masks.withFormat(model));
        assertEquals(
                "masks: pixel (0, 1) of file b.png must be one of 0, 9, the classes of masks, but"
                        + " is 7",
                e.getMessage());
        assertEquals(model, masks.first(1).withFormat(model).format());
    }

    @Test
    void classesAreSomeDifferentBytes() {
        for (List<Integer> values :
                List.of(
                        List.of(1),
                        List.of(1, 1),
                        List.of(2, 1),
                        List.of(-1, 1),
                        List.of(0, 256))) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> new Classes(values, List.of()));
            assertEquals(
                    "values must be 2 to 64 different whole numbers from 0 to 255, rising, but are "
                            + values,
                    e.getMessage());
        }
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Classes(List.of(0, 1), List.of(7)));
        assertEquals(
                "colours must be none or one for each of the 2 values, but are 1", e.getMessage());
    }

    // A PNG file with a part behind its header, in which Exif says the orientation alone.
    private Path turned(BufferedImage image, int orientation) throws IOException {
        byte[] png = Files.readAllBytes(written(image));
        ByteBuffer part = ByteBuffer.allocate(38);
        part.putInt(26).put("eXIfMM".getBytes(StandardCharsets.US_ASCII));
        part.putShort((short) 42).putInt(8).putShort((short) 1);
        part.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        part.putShort((short) orientation).putShort((short) 0).putInt(0);
        CRC32 sum = new CRC32();
        sum.update(part.array(), 4, 30);
        part.putInt((int) sum.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        bytes.writeBytes(part.array());
        bytes.write(png, 33, png.length - 33);
        return Files.write(folder.resolve("turned.png"), bytes.toByteArray());
    }

    /** As pictures are, so that both show the same: by the table of the Exif standard. */
    @ParameterizedTest
    @CsvSource({"1, 3, 1 2 3 4 5 6", "3, 3, 6 5 4 3 2 1", "6, 2, 4 1 5 2 6 3", "8, 2, 3 6 2 5 1 4"})
    void masksAreTurnedAsPicturesAre(int orientation, int width, String values) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, i + 1);
        }
        MaskImage mask = MaskImage.read(turned(image, orientation));
        assertEquals(width, mask.width());
        assertEquals(5 - width, mask.height());
        String[] wanted = values.split(" ", -1);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(Integer.parseInt(wanted[i]), mask.values()[i]);
        }
    }
}
