package io.github.autoencoders.sound;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kinds of sounds that bytes are known to be by how they begin. The JDK reads more than these:
 * it would play what stands in a file of notes, for hours if the notes say so.
 */
public enum SoundKind {
    /** Microsoft's. */
    WAV(true, "RIFF....WAVE"),
    /** Apple's, and AIFC. */
    AIFF(true, "FORM....AIF[FC]"),
    /** Sun's. */
    AU(true, "[.]snd"),
    /** Compressed, as are the next. */
    MP3(false, "ID3|\u00ff[\u00e3\u00f2\u00f3\u00fa\u00fb]"),
    /** Advanced Audio Coding, in no container. */
    AAC(false, "\u00ff[\u00f0\u00f1\u00f8\u00f9]"),
    /** Vorbis or Opus. */
    OGG(false, "OggS"),
    /** Without loss. */
    FLAC(false, "fLaC"),
    /** As telephones record. */
    MP4(false, "....ftyp"),
    /** As browsers record. */
    WEBM(false, "\u001aE\u00df\u00a3"),
    /** Of telephone lines. */
    AMR(false, "#!AMR"),
    /** Apple's container. */
    CAF(false, "caff"),
    /** WAV above 4 GB. */
    RF64(false, "RF64"),
    /** Notes. */
    MIDI(false, "MThd");

    private static final int LONGEST = 12;

    private final boolean read;
    private final Pattern start;

    SoundKind(boolean read, String start) {
        this.read = read;
        this.start = Pattern.compile(start, Pattern.DOTALL);
    }

    /**
     * Returns the kind of a sound; nothing if it is not known.
     *
     * @param bytes at least the first twelve of it, where it has so many
     */
    public static Optional<SoundKind> of(byte[] bytes) {
        int size = Math.min(LONGEST, bytes.length);
        String first = new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
        return Stream.of(values())
                .filter(kind -> kind.start.matcher(first).lookingAt())
                .findFirst();
    }

    /** Returns whether sounds of the kind are read. */
    public boolean isRead() {
        return read;
    }
}
