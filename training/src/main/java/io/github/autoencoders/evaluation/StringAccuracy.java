package io.github.autoencoders.evaluation;

import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.Locale;

/**
 * How many strings, and how many of their symbols, a model gives back as they were.
 *
 * <pre>{@code
 * StringAccuracy accuracy = StringAccuracy.of(samples, model.reconstruct(samples));
 * }</pre>
 *
 * @param exact the share of the strings that come back exactly, from 0 to 1
 * @param symbols the share of the originals' symbols that come back in their place
 */
public record StringAccuracy(double exact, double symbols) implements OutputMeasure {

    /**
     * Compares strings with what a model made of them.
     *
     * @param originals strings
     * @param reconstructions as many, of the same format
     */
    public static StringAccuracy of(Samples originals, Samples reconstructions) {
        SampleFormat format = originals.format();
        int exact = 0;
        int symbols = 0;
        int equal = 0;
        for (int i = 0; i < originals.size(); i++) {
            float[] before = originals.sample(i);
            float[] after = reconstructions.sample(i);
            exact += format.text(before).equals(format.text(after)) ? 1 : 0;
            for (int place = 0; place < before.length && before[place] != 0; place++) { // 0 ends it
                symbols++;
                equal += before[place] == after[place] ? 1 : 0;
            }
        }
        return new StringAccuracy((double) exact / originals.size(), (double) equal / symbols);
    }

    @Override
    public List<String> lines() {
        return List.of(toString());
    }

    /** Returns it in words, as "12.0 % of the strings come back exactly". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f %% of the strings come back exactly, and %.1f %% of their symbols",
                100 * exact,
                100 * symbols);
    }
}
