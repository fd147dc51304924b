package io.github.autoencoders.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip that PyTorch loads a program from: one folder of entries, which lie there as they are.
 */
final class TorchArchive {

    private static final byte[] NO_CONSTANTS = "\u0080\2).".getBytes(StandardCharsets.ISO_8859_1);

    private TorchArchive() {}

    /**
     * Returns the archive's bytes.
     *
     * @param object a pickle of the program's object
     * @param code the text of its class
     * @param others more entries by their names, in their order
     */
    static byte[] of(byte[] object, String code, Map<String, byte[]> others) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", object);
            add(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> other : others.entrySet()) {
                add(zip, other.getKey(), other.getValue());
            }
            add(zip, "constants.pkl", NO_CONSTANTS);
            add(zip, "version", "4\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory, and so none
        }
        return bytes.toByteArray();
    }

    // PyTorch reads entries as they lie there.
    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry("program/" + name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
