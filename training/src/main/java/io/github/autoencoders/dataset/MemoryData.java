package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.function.Function;

/**
 * Values in memory, which no name finds.
 *
 * @param samples made as the options say
 */
record MemoryData(Function<DataOptions, Samples> samples) implements DataKind {

    /** Returns rows of numbers [N][F] as a file of them would be read. */
    static MemoryData ofRows(float[][] rows) {
        return new MemoryData(options -> samples(rows, options.data()));
    }

    private static Samples samples(float[][] rows, TrainingRecipe.Data data) {
        if (data.window() == 0) {
            return Samples.of(rows);
        }
        if (data.windowStep() > 0) {
            return Series.of("rows", rows).windows(data.window(), data.windowStep());
        }
        Shape window = new Shape(1, data.window());
        return Samples.of(rows, SampleFormat.unfitted(window));
    }

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("", "");
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public Samples read(String input, DataOptions options) {
        return samples.apply(options);
    }
}
