package io.github.autoencoders.server;

import io.github.autoencoders.serving.ErrorBody;

/** Why a request gets an error in the place of an answer. */
final class HttpProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String type;

    HttpProblem(int code, String type, String message) {
        super(message, null, false, false); // says all that there is to say
        this.code = code;
        this.type = type;
    }

    static HttpProblem notFound() {
        return new HttpProblem(
                404,
                "ResourceNotFoundException",
                "address must be one of those in /openapi.json, but is none");
    }

    static HttpProblem methodNotAllowed(String method) {
        return new HttpProblem(
                405,
                "MethodNotAllowedException",
                "method must be one of those in /openapi.json, but is " + method);
    }

    int code() {
        return code;
    }

    ErrorBody body() {
        return new ErrorBody(code, type, String.valueOf(getMessage()));
    }
}
