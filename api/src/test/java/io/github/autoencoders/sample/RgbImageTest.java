package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that somebody sends in order to do harm. */
@Tag("no-engine")
class RgbImageTest {

    private static final float[] PIXELS = {0, 50, 100, 150, 200, 250};

    private static byte[] png() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ImagePixels.toImage(PIXELS, new Shape(1, 2, 3)), "png", png);
        return png.toByteArray();
    }

    /** A text of 64 MB in the image would be unpacked where the metadata is read. */
    @Test
    void compressedTextBesideThePixelsIsNotRead() throws IOException {
        byte[] png = png();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        int header = 33; // the signature and the first chunk
        bomb.write(png, 0, header);
        writeChunk(bomb, "zTXt", text(64));
        bomb.write(png, header, png.length - header);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        RgbImage image = RgbImage.read(bomb.toByteArray());
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 1 << 24, () -> taken + " bytes");
        assertArrayEquals(PIXELS, ImagePixels.of(image, new Shape(1, 2, 3)));
    }

    private static byte[] text(int megabytes) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(new byte[] {'a', 0, 0}); // a keyword, and how it is compressed
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(text)) {
            for (int i = 0; i < megabytes; i++) {
                deflater.write(new byte[1 << 20]);
            }
        }
        return text.toByteArray();
    }

    private static void writeChunk(ByteArrayOutputStream out, String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    @Test
    void largerImagesThanAllowedAreRefused() throws IOException {
        byte[] png = png();
        assertEquals(3, RgbImage.read(png, 6).width());
        IOException e = assertThrows(IOException.class, () -> RgbImage.read(png, 5));
        assertEquals(
                "content must be a readable image, but is not: it must have at most 5 pixels"
                        + " (AUTOENCODERS_MAX_PIXELS), but has 3 x 2",
                e.getMessage());
    }

    /** Rows of all its columns would be 16 GiB. */
    @Test
    void whatIsVeryWideOrHighIsScaledInTheMemoryOfOneRow() {
        int side = 1 << 21;
        BufferedImage wide = new BufferedImage(side, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage high = new BufferedImage(1, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side / 2; i++) {
            wide.getRaster().setSample(i, 0, 0, 200);
            high.getRaster().setSample(0, i, 0, 200);
        }
        byte[] rows = RgbImage.of(wide).scaled(2, 1024).planes();
        byte[] columns = RgbImage.of(high).scaled(1024, 2).planes();
        for (int i = 0; i < 3 * 2 * 1024; i++) {
            assertEquals(i % 2 == 0 ? 200 : 0, rows[i] & 0xFF);
            assertEquals(i / 1024 % 2 == 0 ? 200 : 0, columns[i] & 0xFF);
        }
    }

    @Test
    void thePixelsThatAreAllowedComeFromTheEnvironment() {
        assertEquals(500, RgbImage.maxPixels(500, null));
        assertEquals(500, RgbImage.maxPixels(500, ""));
        assertEquals(1000, RgbImage.maxPixels(500, "1000"));
        for (String said : List.of("many", "0")) {
            String rule = said.equals("0") ? "at least 1" : "a whole number";
            assertEquals(
                    "AUTOENCODERS_MAX_PIXELS must be " + rule + ", but is " + said,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> RgbImage.maxPixels(500, said))
                            .getMessage());
        }
    }
}
