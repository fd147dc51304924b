package io.github.autoencoders.sound;

import java.io.IOException;

/** A sound in bytes, whose header was read, and which may be opened any number of times. */
public sealed interface EncodedSound permits SoundBytes, SoundFile {

    /** Returns the number of channels, 1 or 2. */
    int channels();

    /** Returns how many frames a second has. */
    int rate();

    /** Returns how many bits a value has, 8 to 64. */
    int bits();

    /** Returns how many frames there are. */
    long frames();

    /**
     * Opens the sound; the caller closes it.
     *
     * @throws IOException if it cannot be read, or is coded in a way that is not known
     */
    Sound open() throws IOException;

    /**
     * Opens the sound with other channels and in another rate; the caller closes it.
     *
     * @param otherChannels 1 or 2
     */
    default Sound open(int otherChannels, int otherRate) throws IOException {
        return open().in(otherChannels).at(otherRate);
    }

    /** Returns how long the sound is, in seconds. */
    default double seconds() {
        return (double) frames() / rate();
    }

    /** Returns how many frames the sound has in another rate. */
    default long framesAt(int otherRate) {
        return (Math.multiplyExact(frames(), (long) otherRate) + rate() - 1) / rate();
    }
}
