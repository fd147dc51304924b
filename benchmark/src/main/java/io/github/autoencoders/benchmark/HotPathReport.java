package io.github.autoencoders.benchmark;

import io.github.autoencoders.engine.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

    /**
     * Measures hot paths.
     *
     * @param threads of the arithmetic, 0 for as many as the engine chose
     * @param batch images of a batch
     * @param told of each path
     */
    public static HotPathReport of(
            List<HotPath> paths,
            HotPath.Effort effort,
            Placement place,
            int threads,
            int batch,
            Consumer<HotPath.Timing> told) {
        List<HotPath.Timing> timings = new ArrayList<>();
        for (HotPath path : paths) {
            HotPath.Timing timing = path.time(effort);
            timings.add(timing);
            told.accept(timing);
        }
        return new HotPathReport(
                place.engineWithVersion(), place.deviceName(), threads, batch, timings);
    }

    /** Returns what stands above the text of the timings. */
    public static String head() {
        return ("%-" + HotPath.NAME + "s %10s %8s %10s %10s")
                .formatted("PATH", "MEDIAN", "SPREAD", "ERROR", "IMAGES/S");
    }
}
