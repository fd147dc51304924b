package io.github.autoencoders.sound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Reads a sound by the JDK's decoders.
 *
 * @param name how messages call it
 * @param bytes of it
 */
record SoundReader(String name, Bytes bytes) {

    private static final int LEAST_RATE = 1000;
    private static final int GREATEST_RATE = 384_000;
    private static final int BLOCK = 1 << 16;
    private static final int START = 12; // bytes that say what it is
    private static final List<Encoding> LOGARITHMIC = List.of(Encoding.ULAW, Encoding.ALAW);
    // Sizes in headers of sounds that were written into a pipe, when the length was not yet known.
    private static final long UNKNOWN_BYTES = Integer.MAX_VALUE - (1 << 16);

    /** Opens what the sound is read from. */
    @FunctionalInterface
    interface Bytes {
        InputStream open() throws IOException;
    }

    /** What a header says. */
    record Header(int channels, int rate, int bits, long frames) {}

    /**
     * Reads the header.
     *
     * @param size how many bytes there are
     * @throws IOException if it is none, or of a sound that is not read, with one line that says
     *     why
     */
    Header header(long size) throws IOException {
        try (AudioInputStream stream = stream()) {
            AudioFormat format = stream.getFormat();
            requireSound(format);
            long there = size / format.getFrameSize(); // its header included
            long said = stream.getFrameLength();
            boolean open = said < 0 || said * format.getFrameSize() >= UNKNOWN_BYTES;
            if (!open && said > there) {
                throw new IOException(
                        "%s must hold %s frames, as its header says, but is cut off"
                                .formatted(name, said));
            }
            if (said == 0) {
                throw new IOException(name + " must hold a sound, but holds 0 samples");
            }
            int rate = Math.round(format.getSampleRate());
            int bits = format.getSampleSizeInBits();
            return new Header(format.getChannels(), rate, bits, open ? there : said);
        }
    }

    private AudioInputStream stream() throws IOException {
        InputStream in = new BufferedInputStream(bytes.open(), BLOCK);
        try {
            in.mark(START);
            byte[] start = in.readNBytes(START);
            in.reset();
            if (SoundKind.of(start).filter(SoundKind::isRead).isEmpty()) {
                throw new UnsupportedAudioFileException("none by its first bytes");
            }
            return AudioSystem.getAudioInputStream(in);
        } catch (UnsupportedAudioFileException | IOException | RuntimeException e) {
            in.close(); // the JDK divides by what damaged headers say
            throw new IOException(
                    name + " must be a sound in WAV, AIFF or AU, but cannot be read as one", e);
        }
    }

    private void requireSound(AudioFormat format) throws IOException {
        require("have 1 or 2 channels", format.getChannels(), 1, 2);
        boolean coded = LOGARITHMIC.contains(format.getEncoding());
        int bits = format.getSampleSizeInBits();
        boolean real = format.getEncoding().equals(Encoding.PCM_FLOAT);
        require("have 8 to 32 bits a sample", bits, coded ? 1 : 8, real ? 64 : 32);
        String rates = "have from %s to %s samples a second".formatted(LEAST_RATE, GREATEST_RATE);
        require(rates, format.getSampleRate(), LEAST_RATE, GREATEST_RATE);
    }

    private void require(String rule, Number value, int least, int greatest) throws IOException {
        if (!(value.doubleValue() >= least && value.doubleValue() <= greatest)) {
            throw new IOException("%s must %s, but has %s".formatted(name, rule, value));
        }
    }

    // The JDK makes no floats of logarithms in one step.
    private static AudioInputStream linear(AudioInputStream stream) {
        return LOGARITHMIC.contains(stream.getFormat().getEncoding())
                ? AudioSystem.getAudioInputStream(Encoding.PCM_SIGNED, stream)
                : stream;
    }

    /** Opens the sound, as its header says that it is. */
    Sound open(int channels, int rate) throws IOException {
        AudioInputStream stream = stream();
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
            InputStream floats = AudioSystem.getAudioInputStream(format, linear(stream));
            return new DecodedSound(name, channels, rate, floats);
        } catch (IllegalArgumentException e) { // no such conversion
            stream.close();
            throw new IOException(
                    "%s must be coded in a way that is known, but is %s"
                            .formatted(name, stream.getFormat().getEncoding()),
                    e);
        }
    }
}
