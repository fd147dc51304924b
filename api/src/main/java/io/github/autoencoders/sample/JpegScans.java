package io.github.autoencoders.sample;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * How often the decoder goes over a JPEG in several scans. A few bytes are enough to send it over
 * all pixels once more, so that a file of some kilobytes could keep it busy for minutes.
 */
final class JpegScans {

    /** Encoders write about ten. */
    private static final int MOST = 100;

    private static final int FILE = 0xFFD8;
    private static final int PROGRESSIVE = 0xC2;
    private static final int PARTS_BEHIND = 5; // of a frame's bits, height and width
    private static final int SCAN = 0xDA;
    private static final int END = 0xD9;

    private JpegScans() {}

    /** Checks a file from its beginning, and leaves it at the place where it was. */
    static void requireFew(ImageInputStream file) throws IOException {
        file.mark();
        file.seek(0);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(file)))) {
            if (in.readUnsignedShort() == FILE && scans(in) > MOST) {
                throw new IOException("it must have at most " + MOST + " scans, but has more");
            }
        } catch (EOFException e) {
            // what is missing, the decoder says
        } finally {
            file.reset();
        }
    }

    private static InputStream open(ImageInputStream file) {
        return new InputStream() { // closes nothing

            @Override
            public int read() throws IOException {
                return file.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return file.read(bytes, offset, length);
            }
        };
    }

    // Up to one too many; of a JPEG that is done after its first scan, as its colours are, none.
    private static int scans(DataInputStream in) throws IOException {
        boolean progressive = false;
        int parts = 0;
        int scans = 0;
        for (int marker = marker(in); marker != END && scans <= MOST; marker = marker(in)) {
            byte[] segment = hasLength(marker) ? segment(in) : new byte[0];
            progressive |= marker == PROGRESSIVE;
            if (isFrame(marker) && segment.length > PARTS_BEHIND) {
                parts = segment[PARTS_BEHIND];
            }
            if (marker == SCAN) {
                scans++;
                boolean all = segment.length > 0 && segment[0] == parts;
                if (all && !progressive) {
                    return 0;
                }
            }
        }
        return scans;
    }

    private static byte[] segment(DataInputStream in) throws IOException {
        byte[] segment = new byte[Math.max(0, in.readUnsignedShort() - 2)];
        in.readFully(segment);
        return segment;
    }

    // SOF0 to SOF15, without the tables that stand between them.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    // The next, behind whatever stands before it; in a scan, 0 says that there was none.
    private static int marker(DataInputStream in) throws IOException {
        int marker = 0;
        while (marker == 0) {
            while (in.readUnsignedByte() != 0xFF) {
                // a byte of a scan
            }
            do {
                marker = in.readUnsignedByte();
            } while (marker == 0xFF); // which fills up
        }
        return marker;
    }

    // All have, but those that begin an image again, or stand in a scan.
    private static boolean hasLength(int marker) {
        return marker != 0x01 && (marker < 0xD0 || marker > 0xD8);
    }
}
