package io.nextcart.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.nextcart.functions.api.Cors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request from its first byte to the last of its answer. */
final class Call {
    /** The longest body that is taken. */
    static final int MAX_BODY_BYTES = 1 << 20;

    /** So much of a body that is too long is still read, so that the client reads our answer and no broken pipe. */
    private static final long MAX_DRAIN_BYTES = 16L << 20;

    private static final long TIMEOUT_MS = 29_000; // API Gateway's own
    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "date");
    private static final System.Logger LOGGER = System.getLogger(Call.class.getName());

    private final HttpExchange exchange;
    private final String requestId = UUID.randomUUID().toString();

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** Answers, whatever was sent. An {@link IOException} means that the client is gone. */
    void answer(Routes routes, ApiKey apiKey, Cors cors) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        cors.headers().forEach(exchange.getResponseHeaders()::set);
        String ofPages = cors.equals(Cors.NONE) ? "" : routes.pageMethods(path);
        if (exchange.getRequestMethod().equals("OPTIONS") && !ofPages.isEmpty()) {
            cors.preflight(ofPages).forEach(exchange.getResponseHeaders()::set);
            send(new HttpAnswer(204, Map.of(), new byte[0]));
            return;
        }
        Optional<HttpAnswer> refusal = apiKey.refuse(
                exchange.getRequestMethod(), path, exchange.getRequestHeaders().getFirst(ApiKey.HEADER));
        byte[] body = body();
        if (body == null) {
            drain();
            exchange.getResponseHeaders().set("Connection", "close");
            send(refusal.orElseGet(() -> HttpAnswer.problem(
                    413, "Content Too Large", "the body is larger than " + MAX_BODY_BYTES + " bytes")));
        } else if (refusal.isPresent()) {
            send(refusal.get());
        } else {
            // HEAD is GET without the body: the contract and the handlers need not know of it.
            String method = isHead() ? "GET" : exchange.getRequestMethod();
            Optional<RequestStreamHandler> handler = routes.handler(method, path);
            send(handler.isPresent() ? invoke(method, path, body, handler.get()) : routes.refusal(path));
        }
    }

    private HttpAnswer invoke(String method, String path, byte[] body, RequestStreamHandler handler) {
        Map<String, List<String>> query;
        try {
            query = QueryString.decode(exchange.getRequestURI().getRawQuery());
        } catch (IllegalArgumentException e) {
            return HttpAnswer.problem(
                    400, "Bad Request", "the query holds a % that is not followed by two hexadecimal digits");
        }
        Map<String, List<String>> headers = new TreeMap<>(exchange.getRequestHeaders());
        String client = exchange.getRemoteAddress().getAddress().getHostAddress();
        ProxyEvent event = new ProxyEvent(method, path, query, headers, body, requestId, client);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
            LocalContext context = new LocalContext(requestId, System.currentTimeMillis() + TIMEOUT_MS);
            handler.handleRequest(new ByteArrayInputStream(event.toJson()), out, context);
            return HttpAnswer.ofProxy(out.toByteArray());
        } catch (FunctionTimeoutException e) {
            LOGGER.log(System.Logger.Level.ERROR, "request " + requestId + ": " + e.getMessage());
            return HttpAnswer.problem(504, "Gateway Timeout", "the function is too slow; request " + requestId);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "request " + requestId + " was not answered by its function", e);
            return HttpAnswer.problem(502, "Bad Gateway", "the function failed; request " + requestId);
        }
    }

    /** The body, or null when it is too long. */
    private byte @Nullable [] body() throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && (length.length() > 18 || Long.parseLong(length) > MAX_BODY_BYTES)) {
            return null;
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        return bytes.length > MAX_BODY_BYTES ? null : bytes;
    }

    private void drain() throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] buffer = new byte[1 << 16];
        long left = MAX_DRAIN_BYTES;
        for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
            left -= n;
        }
    }

    private void send(HttpAnswer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        try {
            answer.headers().forEach((name, values) -> {
                if (!FRAMING.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    headers.put(name, List.copyOf(values));
                }
            });
        } catch (IllegalArgumentException e) {
            LOGGER.log(System.Logger.Level.ERROR, "request " + requestId + ": a header breaks the line", e);
            headers.clear();
        }
        byte[] body = answer.body();
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (isHead() && !bodiless) {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        if (isHead() || bodiless || body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }
}
