package io.github.autoencoders.sound;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** The windows of a sound of one channel, one after the other; in memory is one. */
public final class WindowedSound implements Closeable {

    private static final int PART = 1 << 12; // frames that are skipped at once

    private final Sound source;
    private final float[] window;
    private final int step;
    private boolean began;

    /**
     * Cuts a sound, which is closed with this.
     *
     * @param source of one channel
     * @param length of a window
     * @param step how many frames a window begins behind the one before it
     */
    public WindowedSound(Sound source, int length, int step) {
        this.source = source;
        this.step = step;
        window = new float[length];
    }

    /**
     * Returns how many windows a sound has, the last with silence behind it.
     *
     * @param frames of the sound
     * @param length of a window
     * @param step as above; or 0 for the sound's first window alone
     */
    public static long count(long frames, int length, int step) {
        long rest = frames - length;
        if (step == 0 || rest <= 0) {
            return 1;
        }
        // None is of silence alone, where windows lie apart.
        return Math.min((rest + step - 1) / step, (frames - 1) / step) + 1;
    }

    /**
     * Copies the next window; silence behind the end of the sound.
     *
     * @param from where its first value goes
     */
    public void next(float[] into, int from) throws IOException {
        int kept = began ? Math.max(0, window.length - step) : 0;
        if (kept > 0) {
            System.arraycopy(window, window.length - kept, window, 0, kept);
        } else if (began) {
            skip(step - window.length);
        }
        began = true;
        int given = source.read(new float[][] {window}, kept, window.length - kept);
        Arrays.fill(window, kept + given, window.length, 0);
        System.arraycopy(window, 0, into, from, window.length);
    }

    private void skip(int frames) throws IOException {
        float[][] part = new float[1][Math.max(0, Math.min(PART, frames))];
        int given = part[0].length;
        for (int rest = frames; rest > 0 && given > 0; rest -= given) {
            given = source.read(part, 0, Math.min(PART, rest));
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
