package io.github.autoencoders.program;

import ai.djl.ndarray.NDList;

/**
 * Where an update by Adam (<a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, 2015</a>)
 * begins. The epsilon is added to the root of the uncorrected second moment, as the last lines of
 * the paper's section 2 have it.
 *
 * @param firsts the running means of the gradients, of each array that learns, which the update
 *     changes in place
 * @param seconds those of their squares, likewise
 * @param t the number of this update, from 1
 * @param rate the paper's alpha
 * @param epsilon beside the root
 */
public record AdamState(NDList firsts, NDList seconds, int t, double rate, double epsilon) {

    void requireOf(int arrays) {
        requireAll(arrays, "firsts", firsts);
        requireAll(arrays, "seconds", seconds);
    }

    static void requireAll(int count, String name, NDList list) {
        if (list.size() != count) {
            throw new IllegalArgumentException(
                    "%s must be %s, but are %s".formatted(name, count, list.size()));
        }
    }
}
