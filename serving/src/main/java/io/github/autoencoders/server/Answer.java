package io.github.autoencoders.server;

import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.JsonUtils;
import io.github.autoencoders.serving.ErrorBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** What is sent to a client. */
final class Answer {

    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};
    private static final int SHORT = 1 << 12; // bytes that a connection takes at once
    private static final int LEAST_RATE = 1 << 16; // bytes that a client takes in a second
    private static final int LEAST_SECONDS = 30;

    private final int code;
    private final String type;
    private final byte[] body;
    private final String allowed;

    private Answer(int code, String type, byte[] body, String allowed) {
        this.code = code;
        this.type = type;
        this.body = body;
        this.allowed = allowed;
    }

    static Answer of(String type, byte[] body) {
        return new Answer(200, type, body, "");
    }

    static Answer json(Object value) {
        return of(JSON, JsonUtils.GSON.toJson(value).getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(HttpProblem problem) {
        byte[] body = problem.body().json().getBytes(StandardCharsets.UTF_8);
        return new Answer(problem.code(), JSON, body, problem.allowed());
    }

    /** Returns the answer of a model. */
    static Answer of(Output output) {
        BytesSupplier data = output.getData();
        byte[] body = data == null ? NOTHING : data.getAsBytes();
        return new Answer(output.getCode(), output.getProperty("Content-Type", JSON), body, "");
    }

    /** Returns the same; an error as KServe's protocol says it: an object with the key error. */
    Answer inKServesForm() {
        if (code < 400) {
            return this;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String message = JsonUtils.GSON.fromJson(text, ErrorBody.class).message();
        byte[] error =
                JsonUtils.GSON.toJson(Map.of("error", message)).getBytes(StandardCharsets.UTF_8);
        return new Answer(code, JSON, error, allowed);
    }

    int code() {
        return code;
    }

    /** Returns how many bytes wait where the client does not take them; none of a short answer. */
    int waiting() {
        return body.length <= SHORT ? 0 : body.length;
    }

    void send(Response response, Callback callback) {
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (!allowed.isEmpty()) {
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
        }
        if (code == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        if (code == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (code == 408 || code == 413 || !response.getRequest().consumeAvailable()) {
            // The body is still coming: Jetty will close, and the client must not ask again here.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(body), limited(response.getRequest(), callback));
    }

    // Jetty's own limit is of the time from one byte to the next: who takes one now and then would
    // keep an answer, and the connection, for ever.
    private Callback limited(Request request, Callback callback) {
        if (waiting() == 0) {
            return callback;
        }
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        long limit = LEAST_SECONDS + (long) body.length / LEAST_RATE;
        Scheduler.Task closing =
                request.getComponents()
                        .getScheduler()
                        .schedule(
                                () ->
                                        client.close(
                                                new TimeoutException(
                                                        "answer must be taken within %s s, but is not"
                                                                .formatted(limit))),
                                limit,
                                TimeUnit.SECONDS);
        return Callback.from(callback, closing::cancel);
    }
}
