package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a report says in its table. */
@Tag("no-engine")
class PeerReportTest {

    private static final PeerRun OURS = new PeerRun(26_703, 412, 0.5, 36.25, 1_052.5);

    private static final PeerRun PEER = new PeerRun(20_000, 824, 2, 72.5, 526.25);

    private static List<String> lines(String mode, PeerRun ours, PeerRun peer) {
        return new PeerReport(
                        "recipe",
                        mode,
                        "engine",
                        "cpu",
                        1,
                        1,
                        2,
                        "peer",
                        List.of(ours),
                        List.of(peer))
                .lines();
    }

    @Test
    void inferenceHasTheLatencyOfABatchToo() {
        String table =
                """
                MEDIAN                                  OURS      PEER OURS/PEER       QUARTILES
                images/s, more is better              26,703    20,000      1.34   1.34 to  1.34
                p50 of a batch, us, less is better      36.3      72.5      0.50   0.50 to  0.50
                p99 of a batch, us, less is better    1052.5     526.3      2.00   2.00 to  2.00
                peak memory, MiB, less is better         412       824      0.50   0.50 to  0.50
                first, s, less is better                0.50      2.00      0.25   0.25 to  0.25
                """;
        assertEquals(table.lines().toList(), lines("encode", OURS, PEER).subList(1, 7));
        List<String> widest =
                lines(
                        "reconstruct",
                        new PeerRun(1_234_567, 123_456, 12_345, 9_999_999.9, 9_999_999.9),
                        new PeerRun(20_000, 2_000, 200, 200_000, 200_000));
        for (String line : widest) {
            assertTrue(line.length() <= 80, line);
        }
    }

    @Test
    void whoseLatencyIsNotKnownIsSaid() {
        PeerRun silent = new PeerRun(20_000, 824, 2, 0, 0);
        List<String> lines = lines("reconstruct", OURS, silent);
        assertEquals("p50 of a batch, us, less is better not known of the peer", lines.get(3));
        assertEquals("p99 of a batch, us, less is better not known of the peer", lines.get(4));
        assertEquals(
                "p50 of a batch, us, less is better not known of ours",
                lines("reconstruct", silent, PEER).get(3));
    }

    /** A step is as long as an epoch's rate says, and nobody waits for it. */
    @Test
    void trainingHasNone() {
        for (String mode : List.of("train", "program", "portable")) {
            List<String> lines = lines(mode, OURS, PEER);
            assertEquals(7, lines.size());
            for (String line : lines) {
                assertTrue(!line.contains("p50") && line.length() <= 80, line);
            }
        }
    }
}
