package io.github.autoencoders.detection;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What rows have of codes: their values, or of codes that are too large the means of neighbouring
 * values. Such codes are maps, in the order of channels, then places, so that neighbours are what a
 * channel has at places side by side.
 *
 * @param size D, the values of a code
 * @param together how many of them make a mean; 1 for the values themselves
 */
record CodeValues(int size, int together) {

    private static final int MEANS = 256; // at most

    /** Returns what rows have of codes of a size, which may be so many values at most. */
    static CodeValues of(int size, int most) {
        return new CodeValues(size, size > most ? (size + MEANS - 1) / MEANS : 1);
    }

    /** Returns what the columns are called. */
    List<String> names() {
        return IntStream.range(0, count())
                .mapToObj(
                        i ->
                                together == 1
                                        ? "z" + (i + 1)
                                        : "z%s to z%s".formatted(1 + i * together, end(i)))
                .toList();
    }

    private int count() {
        return (size + together - 1) / together;
    }

    private int end(int mean) {
        return Math.min(size, (mean + 1) * together);
    }

    /** Returns what rows have of codes, [N][D]. */
    float[][] of(float[][] codes) {
        return together == 1 ? codes : Stream.of(codes).map(this::means).toArray(float[][]::new);
    }

    private float[] means(float[] code) {
        float[] means = new float[count()];
        for (int i = 0; i < means.length; i++) {
            int from = i * together;
            double sum = 0;
            for (int j = from; j < end(i); j++) {
                sum += code[j];
            }
            means[i] = (float) (sum / (end(i) - from));
        }
        return means;
    }

    /** Returns how many values codes have, and of how many of them means are taken. */
    @Override
    public String toString() {
        return size + " values" + (together == 1 ? "" : " (means of " + together + " each)");
    }
}
