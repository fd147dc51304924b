package io.github.autoencoders.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two programs that take turns: ours, the peer, the peer, ours, ours, the peer and so on, so that a
 * machine that grows slower or faster favours none.
 *
 * @param ours the process of ours, whose lines are those of {@link TimedRun}
 * @param peer the foreign process
 * @param lines how the foreign program says what it reached
 */
public record Rounds(ChildProcess ours, ChildProcess peer, PeerLines lines) {

    private static final PeerLines OURS =
            PeerLines.of(PeerLines.RATE, PeerLines.MEMORY, PeerLines.LATENCY);

    /**
     * What both reached.
     *
     * @param ours one for each round
     * @param peers one for each round
     */
    public record Runs(List<PeerRun> ours, List<PeerRun> peers) {

        public Runs {
            ours = List.copyOf(ours);
            peers = List.copyOf(peers);
        }
    }

    /** Is told of each run. */
    @FunctionalInterface
    public interface Told {
        /**
         * Called after a run.
         *
         * @param isOurs whether it was ours
         */
        void ran(boolean isOurs, PeerRun run);
    }

    /**
     * Runs both to their ends, again and again.
     *
     * @param rounds how often each is run, at least 1
     * @throws IOException if one fails
     */
    public Runs run(int rounds, Told told) throws IOException {
        List<PeerRun> first = new ArrayList<>();
        List<PeerRun> second = new ArrayList<>();
        for (int turn = 0; turn < 2 * rounds; turn++) {
            boolean isOurs = (turn + 1) / 2 % 2 == 0; // ours, peer, peer, ours
            PeerRun run =
                    isOurs
                            ? PeerRun.of("our training", ours.run(), OURS)
                            : PeerRun.of("the peer", peer.run(), lines);
            (isOurs ? first : second).add(run);
            told.ran(isOurs, run);
        }
        return new Runs(first, second);
    }
}
