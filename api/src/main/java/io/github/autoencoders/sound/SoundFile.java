package io.github.autoencoders.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the header of a sound in WAV, AIFF or AU says.
 *
 * <pre>{@code
 * try (Sound sound = SoundFile.read(Path.of("speech.wav")).open()) {
 *     float[][] values = sound.rest(); // [channels][frames]
 * }
 * }</pre>
 *
 * @param path of the file
 * @param channels 1 or 2
 * @param rate frames per second
 * @param bits of a value, 8 to 64
 * @param frames how many there are
 */
public record SoundFile(Path path, int channels, int rate, int bits, long frames)
        implements EncodedSound {

    /** The endings of the names of files that are read, as messages list them. */
    public static final String FORMATS = "wav, wave, aif, aiff, aifc, au or snd";

    /**
     * Reads the header of a file.
     *
     * @throws IOException if it is none, or of a sound that is not read, with one line that says
     *     why
     */
    public static SoundFile read(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(path + " must be a readable file");
        }
        SoundReader.Header header = reader(path).header(Files.size(path));
        return new SoundFile(
                path, header.channels(), header.rate(), header.bits(), header.frames());
    }

    private static SoundReader reader(Path path) {
        return new SoundReader(path.toString(), () -> Files.newInputStream(path));
    }

    @Override
    public Sound open() throws IOException {
        return reader(path).open(channels, rate);
    }
}
