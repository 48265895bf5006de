package io.nextcart.functions.recommend;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Gives prepared answers one after another, as S3 or a network in between would, and records the requests. */
final class CannedS3 implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Over plain HTTP. */
    CannedS3() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Over TLS with only these ciphers. */
    static CannedS3 secure(SSLContext context, String... ciphers) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters mine = context.getDefaultSSLParameters();
                mine.setCipherSuites(ciphers);
                parameters.setSSLParameters(mine);
            }
        });
        return new CannedS3(server);
    }

    private CannedS3(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                String cipher = exchange instanceof HttpsExchange tls
                        ? tls.getSSLSession().getCipherSuite()
                        : "none";
                asked.add(new Asked(exchange.getRequestURI(), exchange.getRequestHeaders(), cipher));
                Answer answer = answers.poll();
                (answer == null ? of(418, Map.of(), "") : answer).give(exchange);
            }
        });
        server.start();
    }

    record Asked(URI uri, Headers headers, String cipher) {}

    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    static Answer of(int status, Map<String, String> headers, String body) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Answer error(int status, String code, String message) {
        return of(
                status,
                Map.of("x-amz-request-id", "R1"),
                "<?xml version=\"1.0\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>R1</RequestId></Error>");
    }

    static Answer object(String body) {
        return of(200, Map.of("ETag", "\"e-1\""), body);
    }

    /** Half an object, then the connection ends. */
    static Answer brokenOff() {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"e-1\"");
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[5]);
            exchange.getResponseBody().flush();
        };
    }

    /** The connection ends before an answer. */
    static Answer hungUp() {
        return HttpExchange::close;
    }

    /** Says nothing until the server closes. */
    Answer silence() {
        return exchange -> {
            try {
                if (!closed.await(1, TimeUnit.MINUTES)) {
                    throw new IOException("nobody closed the server");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Adds answers for the next requests; a request beyond them gets a 418. */
    CannedS3 next(Answer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    String endpoint() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
