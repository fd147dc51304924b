package io.github.autoencoders.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What one process reached.
 *
 * @param imagesPerSecond the median of its epochs after the first, or of the only one
 * @param peakMebibytes the peak of its resident memory, or 0 where it is not known
 * @param firstSeconds from its start to its first batch, or to its first line; 0 where there was
 *     none
 * @param p50Microseconds the median, over the same epochs as the images a second, of the time in
 *     which half of an epoch's batches are done, or 0 where it is not known
 * @param p99Microseconds the same of the time in which 99 of 100 batches are done
 */
public record PeerRun(
        double imagesPerSecond,
        double peakMebibytes,
        double firstSeconds,
        double p50Microseconds,
        double p99Microseconds) {

    /**
     * Returns what a process reached that has ended. Its memory is what was seen from outside, or
     * else what it said.
     *
     * @param who for the message
     * @throws IOException if it failed, or did not say what it reached
     */
    static PeerRun of(String who, ChildProcess.Ended ended, PeerLines lines) throws IOException {
        if (ended.status() != 0) {
            throw new IOException(
                    who
                            + " must end with status 0, but ended with "
                            + ended.status()
                            + ": "
                            + ended.reason());
        }
        try {
            OptionalLong seen = ended.peakBytes();
            long bytes = (seen.isPresent() ? seen : lines.peakBytes(ended.output())).orElse(0);
            List<Latency> latencies = lines.latencies(ended.output());
            return new PeerRun(
                    median(lines.rates(ended.output())),
                    bytes / (double) (1 << 20),
                    ended.untilOutput().map(Duration::toMillis).orElse(0L) / 1e3,
                    median(latencies.stream().map(Latency::p50).toList()),
                    median(latencies.stream().map(Latency::p99).toList()));
        } catch (IllegalArgumentException e) {
            throw new IOException(who + ": " + e.getMessage(), e);
        }
    }

    /** Returns a row of a table below {@link PeerReport#head}. */
    public String row(String whose) {
        return String.format(
                Locale.ROOT,
                "%-6s %,14.0f %10.0f MiB %14.2f s",
                whose,
                imagesPerSecond,
                peakMebibytes,
                firstSeconds);
    }

    // The first epoch warms up.
    private static double median(List<Double> epochs) {
        if (epochs.isEmpty()) {
            return 0;
        }
        return Quartiles.of(epochs.size() == 1 ? epochs : epochs.subList(1, epochs.size()))
                .median();
    }
}
