package io.github.autoencoders.dataset;

import java.io.IOException;

/** What is wrong with a text, and where, but without the name of its file. */
final class TextFormatException extends IOException {

    private static final long serialVersionUID = 1;

    TextFormatException(String message) {
        super(message);
    }

    TextFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
