package io.nextcart.local.http;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1, or HTTPS, on 127.0.0.1 or on every address of the machine, by Jetty. It answers what is not HTTP with a problem
 * document. A body may take {@value #MAX_BODY_SECONDS} seconds to arrive, and occupies no thread until then.
 */
public final class LoopbackServer implements Closeable {
    private static final int THREADS = 136;
    private static final int BACKLOG = 1024;
    private static final int MAX_CONNECTIONS = 1024;
    private static final int MAX_BODY_SECONDS = 30;
    private static final int MAX_HEADER_BYTES = 1 << 15;
    private static final long STOP_WAIT_MS = 2_000;

    /** How much of a too long body is still read after the answer, and the longest pause in it. */
    private static final long MAX_DRAIN_BYTES = 16L << 20;

    private static final long LINGER_MS = 2_000;

    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "date");

    private final Server server;
    private final ServerConnector connector;
    private final String scheme;
    private final HeaderDeadline deadline;
    private final AtomicInteger inFlight = new AtomicInteger();

    private LoopbackServer(Server server, ServerConnector connector, HeaderDeadline deadline, String scheme) {
        this.server = server;
        this.connector = connector;
        this.deadline = deadline;
        this.scheme = scheme;
    }

    @FunctionalInterface
    public interface Responder {
        HttpAnswer answer(HttpRequest request) throws IOException;
    }

    /**
     * Starts to serve on 127.0.0.1.
     *
     * @param name of its threads
     * @param port 0 takes any free one
     * @param maxBodyBytes longest body to read
     * @param idle timeout of idle connections, also while an answer is being made, and of the headers of a request; zero for none
     * @throws BindException when the port is in use
     */
    public static LoopbackServer start(String name, int port, int maxBodyBytes, Duration idle, Responder responder)
            throws IOException {
        return start(name, ListenAddress.loopback(port), maxBodyBytes, idle, responder);
    }

    /** The same elsewhere. */
    public static LoopbackServer start(
            String name, ListenAddress address, int maxBodyBytes, Duration idle, Responder responder)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        threads.setStopTimeout(0); // no interrupt, which would close files under a thread that still writes
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setUriCompliance(UriCompliance.UNSAFE); // paths are matched as sent: %2F is part of an id
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols(address, http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(idle.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        HeaderDeadline deadline = new HeaderDeadline(idle, connector.getScheduler());
        connector.addEventListener(deadline);
        LoopbackServer loopback = new LoopbackServer(server, connector, deadline, address.scheme());
        server.setHandler(loopback.new Requests(maxBodyBytes, requireNonNull(responder, "responder is null")));
        server.setErrorHandler(LoopbackServer::error);
        try {
            server.start();
            if (!idle.isZero()) {
                deadline.run();
            }
            return loopback;
        } catch (Exception e) {
            stop(server);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException bind) {
                    throw bind;
                }
            }
            throw new IOException("the server cannot be started: " + e.getMessage(), e);
        }
    }

    private static ConnectionFactory[] protocols(ListenAddress address, HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (address.tls() == null) {
            return new ConnectionFactory[] {plain};
        }
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(address.tls());
        return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + connector.getLocalPort());
    }

    /** Stops after answering calls in progress, for 2 seconds at most. */
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
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server cannot be stopped", e);
        }
    }

    private final class Requests extends Handler.Abstract {
        private final int maxBodyBytes;
        private final Responder responder;

        private Requests(int maxBodyBytes, Responder responder) {
            this.maxBodyBytes = maxBodyBytes;
            this.responder = responder;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            inFlight.incrementAndGet();
            Connection connection = request.getConnectionMetaData().getConnection();
            deadline.began(connection);
            Callback done =
                    Callback.from(() -> deadline.ends(connection), Callback.from(callback, inFlight::decrementAndGet));
            if (request.getLength() > maxBodyBytes) {
                answer(request, response, null, done);
                return true;
            }
            // No thread waits for a body, however slowly it comes.
            Body body = new Body(request);
            body.run();
            CompletableFuture<byte[]> whole =
                    body.whole.isDone() ? body.whole : body.whole.orTimeout(MAX_BODY_SECONDS, TimeUnit.SECONDS);
            CompletableFuture<byte[]> unused =
                    whole.whenComplete((bytes, fault) -> arrived(request, response, bytes, fault, done));
            return true;
        }

        private void arrived(
                Request request, Response response, byte[] body, @Nullable Throwable fault, Callback done) {
            try {
                if (fault == null) {
                    answer(request, response, body.length > maxBodyBytes ? null : body, done);
                } else {
                    response.getHeaders().put(HttpHeader.CONNECTION, "close");
                    write(unread(fault), response, done);
                }
            } catch (RuntimeException e) {
                done.failed(e); // nobody looks at the future
            }
        }

        /** Reads a body as it comes, up to one byte more than may be. */
        private final class Body implements Runnable {
            private final Request request;
            private final ByteArrayOutputStream read = new ByteArrayOutputStream();
            private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

            Body(Request request) {
                this.request = request;
            }

            @Override
            public void run() {
                while (!whole.isDone()) {
                    Content.Chunk chunk = request.read();
                    if (chunk == null) {
                        request.demand(this);
                        return;
                    }
                    if (Content.Chunk.isFailure(chunk)) {
                        whole.completeExceptionally(chunk.getFailure());
                        return;
                    }
                    byte[] bytes = new byte[Math.min(chunk.remaining(), maxBodyBytes + 1 - read.size())];
                    chunk.get(bytes, 0, bytes.length);
                    read.writeBytes(bytes);
                    boolean isLast = chunk.isLast();
                    chunk.release();
                    if (isLast || read.size() > maxBodyBytes) {
                        whole.complete(read.toByteArray());
                    }
                }
            }
        }

        private static HttpAnswer unread(Throwable fault) {
            return fault instanceof TimeoutException
                    ? HttpAnswer.problem(
                            408,
                            "Request Timeout",
                            "the body did not arrive, expected all of it within " + MAX_BODY_SECONDS + " seconds")
                    : HttpAnswer.problem(
                            400,
                            "Bad Request",
                            "the body cannot be read: it ends before Content-Length, or one of its chunks is bad");
        }

        /** @param body null when it is too long */
        private void answer(Request request, Response response, byte @Nullable [] body, Callback done) {
            HttpAnswer answer;
            try {
                answer = responder.answer(read(request, body));
            } catch (IOException | RuntimeException e) {
                System.getLogger(LoopbackServer.class.getName())
                        .log(System.Logger.Level.ERROR, "a request was not answered", e);
                answer = HttpAnswer.problem(500, "Internal Server Error", "the request failed");
            }
            if (body != null) {
                write(answer, response, done);
                return;
            }
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            write(answer, response, Callback.from(() -> new Drain(request, done).run(), done::failed));
        }
    }

    /** Reads on after the answer, so that the client receives it instead of a broken pipe. */
    private static final class Drain implements Runnable {
        private final Request request;
        private final Callback done;
        private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_BODY_SECONDS);
        private long left = MAX_DRAIN_BYTES;

        Drain(Request request, Callback done) {
            this.request = request;
            this.done = done;
            request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(LINGER_MS);
        }

        @Override
        public void run() {
            boolean ended = false;
            while (!ended) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                left -= chunk.remaining();
                ended = chunk.isLast() || Content.Chunk.isFailure(chunk) || left <= 0 || System.nanoTime() > end;
                chunk.release();
            }
            done.succeeded(); // whatever came, the client has its answer
        }
    }

    private static HttpRequest read(Request request, byte @Nullable [] body) {
        SortedMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName(), name -> new ArrayList<>())
                    .add(requireNonNullElse(field.getValue(), ""));
        }
        String path = request.getHttpURI().getPath();
        return new HttpRequest(
                request.getMethod(),
                path == null ? "" : path,
                request.getHttpURI().getQuery(),
                headers,
                body,
                Request.getRemoteAddr(request));
    }

    private static void write(HttpAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, values) -> {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> response.getHeaders().add(name, value));
            }
        });
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String title = HttpStatus.getMessage(status);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String detail = message == null || message.equals(title) ? detail(status) : message.toString();
        // Jetty closes the connection after what is not HTTP; without this the client would reuse it.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(HttpAnswer.problem(status, title, detail), response, callback);
        return true;
    }

    /** An explanation where Jetty gives only the status. */
    private static String detail(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "the request is not valid HTTP/1.1: its path may hold %00, a % that no two hexadecimal digits follow,"
                        + " or more .. than folders; or a header, such as Content-Length, may be wrong";
            case HttpStatus.URI_TOO_LONG_414 -> "the URL is too long, expected at most " + MAX_HEADER_BYTES + " bytes";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "the headers are too long, expected at most " + MAX_HEADER_BYTES + " bytes with the URL";
            default -> HttpStatus.getMessage(status);
        };
    }
}
