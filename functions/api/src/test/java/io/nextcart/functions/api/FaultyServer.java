package io.nextcart.functions.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on 127.0.0.1 that misbehaves on demand. */
public final class FaultyServer implements AutoCloseable {
    /** How it misbehaves. */
    public enum Fault {
        /** Responds properly. */
        NONE,
        /** Refuses connections. Cannot be repaired. */
        REFUSES,
        /** Takes every request and responds to none. */
        HANGS,
        /** Responds a byte at a time, without an end. */
        TRICKLES,
        /** Responds to every request with status 500. */
        FAILS
    }

    private static final long TRICKLE_MS = 20;
    private static final int NEVER_REACHED = 1 << 30;

    private final HttpServer server;
    private final HttpHandler whenWell;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-server");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Fault fault = Fault.NONE;

    /** @param whenWell handles requests while there is no fault */
    public FaultyServer(HttpHandler whenWell) throws IOException {
        this.whenWell = whenWell;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** A server with a fault; without it, everything is a 404. */
    public static FaultyServer with(Fault fault) throws IOException {
        FaultyServer server = new FaultyServer(exchange -> exchange.sendResponseHeaders(404, -1));
        server.fault(fault);
        return server;
    }

    /** Supports S3's {@code GetObject}: the files of a folder, under {@code /bucket/}. */
    public static FaultyServer s3(Path folder) throws IOException {
        return s3(folder, () -> {});
    }

    /**
     * Like {@link #s3(Path)}.
     *
     * @param before runs before every response, for example to wait
     */
    public static FaultyServer s3(Path folder, Runnable before) throws IOException {
        return new FaultyServer(exchange -> {
            before.run();
            String[] bucketAndKey =
                    exchange.getRequestURI().getPath().substring(1).split("/", 2);
            Path file = folder.resolve(bucketAndKey[1]);
            if (!Files.isRegularFile(file)) {
                byte[] missing = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(404, missing.length);
                exchange.getResponseBody().write(missing);
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(bytes) + "\"");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /** Sets the fault from now on, and ends requests left hanging. */
    public void fault(Fault now) {
        fault = now;
        if (now == Fault.REFUSES) {
            server.stop(0);
        }
    }

    /** The address, even when nobody listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        fault = Fault.REFUSES;
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Fault mine = fault;
        try (exchange;
                InputStream request = exchange.getRequestBody()) {
            request.readAllBytes();
            switch (mine) {
                case NONE -> whenWell.handle(exchange);
                case FAILS, REFUSES -> exchange.sendResponseHeaders(500, -1);
                case HANGS -> {
                    while (fault == mine) {
                        pause();
                    }
                }
                case TRICKLES -> {
                    exchange.sendResponseHeaders(200, NEVER_REACHED);
                    OutputStream body = exchange.getResponseBody();
                    while (fault == mine) {
                        body.write(' ');
                        body.flush();
                        pause();
                    }
                }
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(TRICKLE_MS);
        } catch (InterruptedException e) {
            throw new IOException("stopped", e);
        }
    }
}
