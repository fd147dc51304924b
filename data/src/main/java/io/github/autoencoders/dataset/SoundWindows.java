package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WindowedSound;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The windows of sounds one after the other, of which one is in memory. */
final class SoundWindows implements Closeable {

    private final SoundSet sounds;
    private int file = -1;
    private int rest; // windows of the file
    private WindowedSound sound = new WindowedSound(Sound.of(new float[1][0], 1), 0, 0);

    SoundWindows(SoundSet sounds) {
        this.sounds = sounds;
    }

    /** Returns the next windows, from a number to before another. */
    Samples next(int from, int to) throws IOException {
        int length = sounds.window();
        float[] values = new float[Math.multiplyExact(to - from, length)];
        for (int i = 0; i < to - from; i++) {
            if (rest == 0) {
                sound.close();
                file++;
                rest = sounds.windows(file);
                sound = new WindowedSound(sounds.open(file), length, sounds.step());
            }
            sound.next(values, i * length);
            rest--;
        }
        Samples windows =
                Samples.ofFloats(sounds.name(), sounds.format(), values, new int[0], List.of());
        return sounds.described(windows, from);
    }

    @Override
    public void close() throws IOException {
        sound.close();
    }
}
