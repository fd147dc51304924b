package io.github.autoencoders.server;

import ai.djl.modality.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as DJL Serving does: headers become properties, the query and the parts of a form
 * content, and any other body the content "data". No thread waits for a slow client.
 */
final class RequestBody {

    private static final int MAX_PARTS = 300;

    private RequestBody() {}

    /**
     * Returns what a request holds, when it is there.
     *
     * @param room that the bytes take as they come
     * @return fails with an {@link HttpProblem} where it is too large, too slow or malformed, or
     *     there is no room for it
     */
    static CompletableFuture<Input> read(
            Request request, ServerSettings settings, BodyBudget.Share room) {
        int limit = settings.maxBytes();
        if (request.getLength() > limit) {
            return CompletableFuture.failedFuture(tooLarge(limit));
        }
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(
                new Counted(request, room, limit), limit, Promise.Invocable.toPromise(bytes));
        return bytes.orTimeout(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(problem(e, settings)))
                .thenCompose(body -> input(request, body, limit));
    }

    /**
     * A request that is kept only as far as there is room for it. The rest is read all the same, up
     * to the limit: a client that is still sending does not see an answer.
     */
    private static final class Counted extends Request.Wrapper {

        private final BodyBudget.Share room;
        private final int limit;
        private long bytes;
        private boolean dropping;

        Counted(Request request, BodyBudget.Share room, int limit) {
            super(request);
            this.room = room;
            this.limit = limit;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            while (chunk != null && !Content.Chunk.isFailure(chunk)) {
                bytes += chunk.remaining();
                if (!dropping && room.take(chunk.remaining())) {
                    return chunk;
                }
                dropping = true;
                chunk.release();
                if (chunk.isLast() || bytes > limit) {
                    return Content.Chunk.from(new NoRoomException());
                }
                chunk = super.read();
            }
            return chunk;
        }
    }

    private static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static HttpProblem tooLarge(int limit) {
        return new HttpProblem(
                413,
                "PayloadTooLargeException",
                "body must have at most " + limit + " bytes, but has more");
    }

    private static HttpProblem problem(Throwable e, ServerSettings settings) {
        if (e instanceof TimeoutException) {
            return new HttpProblem(
                    408,
                    "RequestTimeoutException",
                    "body must be there within %d s, but is not"
                            .formatted(settings.timeLimit().toSeconds()));
        }
        if (e instanceof NoRoomException) {
            return HttpProblem.tooMuch(
                    "bodies of all requests must have at most %d bytes together, but have more"
                            .formatted(settings.maxTotalBytes()));
        }
        if (e instanceof IllegalStateException) { // how Jetty says it
            return tooLarge(settings.maxBytes());
        }
        return HttpProblem.badRequest("body must be readable, but is not: " + e.getMessage());
    }

    private static CompletableFuture<Input> input(Request request, byte[] body, int limit) {
        Input input = new Input();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                for (String value : field.getValues()) {
                    input.add(field.getName(), value);
                }
            }
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    HttpProblem.badRequest(
                            "query must be readable, but is not: " + e.getMessage()));
        }
        for (HttpField header : request.getHeaders()) {
            input.addProperty(header.getName(), String.valueOf(header.getValue()));
        }
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            input.add("data", body);
            return CompletableFuture.completedFuture(input);
        }
        return form(type, body, limit)
                .thenApply(
                        parts -> {
                            try (parts) {
                                for (MultiPart.Part part : parts) {
                                    input.add(part.getName(), bytes(part));
                                }
                            }
                            return input;
                        });
    }

    private static CompletableFuture<MultiPartFormData.Parts> form(
            String type, byte[] body, int limit) {
        String boundary = MultiPart.extractBoundary(type);
        if (boundary == null) {
            return CompletableFuture.failedFuture(
                    HttpProblem.badRequest("content type must have a boundary, but is " + type));
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MAX_PARTS);
        parser.setMaxLength(limit);
        parser.setMaxMemoryFileSize(-1); // never a file
        CompletableFuture<MultiPartFormData.Parts> parts = new CompletableFuture<>();
        parser.parse(
                Content.Source.from(ByteBuffer.wrap(body)), Promise.Invocable.toPromise(parts));
        return parts.exceptionallyCompose(
                e ->
                        CompletableFuture.failedFuture(
                                HttpProblem.badRequest(
                                        "form must be readable, but is not: " + e.getMessage())));
    }

    private static byte[] bytes(MultiPart.Part part) {
        try {
            return BufferUtil.toArray(Content.Source.asByteBuffer(part.getContentSource()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
