package io.github.autoencoders.server;

/**
 * How many bytes the bodies of all requests have together, at most, from when they come in until
 * they are answered, and no worker holds them any more; or those of all answers, until their
 * clients took them.
 */
final class BytesInFlight {

    private final long size;
    private long taken;

    BytesInFlight(long size) {
        this.size = size;
    }

    synchronized long taken() {
        return taken;
    }

    private synchronized boolean take(long bytes) {
        if (bytes > 0 && taken > 0 && bytes > size - taken) { // what comes alone has room
            return false;
        }
        taken += bytes;
        return true;
    }

    private synchronized void giveBack(long bytes) {
        taken -= bytes;
    }

    /** Returns the share of a new request, which its reader holds. */
    Share share() {
        return new Share();
    }

    /** What one request takes, until nobody holds it any more. */
    final class Share {

        private long bytes;
        private int holders = 1;

        private Share() {}

        /** Takes more; false if there is no room for it, or nobody waits for it any more. */
        synchronized boolean take(long more) {
            if (holders == 0 || !BytesInFlight.this.take(more)) {
                return false;
            }
            bytes += more;
            return true;
        }

        /** Keeps the share for one more holder. */
        synchronized void hold() {
            if (holders == 0) {
                throw new IllegalStateException("a share must not be held after it was given back");
            }
            holders++;
        }

        /** Ends what one holder does with it; with the last, all is given back. */
        synchronized void release() {
            holders--;
            if (holders == 0) {
                giveBack(bytes);
                bytes = 0;
            }
        }
    }
}
