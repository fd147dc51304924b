package io.github.autoencoders.detection;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a window is like, whatever its shape: of each channel the mean, the standard deviation, the
 * least and the greatest value, the mean and the greatest step from one point to the next, and how
 * far it rises from the first to the last.
 */
final class WindowStatistics {

    private static final List<String> NAMES =
            List.of("mean", "deviation", "least", "greatest", "mean step", "greatest step", "rise");

    private WindowStatistics() {}

    /**
     * Returns the statistics of windows, as rows [7 * C] with names.
     *
     * @param windows of shape [C, L]
     * @param channels their names
     */
    static Samples of(Samples windows, List<String> channels) {
        int length = windows.format().size() / channels.size();
        float[][] rows =
                IntStream.range(0, windows.size())
                        .mapToObj(i -> of(windows.sample(i), length))
                        .toArray(float[][]::new);
        List<String> names =
                channels.stream()
                        .flatMap(channel -> NAMES.stream().map(name -> name + " of " + channel))
                        .toList();
        SampleFormat format =
                SampleFormat.unfitted(new Shape(names.size())).withSchema(Schema.ofFeatures(names));
        return Samples.of(rows, format);
    }

    private static float[] of(float[] window, int length) {
        float[] statistics = new float[window.length / length * NAMES.size()];
        for (int channel = 0; channel < window.length / length; channel++) {
            fill(statistics, channel * NAMES.size(), window, channel * length, length);
        }
        return statistics;
    }

    private static void fill(float[] into, int at, float[] window, int from, int length) {
        double sum = 0;
        float least = window[from];
        float greatest = window[from];
        double steps = 0;
        float greatestStep = 0;
        for (int i = from; i < from + length; i++) {
            sum += window[i];
            least = Math.min(least, window[i]);
            greatest = Math.max(greatest, window[i]);
            float step = i == from ? 0 : Math.abs(window[i] - window[i - 1]);
            steps += step;
            greatestStep = Math.max(greatestStep, step);
        }
        double mean = sum / length;
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            squares += (window[i] - mean) * (window[i] - mean);
        }
        into[at] = (float) mean;
        into[at + 1] = (float) Math.sqrt(squares / length);
        into[at + 2] = least;
        into[at + 3] = greatest;
        into[at + 4] = (float) (steps / length);
        into[at + 5] = greatestStep;
        into[at + 6] = window[from + length - 1] - window[from];
    }
}
