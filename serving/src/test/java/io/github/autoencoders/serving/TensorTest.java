package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NumPy's arrays, from bytes that are written here by its description of the format. */
@Tag("no-engine")
class TensorTest {

    private static byte[] array(String type, String shape, byte[] values) {
        String header =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer array =
                ByteBuffer.allocate(10 + text.length + values.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        array.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        array.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(values);
        return array.array();
    }

    private static byte[] zip(byte[] array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(array);
        }
        return bytes.toByteArray();
    }

    private static String refusal(byte[] bytes) {
        return String.valueOf(
                assertThrows(IOException.class, () -> Tensor.read(bytes)).getMessage());
    }

    /** 2^64 - 1 and 2^63 + 2048; a double has 53 bits. */
    @Test
    void greatUnsignedNumbersAreNotNegative() throws Exception {
        ByteBuffer values = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        values.putLong(-1).putLong(Long.MIN_VALUE + 2048);
        assertArrayEquals(
                new double[] {0x1p64, 0x1p63 + 2048},
                Tensor.read(array("<u8", "2,", values.array())).values());
    }

    /** Each byte of a packed array would take eight. */
    @Test
    void aPackedArrayOfTooManyNumbersIsRefused() throws Exception {
        byte[] bomb = zip(array("|u1", "16777217,", new byte[(1 << 24) + 1]));
        assertEquals(
                "it must hold at most 16777216 numbers, but is of shape [16777217]", refusal(bomb));
        assertEquals(4, Tensor.read(zip(array("|u1", "2, 2", new byte[4]))).values().length);
    }

    @Test
    void whatIsLongerThanNumpysOwnIsRefused() {
        assertEquals(
                "its shape must have at most 32 sizes, but has 33",
                refusal(array("|u1", "1, ".repeat(33), new byte[1])));
        assertEquals(
                "its header must have at most 10000 bytes, but has 12056",
                refusal(array("|u1", " ".repeat(12_000), new byte[1])));
        assertEquals(
                "its header must have descr and shape, but is {'descr': 'x ', 'fortran_order':"
                        + " False, 'shape': (2), }",
                refusal(array("x\n", "2", new byte[1])));
    }
}
