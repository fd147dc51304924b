package io.github.autoencoders.serving;

import ai.djl.modality.Input;

/** A request whose client may stop to wait for it: long work asks between its steps. */
public final class AwaitedInput extends Input {

    private volatile boolean abandoned;

    /** Says that nobody waits for the answer any more. */
    public void abandon() {
        abandoned = true;
    }

    /** Returns whether nobody waits for the answer of a request any more. */
    static boolean isAbandoned(Input request) {
        return request instanceof AwaitedInput awaited && awaited.abandoned;
    }
}
