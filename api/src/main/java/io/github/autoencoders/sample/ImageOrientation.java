package io.github.autoencoders.sample;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * How a picture must be turned to be seen as it was taken, from 1, as it is, to 8: the field
 * Orientation of Exif, which JPEG and PNG have in a part of their own, and TIFF among its fields.
 * Nothing else of the metadata is read, so that none of it can take memory.
 */
final class ImageOrientation {

    private static final int AS_IT_IS = 1;
    private static final int FIELD = 0x0112;
    private static final int JPEG = 0xFFD8;
    private static final int PNG = 0x8950;
    private static final int EXIF_SEGMENT = 0xE1;
    private static final int EXIF_CHUNK = 0x65584966; // eXIf
    private static final int LITTLE_ENDIAN = 0x4949; // II
    private static final int BIG_ENDIAN = 0x4D4D; // MM
    private static final long EXIF = 0x457869660000L; // "Exif", 0, 0

    private ImageOrientation() {}

    /** Returns the orientation that a file says; 1 where it says none, or none that there is. */
    static int of(ImageInputStream file) throws IOException {
        file.mark();
        ByteOrder order = file.getByteOrder();
        try {
            file.setByteOrder(ByteOrder.BIG_ENDIAN);
            int magic = file.readUnsignedShort();
            return switch (magic) {
                case JPEG -> ofJpeg(file);
                case PNG -> ofPng(file);
                case LITTLE_ENDIAN, BIG_ENDIAN -> ofTiff(file, file.getStreamPosition() - 2);
                default -> AS_IT_IS;
            };
        } catch (EOFException e) {
            return AS_IT_IS; // what else is missing, the decoder says
        } finally {
            file.setByteOrder(order);
            file.reset();
        }
    }

    private static int ofJpeg(ImageInputStream file) throws IOException {
        while (file.readUnsignedByte() == 0xFF) {
            int marker = file.readUnsignedByte();
            if (marker == 0xDA || marker == 0xD9) { // the picture begins, or the file ends
                return AS_IT_IS;
            }
            if (marker == 0xFF) { // one that fills up
                file.seek(file.getStreamPosition() - 1);
                continue;
            }
            long end = file.getStreamPosition() + file.readUnsignedShort();
            if (marker == EXIF_SEGMENT && end - file.getStreamPosition() > 6) {
                long name = (long) file.readInt() << 16 | file.readUnsignedShort();
                if (name == EXIF) {
                    return ofTiff(file, file.getStreamPosition());
                }
            }
            file.seek(end);
        }
        return AS_IT_IS;
    }

    private static int ofPng(ImageInputStream file) throws IOException {
        file.seek(file.getStreamPosition() + 6); // the rest of the signature
        while (true) { // to the end of the file
            long length = file.readUnsignedInt();
            if (file.readInt() == EXIF_CHUNK) {
                return ofTiff(file, file.getStreamPosition());
            }
            file.seek(file.getStreamPosition() + length + 4);
        }
    }

    // The first directory alone: that of the picture, and not of its thumbnail.
    private static int ofTiff(ImageInputStream file, long start) throws IOException {
        file.seek(start);
        boolean little = file.readUnsignedShort() == LITTLE_ENDIAN;
        file.setByteOrder(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        file.readUnsignedShort(); // 42
        file.seek(start + file.readUnsignedInt());
        int fields = file.readUnsignedShort();
        for (int i = 0; i < fields; i++) {
            int field = file.readUnsignedShort();
            file.readUnsignedShort(); // its type, a short
            file.readInt(); // one of them
            int value = file.readUnsignedShort();
            file.readUnsignedShort();
            if (field == FIELD) {
                return value >= 1 && value <= 8 ? value : AS_IT_IS;
            }
        }
        return AS_IT_IS;
    }

    /** Returns whether width becomes height. */
    static boolean swaps(int orientation) {
        return orientation > 4;
    }

    /**
     * Returns where a pixel of the turned picture is in the stored one, as an index into its rows.
     *
     * @param width of the stored picture
     * @param height of the stored picture
     */
    static int source(int orientation, int x, int y, int width, int height) {
        int along = swaps(orientation) ? y : x;
        int down = swaps(orientation) ? x : y;
        boolean mirrored = orientation == 2 || orientation == 3 || orientation > 6;
        boolean upsideDown =
                orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int column = mirrored ? width - 1 - along : along;
        int row = upsideDown ? height - 1 - down : down;
        return row * width + column;
    }
}
