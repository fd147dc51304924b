package io.github.autoencoders.sound;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * A sound that is read from its beginning to its end, so that it may be of any length. For one
 * thread.
 */
public interface Sound extends Closeable {

    /** Returns the number of channels. */
    int channels();

    /** Returns the number of frames in a second, each with a value in every channel. */
    int rate();

    /**
     * Reads the next frames.
     *
     * @param into [channels][any], values from -1 to 1; may be more where the file has them
     * @param from where the first frame goes
     * @param count how many are wanted, at least 1
     * @return how many there were: fewer than wanted at the end alone, and 0 behind it
     * @throws IOException if the sound cannot be read, or has a value that is no number
     */
    int read(float[][] into, int from, int count) throws IOException;

    /** Returns the rest of the sound, [channels][frames]. */
    default float[][] rest() throws IOException {
        float[][] all = new float[channels()][1 << 12];
        int size = 0;
        for (int given = 1; given > 0; size += given) {
            if (size == all[0].length) {
                grow(all);
            }
            given = read(all, size, all[0].length - size);
        }
        for (int channel = 0; channel < all.length; channel++) {
            all[channel] = Arrays.copyOf(all[channel], size);
        }
        return all;
    }

    private static void grow(float[][] all) throws IOException {
        int size = all[0].length;
        if (size > Integer.MAX_VALUE / 4) {
            throw new IOException("a sound of more than " + size + " frames must be read in parts");
        }
        for (int channel = 0; channel < all.length; channel++) {
            all[channel] = Arrays.copyOf(all[channel], 2 * size);
        }
    }

    /** Returns a sound in memory. */
    static Sound of(float[][] channels, int rate) {
        return new SoundInMemory(channels, rate);
    }

    /** Returns this sound in another rate; itself where it has that. Closing one closes both. */
    default Sound at(int rate) {
        return rate == rate() ? this : new ResampledSound(this, rate);
    }

    /**
     * Returns this sound with another number of channels: the mean of them, or the one twice.
     * Closing one closes both.
     */
    default Sound in(int channels) {
        return channels == channels() ? this : new MixedSound(this, channels);
    }
}
