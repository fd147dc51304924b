package io.github.autoencoders.server;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a server sends for bytes that no well-behaved client would send. */
record RawAnswer(int status, String head, String body) {

    /** Sends a head, which gets its length, and a body. */
    static RawAnswer of(AutoencoderServer server, String head, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String lines =
                "%s\r\nConnection: close\r\nContent-Length: %s\r\n\r\n"
                        .formatted(head, body.length);
        bytes.writeBytes(lines.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.toByteArray());
            return of(socket.getInputStream().readAllBytes());
        }
    }

    /** Sends a request in JSON. */
    static RawAnswer ofJson(AutoencoderServer server, String path, String body) throws IOException {
        String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json";
        return of(server, head.formatted(path), body.getBytes(StandardCharsets.UTF_8));
    }

    private static RawAnswer of(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        String head = all.substring(0, end).toLowerCase(Locale.ROOT);
        return new RawAnswer(Integer.parseInt(all.split(" ", 3)[1]), head, all.substring(end + 4));
    }

    /** Returns the message of an error, in either form. */
    String message() {
        JsonObject error = JsonUtils.GSON.fromJson(body, JsonObject.class);
        return error.get(error.has("error") ? "error" : "message").getAsString();
    }
}
