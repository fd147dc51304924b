package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.Sound;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The windows of sounds one after the other, of which one is in memory. */
final class SoundWindows implements Closeable {

    private final SoundSet sounds;
    private final float[] window;
    private int file = -1;
    private int rest; // windows of the file
    private Sound sound = Sound.of(new float[1][0], 1);

    SoundWindows(SoundSet sounds) {
        this.sounds = sounds;
        window = new float[sounds.window()];
    }

    /** Returns the next windows, from a number to before another. */
    Samples next(int from, int to) throws IOException {
        float[] values = new float[Math.multiplyExact(to - from, window.length)];
        for (int i = 0; i < to - from; i++) {
            move();
            System.arraycopy(window, 0, values, i * window.length, window.length);
        }
        Samples windows =
                Samples.ofFloats(sounds.name(), sounds.format(), values, new int[0], List.of());
        return sounds.described(windows, from);
    }

    private void move() throws IOException {
        int kept = Math.max(0, window.length - sounds.step());
        if (rest == 0) {
            sound.close();
            file++;
            rest = sounds.windows(file);
            sound = sounds.open(file);
            kept = 0;
        } else if (kept > 0) {
            System.arraycopy(window, window.length - kept, window, 0, kept);
        } else {
            skip(sounds.step() - window.length);
        }
        int given = sound.read(new float[][] {window}, kept, window.length - kept);
        Arrays.fill(window, kept + given, window.length, 0);
        rest--;
    }

    private void skip(int frames) throws IOException {
        if (frames > 0) {
            sound.read(new float[1][frames], 0, frames);
        }
    }

    @Override
    public void close() throws IOException {
        sound.close();
    }
}
