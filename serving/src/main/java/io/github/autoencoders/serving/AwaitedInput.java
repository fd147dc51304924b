package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import java.util.concurrent.CancellationException;

/** A request whose client may stop to wait for it: long work asks between its steps. */
public final class AwaitedInput extends Input {

    private volatile boolean abandoned;

    /** Says that nobody waits for the answer any more. */
    public void abandon() {
        abandoned = true;
    }

    /**
     * Checks that somebody waits for the answer of a request.
     *
     * @throws CancellationException if nobody does any more
     */
    static void requireAwaited(Input request) {
        if (request instanceof AwaitedInput awaited && awaited.abandoned) {
            throw new CancellationException("nobody waits for the answer any more");
        }
    }
}
