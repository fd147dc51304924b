package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Markers of a JPEG, as ITU-T T.81 has them: those of frames and scans, with nothing between. */
@Tag("no-engine")
class JpegScansTest {

    private static final int SEQUENTIAL = 0xC0;
    private static final int PROGRESSIVE = 0xC2;

    /** Of 8 x 8 pixels of three colours, in scans of so many each. */
    private static byte[] jpeg(int frame, int colours, int scans) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0xFF, 0xD8, 0xFF, frame, 0, 17, 8, 0, 8, 0, 8, 3));
        for (int colour = 1; colour <= 3; colour++) {
            out.writeBytes(bytes(colour, 0x11, 0));
        }
        for (int scan = 0; scan < scans; scan++) {
            out.writeBytes(bytes(0xFF, 0xDA, 0, 6 + 2 * colours, colours));
            for (int colour = 1; colour <= colours; colour++) {
                out.writeBytes(bytes(colour, 0));
            }
            out.writeBytes(bytes(0, 63, 0, 1, 2, 3));
        }
        out.writeBytes(bytes(0xFF, 0xD9));
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static void requireFew(byte[] jpeg) throws IOException {
        JpegScans.requireFew(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
    }

    /** The decoder goes over all pixels for each, in either mode. */
    @Test
    void aHundredScansAreTakenAndNotOneMore() {
        for (int frame : new int[] {SEQUENTIAL, PROGRESSIVE}) {
            assertDoesNotThrow(() -> requireFew(jpeg(frame, 1, 100)));
            assertEquals(
                    "it must have at most 100 scans, but has more",
                    assertThrows(IOException.class, () -> requireFew(jpeg(frame, 1, 101)))
                            .getMessage());
        }
    }

    @Test
    void aSequentialImageIsDoneBehindTheScanOfAllItsColours() {
        assertDoesNotThrow(() -> requireFew(jpeg(SEQUENTIAL, 3, 101)));
        assertThrows(IOException.class, () -> requireFew(jpeg(PROGRESSIVE, 3, 101)));
    }
}
