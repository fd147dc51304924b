package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class IdxFileTest {

    /** Two images of 2 x 3. */
    private static final byte[] IMAGES = {
        0,
        0,
        8,
        3,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        3, //
        1,
        2,
        3,
        4,
        5,
        6,
        (byte) 200,
        8,
        9,
        10,
        11,
        (byte) 255
    };

    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 2, 0};

    private final Path folder;

    IdxFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void imagesAndTheLabelsBesideThemAreRead() throws IOException {
        write("x-labels-idx1-ubyte", LABELS);
        Samples set = IdxFile.samples(write("x-images-idx3-ubyte", IMAGES));
        assertEquals(new Shape(1, 2, 3), set.format().shape());
        assertEquals(2, set.size());
        assertArrayEquals(new float[] {200, 8, 9, 10, 11, 255}, set.sample(1));
        assertEquals(List.of("0", "1", "2"), set.labelNames());
        assertEquals(2, set.label(0));
        assertEquals(0, set.label(1));
    }

    @Test
    void compressedFilesAreReadWhateverTheirName() throws IOException {
        write("x-labels-idx1-ubyte.gz", LABELS);
        Samples compressed = IdxFile.samples(write("x-images-idx3-ubyte.gz", gzip(IMAGES)));
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, compressed.sample(0));
        assertEquals(2, compressed.label(0));
        assertEquals(
                compressed.sample(1)[0],
                IdxFile.samples(write("y.idx", gzip(IMAGES))).sample(1)[0]);
    }

    @Test
    void filesWithoutLabelsBesideThemAreUnlabelled() throws IOException {
        assertFalse(IdxFile.samples(write("x-images-idx3-ubyte", IMAGES)).labelled());
        assertFalse(IdxFile.samples(write("x.idx", IMAGES)).labelled());
    }

    @Test
    void fourAxesAreImagesWithChannelsAndTwoAreRows() throws IOException {
        byte[] colour = {
            0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6
        };
        Samples images = IdxFile.samples(write("colour.idx", colour));
        assertEquals(new Shape(3, 1, 1), images.format().shape());
        assertArrayEquals(new float[] {4, 5, 6}, images.sample(1));
        byte[] rows = {0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8};
        Samples set = IdxFile.samples(write("rows.idx", rows));
        assertEquals(new Shape(2), set.format().shape());
        assertArrayEquals(new float[] {7, 8}, set.sample(0));
    }

    @Test
    void floatsAreRead() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12 + 16);
        bytes.putInt(0x00000D02).putInt(2).putInt(2);
        bytes.putFloat(1.5f).putFloat(-2).putFloat(1e-9f).putFloat(4);
        Samples set = IdxFile.samples(write("floats.idx", bytes.array()));
        assertArrayEquals(new float[] {1e-9f, 4}, set.sample(1));
        bytes.putFloat(12, Float.NaN);
        Path damaged = write("nan.idx", bytes.array());
        Exception thrown =
                assertThrows(IllegalArgumentException.class, () -> IdxFile.samples(damaged));
        assertEquals(
                damaged + ": value 0 of sample 0 must be a finite number, but is NaN",
                thrown.getMessage());
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        assertRefused(
                " must hold 2 images of 2 x 3 (28 bytes), but ends after 27 bytes",
                write("a.idx", Arrays.copyOf(IMAGES, 27)));
        assertRefused(
                " must start with an IDX header of 16 bytes, but ends after 15 bytes",
                write("b.idx", Arrays.copyOf(IMAGES, 15)));
        assertRefused(
                " must start with an IDX header of 4 bytes, but ends after 0 bytes",
                write("c.idx", new byte[0]));
        assertRefused(
                " must hold 2 images of 2 x 3 (28 bytes), but goes on",
                write("d.idx", Arrays.copyOf(IMAGES, 29)));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertRefused(
                " must start with 000008NN or 00000DNN, NN being 02 to 04, but starts with"
                        + " 89504E47",
                write("a.idx", new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3, 4}));
        assertRefused(
                " must start with 000008NN or 00000DNN, NN being 02 to 04, but starts with"
                        + " 00000801",
                write("b.idx", LABELS));
        assertRefused(
                " must have axes of at least 1, but has axes of [0, 2, 3]",
                write("c.idx", with(IMAGES, 7, 0)));
        assertRefused(
                " must have at most 2147483639 bytes of values, but has axes"
                        + " of [2, 2130706434, 3]",
                write("d.idx", with(IMAGES, 8, 127)));
    }

    @Test
    void damagedCompressionIsRefused() throws IOException {
        byte[] compressed = gzip(IMAGES);
        assertRefused(
                " must be an intact gzip file, but is not: Unexpected end of ZLIB input stream",
                write("a.idx.gz", Arrays.copyOf(compressed, compressed.length - 12)));
        assertRefused(
                " must be an intact gzip file, but is not: invalid stored block lengths",
                write("b.idx.gz", with(with(compressed, 10, 0), 11, 0)));
        assertRefused(
                " must be an intact gzip file, but is not: Corrupt GZIP trailer",
                write("c.idx.gz", with(compressed, compressed.length - 5, 77)));
    }

    @Test
    void labelsThatDoNotFitAreRefused() throws IOException {
        Path images = write("x-images-idx3-ubyte", IMAGES);
        Path labels = write("x-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 2});
        Exception count = assertThrows(IOException.class, () -> IdxFile.samples(images));
        assertEquals(
                labels
                        + " must hold 2 labels of 8 bits, one for each sample of "
                        + images
                        + ", but holds 1",
                count.getMessage());
        write("x-labels-idx1-ubyte", Arrays.copyOf(LABELS, 9));
        Exception truncated = assertThrows(IOException.class, () -> IdxFile.samples(images));
        assertEquals(
                labels + " must hold 2 labels (10 bytes), but ends after 9 bytes",
                truncated.getMessage());
        write("x-labels-idx1-ubyte", IMAGES);
        Exception magic = assertThrows(IOException.class, () -> IdxFile.samples(images));
        assertEquals(
                labels
                        + " must start with 000008NN or 00000DNN, NN being 01, but starts with"
                        + " 00000803",
                magic.getMessage());
    }

    private static void assertRefused(String message, Path path) {
        Exception thrown = assertThrows(IOException.class, () -> IdxFile.samples(path));
        assertEquals(path + message, thrown.getMessage());
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
