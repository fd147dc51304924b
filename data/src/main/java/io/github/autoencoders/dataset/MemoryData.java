package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Values in memory, which no name finds.
 *
 * @param samples made as the options say
 */
record MemoryData(Function<DataOptions, Samples> samples) implements DataKind {

    private static final String ROWS = "rows"; // how messages call them

    /** Returns rows of numbers [N][F] as a file of them would be read. */
    static MemoryData ofRows(float[][] rows) {
        return ofRows(
                () -> Samples.of(rows),
                () -> Series.of(ROWS, rows),
                format -> Samples.of(rows, format));
    }

    /** Returns rows of numbers [N][F] as a file of them would be read, all of their digits kept. */
    static MemoryData ofRows(double[][] rows) {
        return ofRows(
                () -> Samples.of(rows),
                () -> Series.of(ROWS, rows),
                format -> Samples.of(rows, format));
    }

    private static MemoryData ofRows(
            Supplier<Samples> rows,
            Supplier<Series> points,
            Function<SampleFormat, Samples> windows) {
        return new MemoryData(
                options -> {
                    TrainingRecipe.Data data = options.data();
                    if (data.window() == 0) {
                        return rows.get();
                    }
                    return data.windowStep() > 0
                            ? points.get().windows(data.window(), data.windowStep())
                            : windows.apply(SampleFormat.unfitted(new Shape(1, data.window())));
                });
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
