package io.github.autoencoders.sound;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** The bytes of a file in WAV, AIFF or AU, as a program gets them over the network. */
public final class SoundBytes implements EncodedSound {

    private final SoundReader reader;
    private final SoundReader.Header header;

    private SoundBytes(SoundReader reader, SoundReader.Header header) {
        this.reader = reader;
        this.header = header;
    }

    /**
     * Reads the header of a sound, which messages call "content".
     *
     * @param bytes of a file; they are not copied
     * @throws IOException if they are none, or of a sound that is not read, with one line that says
     *     why
     */
    public static SoundBytes of(byte[] bytes) throws IOException {
        SoundReader reader = new SoundReader("content", () -> new ByteArrayInputStream(bytes));
        return new SoundBytes(reader, reader.header(bytes.length));
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public int rate() {
        return header.rate();
    }

    @Override
    public int bits() {
        return header.bits();
    }

    @Override
    public long frames() {
        return header.frames();
    }

    @Override
    public Sound open() throws IOException {
        return reader.open(channels(), rate());
    }
}
