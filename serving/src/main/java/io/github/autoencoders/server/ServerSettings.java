package io.github.autoencoders.server;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.RecordCopy;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.util.HostPort;

/**
 * How a server answers.
 *
 * <pre>{@code
 * ServerSettings settings = ServerSettings.LOCAL.withPort(8081).withToken("secret");
 * }</pre>
 *
 * @param host the address that it listens at
 * @param port from 0, for any that is free
 * @param token that clients must send, or empty for none
 * @param origin whose pages may ask the server from a browser, as {@code https://example.org} or
 *     {@code *}, or empty for the server's own alone
 * @param maxBytes of a request's body
 * @param maxTotalBytes of the bodies of all requests that come in or wait, and likewise of all
 *     answers that their clients have not taken
 * @param timeLimit for reading a request's body, and again for its answer
 * @param queueSize requests of one model that wait, at most
 * @param workers threads that answer requests, of all models together; they call the engine
 * @param batchSize requests that one thread answers at once, at most
 * @param batchDelay how long the first request of a batch waits for others
 */
public record ServerSettings(
        String host,
        int port,
        String token,
        String origin,
        int maxBytes,
        long maxTotalBytes,
        Duration timeLimit,
        int queueSize,
        int workers,
        int batchSize,
        Duration batchDelay) {

    /**
     * For one's own computer: port 8080, no token. Of Java's memory an eighth is for bodies, and
     * one for answers: what is made of a body on the way is up to several times as large.
     */
    public static final ServerSettings LOCAL =
            new ServerSettings(
                    "127.0.0.1",
                    8080,
                    "",
                    "",
                    16 << 20,
                    Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 8),
                    Duration.ofSeconds(30),
                    256,
                    2,
                    16,
                    Duration.ZERO);

    public ServerSettings {
        Require.atLeast(0, "port", port);
        Require.atLeast(1, "maxBytes", maxBytes);
        if (maxTotalBytes < maxBytes) {
            throw new IllegalArgumentException(
                    "maxTotalBytes must be at least maxBytes, %s, but is %s"
                            .formatted(maxBytes, maxTotalBytes));
        }
        Require.atLeast(1, "queueSize", queueSize);
        Require.atLeast(1, "workers", workers);
        Require.atLeast(1, "batchSize", batchSize);
        Require.atMost(65535, "port", port);
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("timeLimit must be positive, but is " + timeLimit);
        }
        if (batchDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "batchDelay must not be negative, but is " + batchDelay);
        }
    }

    /**
     * Returns the address that a browser takes, in which one of IPv6 stands in brackets.
     *
     * @param at the port that the server listens at
     */
    public String address(int at) {
        return "http://%s:%s".formatted(HostPort.normalizeHost(host), at);
    }

    /** Returns the settings with another address to listen at. */
    public ServerSettings withHost(String newHost) {
        return RecordCopy.with(this, "host", newHost);
    }

    /** Returns the settings with another port. */
    public ServerSettings withPort(int newPort) {
        return RecordCopy.with(this, "port", newPort);
    }

    /** Returns the settings with another token. */
    public ServerSettings withToken(String newToken) {
        return RecordCopy.with(this, "token", newToken);
    }

    /** Returns the settings with another origin. */
    public ServerSettings withOrigin(String newOrigin) {
        return RecordCopy.with(this, "origin", newOrigin);
    }

    /** Returns the settings with another limit of time. */
    public ServerSettings withTimeLimit(Duration newTimeLimit) {
        return RecordCopy.with(this, "timeLimit", newTimeLimit);
    }

    /** Returns the settings with another number of requests that may wait. */
    public ServerSettings withQueueSize(int newQueueSize) {
        return RecordCopy.with(this, "queueSize", newQueueSize);
    }

    /** Returns the settings with another number of threads. */
    public ServerSettings withWorkers(int newWorkers) {
        return RecordCopy.with(this, "workers", newWorkers);
    }

    /** Returns the settings with another number of requests at once. */
    public ServerSettings withBatchSize(int newBatchSize) {
        return RecordCopy.with(this, "batchSize", newBatchSize);
    }

    /** Returns the settings with another time to wait for a batch. */
    public ServerSettings withBatchDelay(Duration newBatchDelay) {
        return RecordCopy.with(this, "batchDelay", newBatchDelay);
    }

    /** Returns the settings with other bounds of the bodies: of each, and of all together. */
    public ServerSettings withBytes(int each, long together) {
        return RecordCopy.with(this, Map.of("maxBytes", each, "maxTotalBytes", together));
    }
}
