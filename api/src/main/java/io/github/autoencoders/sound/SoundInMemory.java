package io.github.autoencoders.sound;

/** A sound that is there already. */
final class SoundInMemory implements Sound {

    private final float[][] values;
    private final int rate;
    private int next;

    SoundInMemory(float[][] values, int rate) {
        this.values = values;
        this.rate = rate;
    }

    @Override
    public int channels() {
        return values.length;
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int read(float[][] into, int from, int count) {
        int given = Math.min(count, values[0].length - next);
        for (int channel = 0; channel < values.length; channel++) {
            System.arraycopy(values[channel], next, into[channel], from, given);
        }
        next += given;
        return given;
    }

    @Override
    public void close() {}
}
