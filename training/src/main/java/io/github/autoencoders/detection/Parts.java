package io.github.autoencoders.detection;

/** Which rows are held out from which member, and which are no neighbours of each other. */
interface Parts {

    /** Returns the member that a row is held out from. */
    int of(int row);

    /** Returns whether a member learns from a row. */
    boolean learns(int row, int member);

    /** Returns whether two rows share what they are made of, as a row does with itself. */
    boolean same(int one, int other);

    /** Rows that have nothing to do with each other. */
    final class Apart implements Parts {

        private final int[] part; // of each row

        Apart(int[] part) {
            this.part = part;
        }

        @Override
        public int of(int row) {
            return part[row];
        }

        @Override
        public boolean learns(int row, int member) {
            return part[row] != member;
        }

        @Override
        public boolean same(int one, int other) {
            return one == other;
        }
    }
}
