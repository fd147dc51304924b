package io.github.autoencoders.evaluation;

/** Is told how far some measuring is, which may take minutes. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (done, all) -> {};

    /**
     * Called by any thread, but by one at a time.
     *
     * @param done steps or samples, from 0
     * @param all of them
     */
    void at(long done, long all);
}
