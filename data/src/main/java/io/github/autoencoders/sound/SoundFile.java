package io.github.autoencoders.sound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * What the header of a sound in WAV, AIFF or AU says.
 *
 * @param path of the file
 * @param channels 1 or 2
 * @param rate frames per second
 * @param bits of a value, 8 to 64
 * @param frames how many there are
 */
public record SoundFile(Path path, int channels, int rate, int bits, long frames) {

    /** The endings of the names of files that are read, as messages list them. */
    public static final String FORMATS = "wav, wave, aif, aiff, aifc, au or snd";

    private static final int LEAST_RATE = 1000;
    private static final int GREATEST_RATE = 384_000;
    // Sizes in headers of sounds that were written into a pipe, when the length was not yet known.
    private static final long UNKNOWN_BYTES = Integer.MAX_VALUE - (1 << 16);

    /**
     * Reads the header of a file.
     *
     * @throws IOException if it is none, or of a sound that is not read, with one line that says
     *     why
     */
    public static SoundFile read(Path path) throws IOException {
        try (AudioInputStream stream = stream(path)) {
            AudioFormat format = stream.getFormat();
            requireSound(path, format);
            long there = Files.size(path) / format.getFrameSize(); // its header included
            long said = stream.getFrameLength();
            boolean open = said < 0 || said * format.getFrameSize() >= UNKNOWN_BYTES;
            if (!open && said > there) {
                throw new IOException(
                        "%s must hold %s frames, as its header says, but is cut off"
                                .formatted(path, said));
            }
            if (said == 0) {
                throw new IOException(path + " must hold a sound, but holds 0 samples");
            }
            int rate = Math.round(format.getSampleRate());
            int bits = format.getSampleSizeInBits();
            return new SoundFile(path, format.getChannels(), rate, bits, open ? there : said);
        }
    }

    private static AudioInputStream stream(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException(path + " must be a readable file");
        }
        InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            return AudioSystem.getAudioInputStream(bytes);
        } catch (UnsupportedAudioFileException | IOException | RuntimeException e) {
            bytes.close(); // the JDK divides by what damaged headers say
            throw new IOException(
                    path + " must be a sound in WAV, AIFF or AU, but cannot be read as one", e);
        }
    }

    private static void requireSound(Path path, AudioFormat format) throws IOException {
        require(path, "have 1 or 2 channels", format.getChannels(), 1, 2);
        boolean coded = List.of(Encoding.ULAW, Encoding.ALAW).contains(format.getEncoding());
        int bits = format.getSampleSizeInBits();
        boolean real = format.getEncoding().equals(Encoding.PCM_FLOAT);
        require(path, "have 8 to 32 bits a sample", bits, coded ? 1 : 8, real ? 64 : 32);
        String rates = "have from %s to %s samples a second".formatted(LEAST_RATE, GREATEST_RATE);
        require(path, rates, format.getSampleRate(), LEAST_RATE, GREATEST_RATE);
    }

    private static void require(Path path, String rule, Number value, int least, int greatest)
            throws IOException {
        if (!(value.doubleValue() >= least && value.doubleValue() <= greatest)) {
            throw new IOException("%s must %s, but has %s".formatted(path, rule, value));
        }
    }

    /** Returns how long the sound is, in seconds. */
    public double seconds() {
        return (double) frames / rate;
    }

    /** Returns how many frames the sound has in another rate. */
    public long framesAt(int otherRate) {
        return (Math.multiplyExact(frames, (long) otherRate) + rate - 1) / rate;
    }

    /** Opens the sound; the caller closes it. */
    public Sound open() throws IOException {
        AudioInputStream stream = stream(path);
        AudioFormat format =
                new AudioFormat(
                        Encoding.PCM_FLOAT,
                        stream.getFormat().getSampleRate(),
                        Float.SIZE,
                        channels,
                        channels * Float.BYTES,
                        stream.getFormat().getSampleRate(),
                        false);
        try {
            return new DecodedSound(this, AudioSystem.getAudioInputStream(format, stream));
        } catch (IllegalArgumentException e) { // no such conversion
            stream.close();
            throw new IOException(
                    "%s must be coded in a way that is known, but is %s"
                            .formatted(path, stream.getFormat().getEncoding()),
                    e);
        }
    }

    /**
     * Opens the sound with other channels and in another rate; the caller closes it.
     *
     * @param otherChannels 1 or 2
     */
    public Sound open(int otherChannels, int otherRate) throws IOException {
        return open().in(otherChannels).at(otherRate);
    }
}
