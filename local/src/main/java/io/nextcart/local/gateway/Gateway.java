package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.ListenAddress;
import io.nextcart.local.http.LoopbackServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An HTTP server that passes requests to Lambda handlers as API Gateway does. */
public final class Gateway implements Closeable {
    static final int MAX_BODY_BYTES = ApiRequest.MAX_BODY_BYTES;

    private static final long TIMEOUT_MS = 29_000; // API Gateway's limit
    private static final Duration IDLE = Duration.ofMillis(TIMEOUT_MS).plusSeconds(10);
    private static final System.Logger LOGGER = System.getLogger(Gateway.class.getName());

    private final Routes routes;
    private final ApiKey apiKey;
    private final Cors cors;
    private final boolean everywhere;
    private final LoopbackServer server;

    private Gateway(ListenAddress address, Routes routes, ApiKey apiKey, Cors cors) throws IOException {
        this.routes = requireNonNull(routes, "routes is null");
        this.apiKey = requireNonNull(apiKey, "apiKey is null");
        this.cors = requireNonNull(cors, "cors is null");
        this.everywhere = address.everywhere();
        this.server = LoopbackServer.start("gateway", address, MAX_BODY_BYTES, IDLE, this::answer);
    }

    /**
     * Starts to serve.
     *
     * @param cors origins whose pages may call and read
     * @throws java.net.BindException when the port is in use
     */
    public static Gateway start(ListenAddress address, Routes routes, ApiKey apiKey, Cors cors) throws IOException {
        return new Gateway(address, routes, apiKey, cors);
    }

    /** The same with HTTP on a port of 127.0.0.1. */
    public static Gateway start(int port, Routes routes, ApiKey apiKey, Cors cors) throws IOException {
        return start(ListenAddress.loopback(port), routes, apiKey, cors);
    }

    /** The answer to a {@code GET} of this process itself, which needs no connection and no trust in a certificate. */
    public HttpAnswer get(String path) {
        return answer(new HttpRequest("GET", path, null, Collections.emptySortedMap(), new byte[0], "127.0.0.1"));
    }

    public URI url() {
        return server.url();
    }

    /** Stops after answering calls in progress, for 2 seconds at most. */
    @Override
    public void close() {
        server.close();
    }

    private HttpAnswer answer(HttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        cors.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        HttpAnswer answer;
        String ofPages = cors.equals(Cors.NONE) ? "" : routes.pageMethods(request.path());
        if (request.method().equals("OPTIONS") && !ofPages.isEmpty()) {
            cors.preflight(ofPages).forEach((name, value) -> headers.put(name, List.of(value)));
            answer = new HttpAnswer(204, Map.of(), new byte[0]);
        } else {
            // A public page has no key to send.
            answer = (apiKey.isNone() ? Storefront.answer(request) : Optional.<HttpAnswer>empty())
                    .orElseGet(() -> dispatch(request));
        }
        headers.putAll(answer.headers());
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    private HttpAnswer dispatch(HttpRequest request) {
        // HEAD is GET without the body, so contract and handlers need not know it.
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        String path = request.path();
        Optional<HttpAnswer> refusal = apiKey.isNone()
                ? PageOrigin.refuse(request, cors, everywhere)
                : apiKey.refuse(routes.scope(method, path), request.joined(ApiKey.HEADER));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        byte[] body = request.body();
        if (body == null) {
            return HttpAnswer.problem(413, "Content Too Large", ApiRequest.TOO_LARGE);
        }
        return routes.handler(method, path)
                .map(handler -> invoke(handler, method, request, body))
                .orElseGet(() -> routes.refusal(path));
    }

    private HttpAnswer invoke(RequestStreamHandler handler, String method, HttpRequest request, byte[] body) {
        Map<String, List<String>> query;
        try {
            query = query(request.query());
        } catch (IllegalArgumentException e) {
            return HttpAnswer.problem(
                    400, "Bad Request", "the query holds a % that is not followed by two hexadecimal digits");
        }
        Context context = LocalContext.within(TIMEOUT_MS);
        String id = context.getAwsRequestId();
        byte[] event = ProxyIntegration.event(request, method, query, body, id);
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            handler.handleRequest(new ByteArrayInputStream(event), out, context);
            return ProxyIntegration.answer(out.toByteArray());
        } catch (FunctionTimeoutException e) {
            LOGGER.log(System.Logger.Level.ERROR, "request " + id + ": " + e.getMessage());
            return HttpAnswer.problem(504, "Gateway Timeout", "the function is too slow; request " + id);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "request " + id + " was not answered by its function", e);
            return HttpAnswer.problem(502, "Bad Gateway", "the function failed; request " + id);
        }
    }

    /** Every value of every parameter, percent-decoded as UTF-8, in the order sent. */
    private static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            if (!part.isEmpty()) {
                String[] sides = part.split("=", 2);
                parameters
                        .computeIfAbsent(URLDecoder.decode(sides[0], StandardCharsets.UTF_8), name -> new ArrayList<>())
                        .add(sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
