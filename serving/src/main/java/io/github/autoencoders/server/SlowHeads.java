package io.github.autoencoders.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections that bring no whole head of a request. Jetty's own limit is of the time from
 * one byte to the next: who sends one now and then would keep a connection for ever.
 */
final class SlowHeads extends Handler.Wrapper {

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final ServerConnector connector;
    private final Set<EndPoint> answering = ConcurrentHashMap.newKeySet();

    SlowHeads(Handler handler, ServerConnector connector) {
        super(handler);
        this.connector = connector;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        answering.add(client);
        Request.addCompletionListener(request, failure -> answering.remove(client));
        return super.handle(request, response, callback);
    }

    /** Looks again and again, as long as the connector runs: a head has this long, at least. */
    void watch(Duration limit) {
        long nanos = Math.max(LEAST.toNanos(), limit.toNanos());
        schedule(Map.of(), nanos);
    }

    private void schedule(Map<EndPoint, Long> before, long nanos) {
        connector
                .getScheduler()
                .schedule(() -> schedule(closeSlow(before), nanos), nanos, TimeUnit.NANOSECONDS);
    }

    // Returns the connections that wait for a head, by the heads that they brought.
    private Map<EndPoint, Long> closeSlow(Map<EndPoint, Long> before) {
        Map<EndPoint, Long> waiting = new HashMap<>();
        for (EndPoint client : connector.getConnectedEndPoints()) {
            Connection connection = client.getConnection();
            if (connection == null || answering.contains(client)) {
                continue;
            }
            Long heads = connection.getMessagesIn();
            if (heads.equals(before.get(client))) {
                client.close();
            } else {
                waiting.put(client, heads);
            }
        }
        return waiting;
    }
}
