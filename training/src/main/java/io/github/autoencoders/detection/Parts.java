package io.github.autoencoders.detection;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.Samples;
import java.util.HashMap;
import java.util.Map;

/** Which rows are held out from which member, and which are no neighbours of each other. */
interface Parts {

    /** Returns the member that a row is held out from. */
    int of(int row);

    /** Returns whether a member learns from a row. */
    boolean learns(int row, int member);

    /** Returns whether two rows share what they are made of, as a row does with itself. */
    boolean same(int one, int other);

    /**
     * Rows that have nothing to do with each other, but for windows of one file: those overlap, and
     * one is no judge of another.
     */
    final class Apart implements Parts {

        private static final int LEAST = 10; // things to part, where files are fewer

        private final int[] part; // of each row
        private final int[] thing; // that a row is of

        private Apart(int[] part, int[] thing) {
            this.part = part;
            this.thing = thing;
        }

        /**
         * Returns what each sample is of, a number: samples of one file are of the same, but no
         * more than a tenth of all; others each of a thing of its own.
         */
        static int[] things(Samples samples) {
            int most = Math.max(1, samples.size() / LEAST);
            int file = samples.keyColumns().indexOf(DataSource.FILE);
            boolean files = Detection.areFiles(samples);
            int[] things = new int[samples.size()];
            int count = 1; // of the samples of the last thing
            for (int i = 1; i < things.length; i++) {
                boolean same =
                        files
                                && count < most
                                && samples.key(i).get(file).equals(samples.key(i - 1).get(file));
                things[i] = things[i - 1] + (same ? 0 : 1);
                count = same ? count + 1 : 1;
            }
            return things;
        }

        /**
         * Returns rows whose things are dealt to members in turn.
         *
         * @param samples which the rows are
         * @param order in which the rows come
         * @param things that all samples are of
         */
        static Apart of(int[] samples, int[] order, int[] things, int members) {
            int[] part = new int[order.length];
            int[] thing = new int[order.length];
            Map<Integer, Integer> parts = new HashMap<>();
            for (int row : order) {
                thing[row] = things[samples[row]];
                part[row] = parts.computeIfAbsent(thing[row], each -> parts.size() % members);
            }
            return new Apart(part, thing);
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
            return thing[one] == thing[other];
        }
    }
}
