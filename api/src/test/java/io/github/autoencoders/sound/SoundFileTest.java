package io.github.autoencoders.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class SoundFileTest {

    private static final int PCM = 1;
    private static final int FLOAT = 3;

    private final Path folder;

    SoundFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Values that each of the codings has without rounding. */
    @ParameterizedTest
    @CsvSource({
        "8, WAVE",
        "16, WAVE",
        "24, WAVE",
        "32, WAVE",
        "16, AIFF",
        "24, AIFF",
        "16, AU",
        "8, AU"
    })
    void wholeNumbersAreReadFromEachFormat(int bits, String type) throws IOException {
        float[][] values = {{0, 0.5f, -0.25f, -1}, {0.75f, 0, 0, -0.5f}};
        Path file = folder.resolve("sound");
        boolean wave = type.equals("WAVE");
        AudioFormat format = new AudioFormat(22050, bits, 2, bits > 8 || !wave, !wave);
        ByteBuffer bytes = ByteBuffer.allocate(4 * 2 * bits / 8);
        for (int i = 0; i < 4; i++) {
            for (float[] channel : values) {
                long number =
                        (long) (channel[i] * (1L << (bits - 1))) + (bits == 8 && wave ? 128 : 0);
                for (int k = 0; k < bits / 8; k++) {
                    bytes.put((byte) (number >> (8 * (wave ? k : bits / 8 - 1 - k))));
                }
            }
        }
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, 4),
                type.equals("AU")
                        ? AudioFileFormat.Type.AU
                        : wave ? AudioFileFormat.Type.WAVE : AudioFileFormat.Type.AIFF,
                file.toFile());
        SoundFile sound = SoundFile.read(file);
        assertEquals(new SoundFile(file, 2, 22050, bits, 4), sound);
        float[][] read = sound.open().rest();
        for (int channel = 0; channel < 2; channel++) {
            // the JDK divides by the greatest number, not by a power of 2
            assertArrayEquals(values[channel], read[channel], bits == 8 ? 8e-3f : 4e-5f);
        }
    }

    /** Sun's tables: a µ-law byte of all ones is 0, of all zeros the lowest. */
    @ParameterizedTest
    @CsvSource({"ULAW, AU", "ALAW, AU", "ULAW, WAVE", "ALAW, WAVE"})
    void logarithmsAreReadFromWhatTheJdkWrites(String coding, String type) throws IOException {
        AudioFormat format =
                new AudioFormat(
                        coding.equals("ULAW")
                                ? AudioFormat.Encoding.ULAW
                                : AudioFormat.Encoding.ALAW,
                        8000,
                        8,
                        1,
                        1,
                        8000,
                        true);
        int[] ulaw = {0xFF, 0x00, 0x80};
        int[] alaw = {0xD5, 0x2A, 0xAA};
        float[] wanted =
                coding.equals("ULAW")
                        ? new float[] {0, -32124, 32124}
                        : new float[] {8, -32256, 32256};
        byte[] bytes = new byte[3];
        for (int i = 0; i < 3; i++) {
            bytes[i] = (byte) (coding.equals("ULAW") ? ulaw[i] : alaw[i]);
        }
        Path file = folder.resolve("coded");
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(bytes), format, 3),
                type.equals("AU") ? AudioFileFormat.Type.AU : AudioFileFormat.Type.WAVE,
                file.toFile());
        float[] read = SoundFile.read(file).open().rest()[0];
        assertEquals(3, read.length);
        for (int i = 0; i < 3; i++) {
            assertEquals(wanted[i] / 32768, read[i], 2e-4, "value " + i);
        }
    }

    @Test
    void floatsAreReadAsTheyAre() throws IOException {
        Path file = wave("float.wav", FLOAT, 1, 16000, 32, 0.1f, -2.5f, 1e-6f);
        SoundFile sound = SoundFile.read(file);
        assertEquals(new SoundFile(file, 1, 16000, 32, 3), sound);
        assertEquals(3 / 16000.0, sound.seconds());
        assertArrayEquals(new float[] {0.1f, -2.5f, 1e-6f}, sound.open().rest()[0]);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Path file = folder.resolve("written.wav");
        float[][] values = {{0.5f, -1, 1.5f}, {0, -2, 0.25f}};
        WaveFile.write(Sound.of(values, 11025), 5, file);
        SoundFile sound = SoundFile.read(file);
        assertEquals(new SoundFile(file, 2, 11025, 16, 5), sound);
        float[][] read = sound.open().rest();
        assertArrayEquals(new float[] {0.5f, -1, 1, 0, 0}, read[0], 4e-5f);
        assertArrayEquals(new float[] {0, -1, 0.25f, 0, 0}, read[1], 4e-5f);
    }

    @Test
    void bytesAreReadAsTheirFileIs() throws IOException {
        Path file = folder.resolve("written.wav");
        float[][] values = {{0.5f, -1, 1.5f}, {0, -2, 0.25f}};
        WaveFile.write(Sound.of(values, 11025), 5, file);
        byte[] bytes = WaveFile.bytes(Sound.of(values, 11025), 5);
        assertArrayEquals(Files.readAllBytes(file), bytes);
        SoundBytes sound = SoundBytes.of(bytes);
        assertEquals(
                SoundFile.read(file),
                new SoundFile(file, sound.channels(), sound.rate(), sound.bits(), sound.frames()));
        assertEquals(5 / 11025.0, sound.seconds());
        assertEquals(4, sound.framesAt(8000));
        for (int time = 0; time < 2; time++) {
            assertArrayEquals(SoundFile.read(file).open().rest(), sound.open().rest());
        }
        Exception e = assertThrows(IOException.class, () -> SoundBytes.of(new byte[30]));
        assertEquals(
                "content must be a sound in WAV, AIFF or AU, but cannot be read as one",
                e.getMessage());
    }

    /** The JDK would say that it cannot write such a file. */
    @Test
    void whatFailsOnTheWayIsSaid() {
        Sound failing =
                new OverlapAdd(
                        windows -> {
                            throw new IllegalArgumentException("no such window");
                        },
                        8,
                        4,
                        Sound.of(new float[1][20], 8000));
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> WaveFile.bytes(failing, 20));
        assertEquals("no such window", e.getMessage());
    }

    /** Whatever stands in the bytes, it is read or refused, in bounded time. */
    @ParameterizedTest
    @ValueSource(strings = {"WAVE", "AIFF", "AU"})
    void damagedBytesAreReadOrRefusedInALine(String type) throws IOException {
        AudioFormat format = new AudioFormat(16000, 16, 2, true, !type.equals("WAVE"));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AudioFileFormat.Type form =
                type.equals("WAVE")
                        ? AudioFileFormat.Type.WAVE
                        : type.equals("AIFF") ? AudioFileFormat.Type.AIFF : AudioFileFormat.Type.AU;
        InputStream values = new ByteArrayInputStream(new byte[400]);
        AudioSystem.write(new AudioInputStream(values, format, 100), form, written);
        Random random = new Random(type.length());
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = written.toByteArray();
            for (int flip = 0; flip <= random.nextInt(4); flip++) {
                bytes[random.nextInt(60)] = (byte) random.nextInt(256);
            }
            try (Sound sound = SoundBytes.of(bytes).open(1, 8000)) {
                assertTrue(sound.rest()[0].length < 1_000_000);
                read++;
            } catch (IOException e) {
                assertEquals(1, String.valueOf(e.getMessage()).lines().count());
                assertTrue(String.valueOf(e.getMessage()).startsWith("content must "));
            }
        }
        assertTrue(read > 0);
    }

    /** The JDK would play it. */
    @Test
    void notesAreNoSound() {
        byte[] midi = "MThd\0\0\0\6\0\0\0\1\0\1".getBytes(StandardCharsets.US_ASCII);
        assertEquals(Optional.of(SoundKind.MIDI), SoundKind.of(midi));
        assertThrows(IOException.class, () -> SoundBytes.of(midi));
    }

    @Test
    void kindsAreKnownByTheirFirstBytes() {
        Map<String, SoundKind> kinds =
                Map.of(
                        "RIFF1234WAVEfmt ", SoundKind.WAV,
                        "FORM1234AIFC", SoundKind.AIFF,
                        ".snd", SoundKind.AU,
                        "\u00ff\u00fb\u0090", SoundKind.MP3,
                        "\u00ff\u00f1", SoundKind.AAC,
                        "1234ftypM4A ", SoundKind.MP4,
                        "\u001aE\u00df\u00a3", SoundKind.WEBM);
        kinds.forEach(
                (start, kind) ->
                        assertEquals(
                                Optional.of(kind),
                                SoundKind.of(start.getBytes(StandardCharsets.ISO_8859_1))));
        for (String other : List.of("", "RIFF1234WEBP", "\u00ff\u00d8\u00ff", "[1, 2]", "FORM")) {
            assertEquals(
                    Optional.empty(), SoundKind.of(other.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void whatIsNoSoundIsRefusedInALine() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound at all, but some text");
        Path cut = Files.write(folder.resolve("cut.wav"), new byte[] {'R', 'I', 'F', 'F', 1, 2});
        String none = " must be a sound in WAV, AIFF or AU, but cannot be read as one";
        assertEquals(text + none, refused(text));
        assertEquals(cut + none, refused(cut));
        Path silent = wave("none.wav", PCM, 1, 8000, 16);
        assertEquals(silent + " must hold a sound, but holds 0 samples", refused(silent));
        Path bit = wave("bit.wav", PCM, 1, 8000, 1, 0, 0);
        assertEquals(bit + " must have 8 to 32 bits a sample, but has 1", refused(bit));
        Path many = wave("many.wav", PCM, 6, 8000, 16, 0, 0, 0);
        assertEquals(many + " must have 1 or 2 channels, but has 6", refused(many));
        Path still = wave("still.wav", PCM, 1, 0, 16, 0, 0);
        assertEquals(
                still + " must have from 1000 to 384000 samples a second, but has 0.0",
                refused(still));
        Path nan = wave("nan.wav", FLOAT, 1, 8000, 32, 0, Float.NaN, 0);
        Exception e = assertThrows(IOException.class, () -> SoundFile.read(nan).open().rest());
        assertEquals(nan + " must hold finite numbers, but sample 1 is NaN", e.getMessage());
        Path torn = wave("torn.wav", PCM, 1, 8000, 16, 0, 0, 0);
        Files.write(torn, Arrays.copyOf(Files.readAllBytes(torn), 47));
        assertEquals(
                refused(torn), torn + " must hold 100 frames, as its header says, but is cut off");
    }

    private static String refused(Path file) {
        Exception e = assertThrows(IOException.class, () -> SoundFile.read(file));
        return String.valueOf(e.getMessage());
    }

    // A header as the format has it, without the JDK, which writes none that are wrong.
    private Path wave(String name, int coding, int channels, int rate, int bits, float... values)
            throws IOException {
        int width = Math.max(1, bits / 8);
        int size = values.length * width * channels;
        int said = name.equals("torn.wav") ? 200 : size;
        ByteBuffer bytes = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + said);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        bytes.putShort((short) coding).putShort((short) channels).putInt(rate);
        bytes.putInt(rate * channels * width).putShort((short) (channels * width));
        bytes.putShort((short) bits);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(said);
        for (float value : values) {
            if (coding == FLOAT) {
                bytes.putFloat(value);
            }
        }
        return Files.write(folder.resolve(name), bytes.array());
    }
}
