package io.github.autoencoders.serving;

import ai.djl.util.JsonUtils;

/**
 * What the body of an error says, in DJL Serving's keys.
 *
 * @param code of HTTP
 * @param type of the error, in words
 * @param message that says what must be, and what is
 */
public record ErrorBody(int code, String type, String message) {

    /** Returns the text in JSON. */
    public String json() {
        return JsonUtils.GSON.toJson(this);
    }
}
