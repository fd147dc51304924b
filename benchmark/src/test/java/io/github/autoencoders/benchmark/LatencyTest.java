package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class LatencyTest {

    /** Of five in order, the 99th percentile lies 0.99 * 4 = 3.96 steps behind the first. */
    @Test
    void percentilesAreInterpolatedAndInMicroseconds() {
        Latency five = Latency.of(5_000, 1_000, 3_000, 10_000, 2_000);
        assertEquals(3, five.p50(), 1e-12);
        assertEquals(5 + 0.96 * 5, five.p99(), 1e-12);
        assertEquals(new Latency(0.5, 0.5), Latency.of(500));
    }
}
