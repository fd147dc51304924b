package io.github.autoencoders.detection;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Windows of a series, whose points they share: stretches of time are held out as a whole, and what
 * overlaps one is not learnt from in its place.
 */
final class WindowBlocks implements Parts {

    private static final int MOST = 8; // stretches for each member
    private static final int WINDOWS = 4; // the least length of a stretch, where there are several

    private final int[] starts; // rising
    private final int length;
    private final int[] part;
    private final BitSet[] learnt; // of each member

    /**
     * Divides windows.
     *
     * @param starts their first points, rising
     * @param length of each, in points
     */
    WindowBlocks(int[] starts, int length, int members) {
        this.starts = starts;
        this.length = length;
        int points = starts[starts.length - 1] + length - starts[0];
        int each = Math.max(1, Math.min(MOST, points / (members * WINDOWS * length)));
        int blocks = each * members;
        part =
                IntStream.range(0, starts.length)
                        .map(i -> (int) ((long) i * blocks / starts.length) % members)
                        .toArray();
        learnt = IntStream.range(0, members).mapToObj(this::learnt).toArray(BitSet[]::new);
        for (BitSet own : learnt) {
            if (own.isEmpty()) {
                throw new IllegalArgumentException(
                        "window must be at most a quarter of the series, but is %s of %s points"
                                .formatted(length, points));
            }
        }
    }

    private BitSet learnt(int member) {
        BitSet own = new BitSet();
        int before = -1; // the last held out
        for (int i = 0; i < starts.length; i++) {
            before = part[i] == member ? i : before;
            own.set(i, before < 0 || !same(before, i));
        }
        int behind = -1;
        for (int i = starts.length - 1; i >= 0; i--) {
            behind = part[i] == member ? i : behind;
            if (behind >= 0 && same(behind, i)) {
                own.clear(i);
            }
        }
        return own;
    }

    @Override
    public int of(int row) {
        return part[row];
    }

    @Override
    public boolean learns(int row, int member) {
        return learnt[member].get(row);
    }

    @Override
    public boolean same(int one, int other) {
        return Math.abs(starts[one] - starts[other]) < length;
    }
}
