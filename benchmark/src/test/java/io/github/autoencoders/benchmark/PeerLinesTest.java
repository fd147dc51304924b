package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("no-engine")
class PeerLinesTest {

    private static final PeerLines USUAL =
            PeerLines.of(PeerLines.RATE, PeerLines.MEMORY, PeerLines.LATENCY);

    private static final String OUTPUT =
            """
            PyTorch 2.13.0+cpu train epoch 0 loss 394.123 5.10 s 392 images/s
            PyTorch 2.13.0+cpu train epoch 1 loss 301.004 1.03 s 1942 images/s
            PyTorch 2.13.0+cpu train epoch 2 loss 288.101 1.00 s 1,995.5 images/s
            peak RSS 412 MiB
            """;

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void numbersAreTakenFromTheUsualLines() {
        assertEquals(List.of(392.0, 1942.0, 1995.5), USUAL.rates(OUTPUT));
        assertEquals(OptionalLong.of(412L << 20), USUAL.peakBytes(OUTPUT));
        assertEquals(OptionalLong.empty(), USUAL.peakBytes("12 images/s\n"));
        assertEquals(List.of(7.0), USUAL.rates("epoch 1/9  training 3.00  7 samples/s  6.8 s"));
    }

    @Test
    void latenciesAreTakenFromTheUsualLines() {
        String epochs =
                """
                encode epoch 0 1942 images/s, p50 1,036.2 us, p99 4000 us
                encode epoch 1 1995 images/s, p50 36.25 us, p99 52.1 us
                """;
        assertEquals(
                List.of(new Latency(1036.2, 4000), new Latency(36.25, 52.1)),
                USUAL.latencies(epochs));
        assertEquals(List.of(1942.0, 1995.0), USUAL.rates(epochs));
        assertEquals(List.of(), USUAL.latencies(OUTPUT));
    }

    @Test
    void ourOwnLatencyIsUnderstood() {
        Latency ours = new Latency(1234.56, 98765.432);
        assertEquals("p50 1234.6 us, p99 98765.4 us", ours.toString());
        assertEquals(List.of(new Latency(1234.6, 98765.4)), USUAL.latencies("1 " + ours + "\n"));
    }

    @Test
    void othersAreToldBySomeoneElse() {
        PeerLines lines =
                PeerLines.of(
                        "speed=(\\d+)", "(?m)^rss (\\d+\\.\\d) megs$", "waits (\\S+) to (\\S+)");
        assertEquals(List.of(new Latency(5, 70)), lines.latencies("it waits 5 to 7e1\n"));
        assertEquals(List.of(10.0, 20.0), lines.rates("speed=10 speed=20\nrss 1.5 megs\n"));
        assertEquals(
                OptionalLong.of(3 << 19), lines.peakBytes("speed=10 speed=20\nrss 1.5 megs\n"));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertRefused(
                "output must have a line that matches \""
                        + PeerLines.RATE
                        + "\", but ends with \"done\"",
                () -> USUAL.rates("loading\ndone\n\n"));
        assertRefused(
                "the first group must be a number, but is \"fast\"",
                () -> lines("speed (\\w+)", PeerLines.LATENCY).rates("speed fast"));
        assertRefused(
                "the second group must be a number, but is \"long\"",
                () -> lines(PeerLines.RATE, "(\\d) to (\\w+)").latencies("5 to long"));
        assertRefused(
                "rate must have a group that is the number, but is \"\\d+ images\"",
                () -> lines("\\d+ images", PeerLines.LATENCY));
        assertRefused(
                "latency must have two groups that are p50 and p99, but is \"p50 (\\d+)\"",
                () -> lines(PeerLines.RATE, "p50 (\\d+)"));
        assertRefused(
                "memory must be a regular expression, but is \"(\": Unclosed group",
                () -> PeerLines.of(PeerLines.RATE, "(", PeerLines.LATENCY));
        assertRefused(
                "latency must be a regular expression, but is \"[\": Unclosed character class",
                () -> lines(PeerLines.RATE, "["));
    }

    private static PeerLines lines(String rate, String latency) {
        return PeerLines.of(rate, PeerLines.MEMORY, latency);
    }
}
