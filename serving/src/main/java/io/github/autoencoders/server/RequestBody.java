package io.github.autoencoders.server;

import io.github.autoencoders.serving.AwaitedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as DJL Serving does: headers become properties, the query and the parts of a form
 * content, and any other body the content "data". No thread waits for a slow client.
 */
final class RequestBody {

    private static final int MAX_PARTS = 300;
    private static final int PART = 1 << 16; // of what is unpacked at once

    private RequestBody() {}

    /**
     * Returns what a request holds, when it is there.
     *
     * @param room that the bytes take as they come
     * @return fails with an {@link HttpProblem} where it is too large, too slow or malformed, or
     *     there is no room for it
     */
    @SuppressWarnings("removal") // Jetty 12.0, which Spring Boot 3.5 takes, has no other
    static CompletableFuture<AwaitedInput> read(
            Request request, ServerSettings settings, BytesInFlight.Share room) {
        int limit = settings.maxBytes();
        if (request.getLength() > limit) {
            return CompletableFuture.failedFuture(tooLarge(limit));
        }
        return Content.Source.asByteArrayAsync(new Counted(request, room, settings), limit)
                .orTimeout(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(problem(e, settings)))
                .thenCompose(
                        body -> {
                            try {
                                return input(request, unpacked(request, body, settings, room));
                            } catch (HttpProblem e) {
                                return CompletableFuture.failedFuture(e);
                            }
                        });
    }

    // Of a body in gzip no more is unpacked than others may send.
    private static byte[] unpacked(
            Request request, byte[] body, ServerSettings settings, BytesInFlight.Share room)
            throws HttpProblem {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new HttpProblem(
                    415,
                    "UnsupportedMediaTypeException",
                    "content encoding must be gzip, but is " + encoding);
        }
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
                if (unpacked.size() + part.length > settings.maxBytes()) {
                    throw tooLarge(settings.maxBytes());
                }
                if (!room.take(part.length)) {
                    throw noRoom(settings);
                }
                unpacked.writeBytes(part);
            }
        } catch (IOException e) {
            throw HttpProblem.badRequest("body must be in gzip, but is not: " + e.getMessage());
        }
        return unpacked.toByteArray();
    }

    /**
     * A request that is kept only as far as there is room for it. The rest is read all the same, up
     * to the limit: a client that is still sending does not see an answer.
     */
    private static final class Counted extends Request.Wrapper {

        private final BytesInFlight.Share room;
        private final ServerSettings settings;
        private long bytes;
        private boolean dropping;

        Counted(Request request, BytesInFlight.Share room, ServerSettings settings) {
            super(request);
            this.room = room;
            this.settings = settings;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            while (chunk != null && !Content.Chunk.isFailure(chunk)) {
                bytes += chunk.remaining();
                boolean tooLarge = bytes > settings.maxBytes();
                if (!dropping && !tooLarge && room.take(chunk.remaining())) {
                    return chunk;
                }
                chunk.release();
                if (tooLarge && !dropping) {
                    return Content.Chunk.from(tooLarge(settings.maxBytes()));
                }
                dropping = true;
                if (chunk.isLast() || tooLarge) {
                    return Content.Chunk.from(noRoom(settings));
                }
                chunk = super.read();
            }
            return chunk;
        }
    }

    private static HttpProblem noRoom(ServerSettings settings) {
        return HttpProblem.tooMuch(
                "bodies of all requests must have at most %s bytes together, but have more"
                        .formatted(settings.maxTotalBytes()));
    }

    private static HttpProblem tooLarge(int limit) {
        return new HttpProblem(
                413,
                "PayloadTooLargeException",
                "body must have at most " + limit + " bytes, but has more");
    }

    private static HttpProblem problem(Throwable thrown, ServerSettings settings) {
        Throwable cause = thrown.getCause();
        Throwable e = thrown instanceof CompletionException && cause != null ? cause : thrown;
        if (e instanceof TimeoutException) {
            return new HttpProblem(
                    408,
                    "RequestTimeoutException",
                    "body must be there within %s s, but is not"
                            .formatted(settings.timeLimit().toSeconds()));
        }
        if (e instanceof HttpProblem known) {
            return known;
        }
        return HttpProblem.badRequest("body must be readable, but is not: " + e.getMessage());
    }

    private static CompletableFuture<AwaitedInput> input(Request request, byte[] body)
            throws HttpProblem {
        AwaitedInput input = new AwaitedInput();
        for (Fields.Field field : query(request)) {
            for (String value : field.getValues()) {
                input.add(field.getName(), value);
            }
        }
        for (HttpField header : request.getHeaders()) {
            input.addProperty(header.getName(), String.valueOf(header.getValue()));
        }
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            if (body.length > 0) { // else it may stand in the query
                input.add("data", body);
            }
            return CompletableFuture.completedFuture(input);
        }
        return form(type, body)
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

    private static Fields query(Request request) throws HttpProblem {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) { // of which kind differs among Jetty's versions and queries
            throw HttpProblem.badRequest("query must be readable, but is not: " + e.getMessage());
        }
    }

    @SuppressWarnings("removal") // as above
    private static CompletableFuture<MultiPartFormData.Parts> form(String type, byte[] body)
            throws HttpProblem {
        try {
            String boundary = MultiPart.extractBoundary(type);
            if (boundary == null) {
                throw HttpProblem.badRequest("content type must have a boundary, but is " + type);
            }
            MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
            parser.setMaxParts(MAX_PARTS);
            parser.setMaxLength(body.length);
            parser.setMaxMemoryFileSize(-1); // never a file
            return parser.parse(Content.Source.from(ByteBuffer.wrap(body)))
                    .exceptionallyCompose(e -> CompletableFuture.failedFuture(unreadable(e)));
        } catch (RuntimeException e) { // a boundary that breaks the rule for its letters or quotes
            throw unreadable(e);
        }
    }

    private static HttpProblem unreadable(Throwable e) {
        return HttpProblem.badRequest("form must be readable, but is not: " + e.getMessage());
    }

    private static byte[] bytes(MultiPart.Part part) {
        try {
            return BufferUtil.toArray(Content.Source.asByteBuffer(part.getContentSource()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
