package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class ImagePixelsTest {

    private static final Shape GREY_RAMP = new Shape(1, 16, 16);

    // All values from 0 to 255 as they are stored.
    private static BufferedImage ramp(int type, int step) {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, i * step);
        }
        return image;
    }

    private static float[] ramp() {
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }

    private static BufferedImage image(int type, int width, int... colours) {
        BufferedImage image = new BufferedImage(width, colours.length / width, type);
        image.setRGB(0, 0, width, colours.length / width, colours, 0, width);
        return image;
    }

    private static BufferedImage throughPng(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "png", png));
        return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
    }

    @Test
    void greyStaysAsItIsStored() throws IOException {
        BufferedImage image = ramp(BufferedImage.TYPE_BYTE_GRAY, 1);
        assertArrayEquals(ramp(), ImagePixels.of(image, GREY_RAMP));
        assertArrayEquals(ramp(), ImagePixels.of(throughPng(image), GREY_RAMP));
    }

    @Test
    void greyOfSixteenBitsIsBroughtToEight() throws IOException {
        BufferedImage image = ramp(BufferedImage.TYPE_USHORT_GRAY, 257); // 255 * 257 = 65535
        assertArrayEquals(ramp(), ImagePixels.of(image, GREY_RAMP), 1e-4f);
        assertArrayEquals(ramp(), ImagePixels.of(throughPng(image), GREY_RAMP), 1e-4f);
    }

    @Test
    void greyBecomesThreeEqualChannels() {
        BufferedImage image = ramp(BufferedImage.TYPE_BYTE_GRAY, 1);
        float[] pixels = ImagePixels.of(image, new Shape(3, 16, 16));
        for (int i = 0; i < pixels.length; i++) {
            assertEquals(i % 256, pixels[i]);
        }
    }

    @Test
    void channelsComeOneAfterTheOther() throws IOException {
        BufferedImage image = image(BufferedImage.TYPE_INT_RGB, 2, 0x010203, 0xFFFEFD);
        float[] expected = {1, 255, 2, 254, 3, 253};
        assertArrayEquals(expected, ImagePixels.of(image, new Shape(3, 1, 2)));
        assertArrayEquals(expected, ImagePixels.of(throughPng(image), new Shape(3, 1, 2)));
    }

    @Test
    void colourBecomesGreyByItsLuma() {
        BufferedImage image =
                image(BufferedImage.TYPE_INT_RGB, 4, 0xFF0000, 0x00FF00, 0x0000FF, 0x64C832);
        float[] expected = {76.245f, 149.685f, 29.07f, 29.9f + 117.4f + 5.7f};
        assertArrayEquals(expected, ImagePixels.of(image, new Shape(1, 1, 4)), 0.5001f);
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] red = {10, (byte) 200};
        byte[] green = {20, (byte) 210};
        byte[] blue = {30, (byte) 220};
        IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue);
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setSample(1, 0, 0, 1);
        float[] expected = {10, 200, 10, 20, 210, 20, 30, 220, 30};
        assertArrayEquals(expected, ImagePixels.of(image, new Shape(3, 1, 3)));
        assertArrayEquals(expected, ImagePixels.of(throughPng(image), new Shape(3, 1, 3)));
    }

    @Test
    void whatIsTransparentLiesOnWhite() throws IOException {
        BufferedImage image =
                image(BufferedImage.TYPE_INT_ARGB, 3, 0xFF0A1428, 0x00000000, 0x80000000);
        for (BufferedImage same : new BufferedImage[] {image, throughPng(image)}) {
            float[] pixels = ImagePixels.of(same, new Shape(3, 1, 3));
            assertArrayEquals(new float[] {10, 255, 127, 20, 255, 127, 40, 255, 127}, pixels, 0);
        }
    }

    @Test
    void sizesAreBroughtToTheShape() {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        int[] quarters = {40, 80, 120, 240};
        for (int i = 0; i < 16; i++) {
            image.getRaster().setSample(i % 4, i / 4, 0, quarters[i % 4 / 2 + i / 8 * 2]);
        }
        assertArrayEquals(
                new float[] {40, 80, 120, 240}, ImagePixels.of(image, new Shape(1, 2, 2)), 1);
        float[] wide = ImagePixels.of(image, new Shape(3, 8, 8));
        assertEquals(3 * 64, wide.length);
        assertEquals(40, wide[0], 1);
        assertEquals(240, wide[63], 1);
    }

    @Test
    void shrinkingAverages() {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, (i + i / 8) % 2 * 200);
        }
        for (float pixel : ImagePixels.of(image, new Shape(1, 4, 4))) {
            assertEquals(100, pixel, 1);
        }
    }

    @Test
    void pixelsBecomeAnImageAndComeBack() throws IOException {
        Random random = new Random(1);
        for (Shape shape : new Shape[] {new Shape(1, 5, 7), new Shape(3, 6, 2)}) {
            float[] pixels = new float[(int) shape.size()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = random.nextInt(256);
            }
            BufferedImage image = ImagePixels.toImage(pixels, shape);
            assertEquals(shape.get(2), image.getWidth());
            assertEquals(shape.get(1), image.getHeight());
            assertArrayEquals(pixels, ImagePixels.of(throughPng(image), shape), 1e-4f);
        }
    }

    @Test
    void valuesBeyondAByteAreCutAndOthersRounded() {
        float[] pixels = {-3, 0.4f, 0.6f, 254.6f, 300, Float.NaN};
        BufferedImage image = ImagePixels.toImage(pixels, new Shape(1, 1, 6));
        int[] expected = {0, 0, 1, 255, 255, 0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] * 0x010101, image.getRGB(i, 0) & 0xFFFFFF);
        }
    }

    @Test
    void onlyOneOrThreeChannelsAreAnImage() {
        assertTrue(ImagePixels.isImage(new Shape(3, 2, 2)));
        for (Shape shape : new Shape[] {new Shape(2, 8, 8), new Shape(1, 8), new Shape(7)}) {
            assertFalse(ImagePixels.isImage(shape));
            assertEquals(
                    "shape must be [1, H, W] or [3, H, W] for an image, but is " + shape,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> ImagePixels.requireImage(shape))
                            .getMessage());
        }
    }

    /** The header of a PNG claims 60 000 x 60 000 pixels, 10 GB. */
    @Test
    void imagesOfAbsurdSizesAreRefusedBeforeTheyAreDecoded() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(ramp(BufferedImage.TYPE_BYTE_GRAY, 1), "png", png));
        ByteBuffer bytes = ByteBuffer.wrap(png.toByteArray());
        bytes.putInt(16, 60_000).putInt(20, 60_000); // IHDR: 8 bytes signature, 8 of the chunk
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 12, 17);
        bytes.putInt(29, (int) crc.getValue());
        IOException e = assertThrows(IOException.class, () -> RgbImage.read(bytes.array()));
        assertEquals(
                "content must be a readable image, but is not: it must have at most 67108864"
                        + " pixels (AUTOENCODERS_MAX_PIXELS), but has 60000 x 60000",
                e.getMessage());
    }
}
