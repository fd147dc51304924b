package io.github.autoencoders.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files of each kind are read, or refused in a line that begins with the file's name, and
 * take no more memory than sound ones might. {@code -Dfuzz.files=10000} damages as many of each.
 */
@Tag("no-engine")
class WeightFuzzTest {

    private static final int FILES = Integer.getInteger("fuzz.files", 300);
    private static final long MOST_BYTES = 64L << 20; // the files have at most 50 KB
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types.npz",
                "types-compressed.npz",
                "types.pt",
                "types-older.pt",
                "torch-vae.pt",
                "types.safetensors",
                "types.safetensors.index.json",
                "keras-vae.weights.h5",
                "keras-dense.keras"
            })
    void damagedFilesAreRefusedOrRead(String name) throws IOException {
        byte[] sound = Files.readAllBytes(WeightFileTest.resource(name));
        Random random = new Random(1);
        for (int shard = 1; shard <= 2; shard++) {
            String beside = "types-0000%s-of-00002.safetensors".formatted(shard);
            Files.copy(WeightFileTest.resource(beside), folder.resolve(beside));
        }
        for (int i = 0; i < FILES; i++) {
            readDamaged(folder.resolve(name), damaged(sound, random));
        }
    }

    /** What a zip file's sums would notice: only what is within is damaged, and zipped anew. */
    @ParameterizedTest
    @ValueSource(strings = {"types.npz", "types.pt", "keras-dense.keras"})
    void damagedPartsOfZipFilesAreRefusedOrRead(String name) throws IOException {
        Random random = new Random(2);
        Path sound = WeightFileTest.resource(name);
        for (int i = 0; i < FILES; i++) {
            readDamaged(folder.resolve(name), zippedAnew(sound, random));
        }
    }

    private static byte[] zippedAnew(Path sound, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(sound.toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            int chosen = random.nextInt(zip.size());
            int at = 0;
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] part = zip.getInputStream(entry).readAllBytes();
                boolean pickle = entry.getName().matches(".*\\.(pkl|h5)");
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(at++ == chosen || pickle ? damaged(part, random) : part);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        int changes = 1 + random.nextInt(4);
        // Heads, which say what follows, are short: half of the changes are there.
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            int bound = random.nextBoolean() ? Math.min(600, damaged.length) : damaged.length;
            int place = random.nextInt(bound);
            switch (random.nextInt(5)) {
                case 0 -> damaged = Arrays.copyOf(damaged, place);
                case 1 -> damaged[place] = (byte) 0xff;
                case 2 -> damaged[place] = (byte) (random.nextBoolean() ? '9' : 0);
                default -> damaged[place] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return damaged;
    }

    private static void readDamaged(Path file, byte[] damaged) throws IOException {
        Files.write(file, damaged);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            for (Tensor tensor : WeightFile.read(file)) {
                assertEquals(tensor.shape().size(), tensor.values().length);
            }
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith(file.toString()), message);
            assertTrue(!message.contains("Exception"), message);
        } catch (RuntimeException | Error e) {
            Path kept = Files.write(Path.of("target", "damaged-" + file.getFileName()), damaged);
            fail(kept + " was not refused but ended in " + e, e);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < MOST_BYTES, taken + " bytes were taken");
    }

    /** A function that a pickle names is not looked for, and not called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080\u0002cos\nsystem\nX\u0005\u0000\u0000\u0000touch\u0085R.",
                "\u0080\u0002cbuiltins\neval\n(X\u0003\u0000\u0000\u00001+1tR.",
                "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002ls\u0085R.",
                "\u0080\u0002ctorch._utils\n_rebuild_tensor\n)R.",
                "\u0080\u0002ctorch.storage\nStorage\n)R.",
                "\u0080\u0002ccollections\nOrderedDict\n)\u0081.",
                "\u0080\u0002(ios\nsystem\n.",
                "\u0080\u0002(X\u0001\u0000\u0000\u0000aos\nsystem\no."
            })
    void picklesCallNothing(String program) throws IOException {
        Path file = folder.resolve("evil.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("evil/data.pkl"));
            out.write(program.getBytes(StandardCharsets.ISO_8859_1));
            out.closeEntry();
        }
        try {
            WeightFile.read(file);
            fail("was not refused");
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("but names ") || message.contains("its pickle "), message);
        }
    }
}
