package io.github.autoencoders.sound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What a decoder makes of bytes, as floats. */
final class DecodedSound implements Sound {

    private final String name;
    private final int channels;
    private final int rate;
    private final InputStream floats; // little-endian, a channel after the other
    private long done;

    /**
     * Takes what is closed with it.
     *
     * @param name how messages call the sound
     */
    DecodedSound(String name, int channels, int rate, InputStream floats) {
        this.name = name;
        this.channels = channels;
        this.rate = rate;
        this.floats = floats;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int read(float[][] into, int from, int count) throws IOException {
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
                            .formatted(name, frame, value));
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        floats.close();
    }
}
