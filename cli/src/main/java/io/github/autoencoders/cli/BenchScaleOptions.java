package io.github.autoencoders.cli;

import io.github.autoencoders.benchmark.ScaleAxis;
import java.util.List;
import picocli.CommandLine.Option;

/** How far each axis goes. */
final class BenchScaleOptions {

    @Option(
            names = "--scale",
            required = true,
            description = "Measure what training costs as one thing grows.")
    private boolean chosen;

    @Option(
            names = "--images",
            split = ",",
            paramLabel = "N",
            description = "Images of an epoch (default: 500, 1000, 1500, 2000).")
    private List<Integer> images = List.of(500, 1000, 1500, 2000);

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "N",
            description = "Heights and widths of images (default: 16, 32, 48, 64).")
    private List<Integer> sizes = List.of(16, 32, 48, 64);

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            description = "Images of a batch (default: 10, 50, 100, 150, 200, 250).")
    private List<Integer> batches = List.of(10, 50, 100, 150, 200, 250);

    @Option(
            names = "--codes",
            split = ",",
            paramLabel = "N",
            description = "Numbers in a code (default: 2, 64, 128, 256, 512).")
    private List<Integer> codes = List.of(2, 64, 128, 256, 512);

    boolean areChosen() {
        return chosen;
    }

    /** Returns the values of an axis. */
    List<Integer> values(ScaleAxis axis) {
        return switch (axis) {
            case IMAGES -> images;
            case SIZE -> sizes;
            case BATCH -> batches;
            case CODE -> codes;
        };
    }
}
