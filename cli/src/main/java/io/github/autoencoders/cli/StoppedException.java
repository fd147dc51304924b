package io.github.autoencoders.cli;

import java.util.concurrent.CancellationException;

/** Thrown by a command that was asked to stop; the message is one line that says what is there. */
final class StoppedException extends CancellationException {

    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
