package io.github.autoencoders.server;

import io.github.autoencoders.serving.ErrorBody;

/** Why a request gets an error in the place of an answer. */
final class HttpProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String type;
    private final String allowed;

    HttpProblem(int code, String type, String message) {
        this(code, type, message, "");
    }

    private HttpProblem(int code, String type, String message, String allowed) {
        super(message, null, false, false); // says all that there is to say
        this.code = code;
        this.type = type;
        this.allowed = allowed;
    }

    static HttpProblem badRequest(String message) {
        return new HttpProblem(400, "BadRequestException", message);
    }

    static HttpProblem notFound() {
        return new HttpProblem(
                404,
                "ResourceNotFoundException",
                "address must be one of those in /openapi.json, but is none");
    }

    /**
     * A method that the address does not know.
     *
     * @param allowed those that it does, with commas between them
     */
    static HttpProblem methodNotAllowed(String method, String allowed) {
        return new HttpProblem(
                405,
                "MethodNotAllowedException",
                "method must be one of %s, but is %s".formatted(allowed, method),
                allowed);
    }

    /** Nobody can be served now; a while later, perhaps. */
    static HttpProblem tooMuch(String message) {
        return new HttpProblem(503, "WlmCapacityException", message + "; try again in 1 s");
    }

    int code() {
        return code;
    }

    /** Returns the methods that the address knows, or an empty text where that is not the point. */
    String allowed() {
        return allowed;
    }

    ErrorBody body() {
        return new ErrorBody(code, type, String.valueOf(getMessage()));
    }
}
