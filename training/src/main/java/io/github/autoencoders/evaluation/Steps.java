package io.github.autoencoders.evaluation;

/** Counts steps that any threads do, and tells how many are done, one thread at a time. */
final class Steps implements Runnable {

    private final Progress progress;
    private final long all;
    private long done;

    /** Begins, and says so. */
    Steps(Progress progress, long all) {
        this.progress = progress;
        this.all = all;
        progress.at(0, all);
    }

    /** One more is done. */
    @Override
    public synchronized void run() {
        progress.at(++done, all);
    }
}
