package io.github.autoencoders.benchmark;

import java.util.List;

/**
 * What was measured of all hot paths, as it stands in the JSON file.
 *
 * @param engine name and version
 * @param device it ran on
 * @param threads of the arithmetic, 0 for as many as the engine chose
 * @param batch images of a batch
 * @param paths in their order
 */
public record HotPathReport(
        String engine, String device, int threads, int batch, List<HotPath.Timing> paths) {

    public HotPathReport {
        paths = List.copyOf(paths);
    }
}
