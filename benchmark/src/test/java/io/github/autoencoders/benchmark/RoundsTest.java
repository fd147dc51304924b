package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two programs by turns, and what is made of their runs. */
@Tag("no-engine")
class RoundsTest {

    /** A Java program that says it reached what it is told, one line an epoch. */
    static final class Program {
        public static void main(String[] rates) {
            for (String rate : rates) {
                System.out.println("epoch of " + rate + " images/s");
            }
            System.out.println("peak RSS 100 MiB");
            System.exit(rates.length == 0 ? 3 : 0);
        }
    }

    private static ChildProcess program(String... rates) {
        return ChildProcess.ofJava(Program.class, List.of(rates));
    }

    private static Rounds rounds(ChildProcess ours, ChildProcess peer) {
        return new Rounds(
                ours, peer, PeerLines.of(PeerLines.RATE, PeerLines.MEMORY, PeerLines.LATENCY));
    }

    @Test
    void theyTakeTurnsAndTheFirstEpochIsWarmUp() throws IOException {
        List<Boolean> turns = new ArrayList<>();
        Rounds.Runs runs =
                rounds(program("1", "30", "50", "40"), program("7"))
                        .run(3, (isOurs, run) -> turns.add(isOurs));
        assertEquals(List.of(true, false, false, true, true, false), turns);
        assertEquals(
                List.of(40.0, 40.0, 40.0),
                runs.ours().stream().map(PeerRun::imagesPerSecond).toList());
        assertEquals(
                List.of(7.0, 7.0, 7.0),
                runs.peers().stream().map(PeerRun::imagesPerSecond).toList());
        for (PeerRun run : runs.peers()) {
            assertTrue(run.firstSeconds() > 0, run.toString());
            assertTrue(run.peakMebibytes() > 5, run.toString()); // seen, or else as it says
            assertEquals(0, run.p50Microseconds());
            assertEquals(0, run.p99Microseconds());
        }
    }

    @Test
    void latenciesAreThoseOfTheEpochsAfterTheFirst() throws IOException {
        ChildProcess ours =
                program(
                        "p50 800 us, p99 900 us, 1",
                        "p50 10 us, p99 40 us, 30",
                        "p50 30 us, p99 35 us, 50",
                        "p50 20 us, p99 90 us, 40");
        ChildProcess peer = program("p50 5 us, p99 6 us, 7");
        Rounds.Runs runs = rounds(ours, peer).run(1, (isOurs, run) -> {});
        assertEquals(20, runs.ours().get(0).p50Microseconds());
        assertEquals(40, runs.ours().get(0).p99Microseconds());
        assertEquals(5, runs.peers().get(0).p50Microseconds());
        assertEquals(6, runs.peers().get(0).p99Microseconds());
    }

    @Test
    void whoeverFailsIsNamedWithTheReason() {
        assertEquals(
                "the peer must end with status 0, but ended with 3: exit status 3",
                assertThrows(
                                IOException.class,
                                () -> rounds(program("1"), program()).run(1, (isOurs, run) -> {}))
                        .getMessage());
        assertEquals(
                "our training: output must have a line that matches \""
                        + PeerLines.RATE
                        + "\", but ends with \"peak RSS 100 MiB\"",
                assertThrows(
                                IOException.class,
                                () ->
                                        rounds(program("slow"), program("1"))
                                                .run(1, (isOurs, run) -> {}))
                        .getMessage());
    }

    /** A machine that is half as fast in the second round changes no ratio. */
    @Test
    void ratiosAreThoseOfRoundsNotOfMedians() {
        PeerReport report =
                new PeerReport(
                        "recipe",
                        "train",
                        "engine",
                        "cpu",
                        0,
                        1,
                        1,
                        "command",
                        List.of(run(100), run(50), run(90)),
                        List.of(run(50), run(25), run(90)));
        assertEquals(new Quartiles(1.5, 2, 2), report.ratio(PeerRun::imagesPerSecond));
        assertEquals(1, report.ratio(PeerRun::peakMebibytes).median());
        assertEquals(90, PeerReport.of(report.ours(), PeerRun::imagesPerSecond).median());
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new PeerReport(
                                        "", "", "", "", 0, 1, 1, "", List.of(run(1)), List.of()));
        assertEquals("ours has 1 runs but peers has 0", error.getMessage());
    }

    private static PeerRun run(double rate) {
        return new PeerRun(rate, 10, 1, 0, 0);
    }
}
