package io.github.autoencoders.sound;

import java.io.IOException;

/** A sound of two channels as their mean, or one of one channel as two that are alike. */
record MixedSound(Sound source, int channels) implements Sound {

    @Override
    public int rate() {
        return source.rate();
    }

    @Override
    public int read(float[][] into, int from, int count) throws IOException {
        float[][] given = new float[source.channels()][count];
        int read = source.read(given, 0, count);
        for (int i = 0; i < read; i++) {
            float sum = 0;
            for (float[] channel : given) {
                sum += channel[i];
            }
            for (float[] channel : into) {
                channel[from + i] = sum / given.length;
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
