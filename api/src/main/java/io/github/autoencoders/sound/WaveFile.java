package io.github.autoencoders.sound;

import io.github.autoencoders.file.AtomicWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Sounds as WAV files, of whole numbers of 16 bits. */
public final class WaveFile {

    private static final int BLOCK = 1 << 12; // frames
    private static final int GREATEST = Short.MAX_VALUE;
    private static final int HEADER = 44; // bytes
    private static final int MOST = Integer.MAX_VALUE - 64; // bytes

    private WaveFile() {}

    /**
     * Writes a sound; the file appears whole or not at all. What is louder than can be is cut off.
     *
     * @param frames how many are written: the first of the sound, and silence behind its end
     */
    public static void write(Sound sound, long frames, Path file) throws IOException {
        AtomicWrite.file(file, partial -> write(partial, sound, frames));
    }

    private static void write(Path file, Sound sound, long frames) throws IOException {
        encode(
                sound,
                frames,
                wave -> AudioSystem.write(wave, AudioFileFormat.Type.WAVE, file.toFile()));
    }

    /**
     * Returns the bytes that {@link #write(Sound, long, Path)} writes.
     *
     * @throws IllegalArgumentException if they are more than an array holds
     */
    public static byte[] bytes(Sound sound, long frames) throws IOException {
        long size = frames * sound.channels() * Short.BYTES + HEADER;
        if (size > MOST) {
            throw new IllegalArgumentException(
                    "sound must have at most %s bytes in memory, but has %s".formatted(MOST, size));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size);
        encode(sound, frames, wave -> AudioSystem.write(wave, AudioFileFormat.Type.WAVE, bytes));
        return bytes.toByteArray();
    }

    /** Writes what it is given. */
    @FunctionalInterface
    private interface Writing {
        void write(AudioInputStream wave) throws IOException;
    }

    private static void encode(Sound sound, long frames, Writing writing) throws IOException {
        AudioFormat format =
                new AudioFormat(sound.rate(), Short.SIZE, sound.channels(), true, false);
        Coded coded = new Coded(sound, frames);
        try (AudioInputStream stream = new AudioInputStream(coded, format, frames)) {
            writing.write(stream);
        } catch (IllegalArgumentException e) {
            throw coded.failure.orElse(e);
        }
    }

    // What the JDK asks for its bytes.
    private static final class Coded extends InputStream {

        private final Sound sound;
        private final float[][] values;
        private long rest; // of the frames
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        // The JDK takes it for its own, that it cannot write such a file.
        private Optional<IllegalArgumentException> failure = Optional.empty();

        Coded(Sound sound, long frames) {
            this.sound = sound;
            rest = frames;
            values = new float[sound.channels()][BLOCK];
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            if (!bytes.hasRemaining() && rest > 0) {
                fill();
            }
            int given = Math.min(count, bytes.remaining());
            bytes.get(into, from, given);
            return given == 0 && count > 0 ? -1 : given;
        }

        private void fill() throws IOException {
            int wanted = (int) Math.min(BLOCK, rest);
            int given = read(wanted);
            bytes =
                    ByteBuffer.allocate(wanted * values.length * Short.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < wanted; i++) {
                for (float[] channel : values) {
                    bytes.putShort(i < given ? number(channel[i]) : 0);
                }
            }
            bytes.flip();
            rest -= wanted;
        }

        private int read(int wanted) throws IOException {
            try {
                return sound.read(values, 0, wanted);
            } catch (IllegalArgumentException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        private static short number(float value) {
            return (short) Math.max(-GREATEST - 1, Math.min(GREATEST, Math.round(value * 32768)));
        }
    }
}
