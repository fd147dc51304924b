package io.github.autoencoders.sample;

import java.util.random.RandomGenerator;

/** Takes a share of many values one by one, every choice being as likely: Knuth's algorithm S. */
final class Selection {

    private int left; // values not yet looked at
    private int wanted; // of them

    /**
     * Makes a selection.
     *
     * @param share of the values, from 0 to 1; their number is rounded
     * @param values in all
     */
    Selection(double share, int values) {
        left = values;
        wanted = Math.toIntExact(Math.round(share * values));
    }

    /** Returns whether the next value is taken. */
    boolean takesNext(RandomGenerator random) {
        boolean taken = random.nextFloat() * (double) left < wanted; // always, if all the rest is
        left--;
        wanted -= taken ? 1 : 0;
        return taken;
    }
}
