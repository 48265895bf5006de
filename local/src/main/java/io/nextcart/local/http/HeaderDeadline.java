package io.nextcart.local.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that do not send the next request's headers as a whole in time, however steadily they send bytes of
 * them: a limit of idle time alone starts again with each byte.
 */
final class HeaderDeadline implements Connection.Listener, Runnable {
    private static final int LOOKS = 10;

    private final long limitNanos;
    private final Scheduler scheduler;
    /** Connections without a request, by the time when they were opened or the last answer ended. */
    private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

    /** @param limit for the headers of one request; a connection is closed at most a tenth later */
    HeaderDeadline(Duration limit, Scheduler scheduler) {
        this.limitNanos = limit.toNanos();
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) { // carries another one
            waiting.put(connection, System.nanoTime());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    /** The headers of a request are there. */
    void began(Connection connection) {
        waiting.remove(connection);
    }

    /** A request is about to end. */
    void ends(Connection connection) {
        waiting.put(connection, System.nanoTime());
        if (!connection.getEndPoint().isOpen()) {
            waiting.remove(connection);
        }
    }

    /** Looks for connections that are late, now and from time to time. */
    @Override
    public void run() {
        long now = System.nanoTime();
        waiting.forEach((connection, since) -> {
            if (now - since > limitNanos) {
                waiting.remove(connection);
                connection.getEndPoint().close();
            }
        });
        Scheduler.Task unused = scheduler.schedule(this, limitNanos / LOOKS, TimeUnit.NANOSECONDS);
    }
}
