package io.github.autoencoders.sound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The contents of a file as floats. */
final class DecodedSound implements Sound {

    private final SoundFile file;
    private final InputStream floats; // little-endian, a channel after the other
    private long done;

    DecodedSound(SoundFile file, InputStream floats) {
        this.file = file;
        this.floats = floats;
    }

    @Override
    public int channels() {
        return file.channels();
    }

    @Override
    public int rate() {
        return file.rate();
    }

    @Override
    public int read(float[][] into, int from, int count) throws IOException {
        int channels = channels();
        byte[] bytes = new byte[Math.multiplyExact(count, channels * Float.BYTES)];
        int frames = floats.readNBytes(bytes, 0, bytes.length) / (channels * Float.BYTES);
        FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < frames; i++) {
            for (int channel = 0; channel < channels; channel++) {
                into[channel][from + i] = finite(values.get(i * channels + channel), done + i);
            }
        }
        done += frames;
        return frames;
    }

    private float finite(float value, long frame) throws IOException {
        if (!Float.isFinite(value)) {
            throw new IOException(
                    "%s must hold finite numbers, but sample %s is %s"
                            .formatted(file.path(), frame, value));
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        floats.close();
    }
}
