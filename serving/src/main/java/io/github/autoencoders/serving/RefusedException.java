package io.github.autoencoders.serving;

import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import java.io.IOException;

/** Why one request is not answered; its neighbours in the batch are. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** How HTTP says it. */
    enum Reason {
        /** The body is not what its content type says. */
        MALFORMED(400, "Bad Request"),
        /** The client accepts only what the task cannot give. */
        NOT_ACCEPTABLE(406, "Not Acceptable"),
        /** The body is of a kind that the task does not take. */
        UNSUPPORTED(415, "Unsupported Media Type"),
        /** The body is well formed, but does not fit the model. */
        UNFIT(422, "Unprocessable Entity"),
        /** The fault is not the client's. */
        FAILED(500, "Internal Server Error");

        private final int code;
        private final String phrase;

        Reason(int code, String phrase) {
            this.code = code;
            this.phrase = phrase;
        }
    }

    private final Reason reason;

    RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static RefusedException malformed(String message) {
        return new RefusedException(Reason.MALFORMED, message);
    }

    static RefusedException malformed(IOException e) {
        return new RefusedException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
    }

    static RefusedException unfit(IllegalArgumentException e) {
        return new RefusedException(Reason.UNFIT, String.valueOf(e.getMessage()), e);
    }

    /** A fault of ours: the log has the cause, for clients it has no meaning. */
    static RefusedException failed(Throwable cause) {
        return new RefusedException(Reason.FAILED, "the server failed; its log says how", cause);
    }

    /** Returns what the client is told. */
    Output output() {
        String text = String.valueOf(getMessage());
        Output output = new Output(reason.code, reason.phrase);
        output.addProperty("Content-Type", AnswerForm.Json.TYPE);
        output.add(BytesSupplier.wrap(new ErrorBody(reason.code, reason.phrase, text).json()));
        return output;
    }
}
