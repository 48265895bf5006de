package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nextcart.functions.api.Cors;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on 127.0.0.1 that hands requests to Lambda handlers as API Gateway does. A client that is slow to send its
 * request holds one of {@value #THREADS} threads, for 10 seconds at most.
 */
public final class Gateway implements Closeable {
    private static final int THREADS = 128;
    private static final int BACKLOG = 1024;
    private static final long STOP_WAIT_MS = 2_000;

    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Routes routes;
    private final ApiKey apiKey;
    private final Cors cors;

    private Gateway(HttpServer server, Routes routes, ApiKey apiKey, Cors cors) {
        this.server = server;
        this.routes = routes;
        this.apiKey = apiKey;
        this.cors = cors;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "gateway-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to serve, and no page may ask. */
    public static Gateway start(int port, Routes routes, ApiKey apiKey) throws IOException {
        return start(port, routes, apiKey, Cors.NONE);
    }

    /**
     * Starts to serve.
     *
     * @param port 0 takes any that is free
     * @param cors whose pages may ask and read
     * @throws java.net.BindException when the port is taken
     */
    public static Gateway start(int port, Routes routes, ApiKey apiKey, Cors cors) throws IOException {
        requireNonNull(routes, "routes is null");
        requireNonNull(apiKey, "apiKey is null");
        requireNonNull(cors, "cors is null");
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        ServerSettings.apply();
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
        Gateway gateway = new Gateway(server, routes, apiKey, cors);
        server.setExecutor(gateway.threads);
        server.createContext("/", gateway::serve);
        server.start();
        return gateway;
    }

    /** Where it serves. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops: calls in progress are answered, for 2 seconds at most. */
    @Override
    public void close() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_WAIT_MS);
        try {
            while (inFlight.get() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdown(); // no interrupt: that would close files under whoever still writes
    }

    private void serve(HttpExchange exchange) throws IOException {
        inFlight.incrementAndGet();
        try (exchange) {
            new Call(exchange).answer(routes, apiKey, cors);
        } finally {
            inFlight.decrementAndGet();
        }
    }
}
