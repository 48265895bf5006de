package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Pseudonyms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a proxy event, routes the request and encodes the response. Every problem becomes a problem document; an
 * unexpected exception is logged with the request's id and becomes a 500 that shows only that id. Thread-safe.
 */
public class ApiHandler implements RequestStreamHandler {
    private final Router router;
    private final RequestLog log;
    private final Cors cors;
    private final ApiKeys keys;
    private final Pseudonyms pseudonyms;

    public ApiHandler(Router router) {
        this(router, RequestLog.NONE, Cors.NONE, ApiKeys.NONE);
    }

    /** With the users' own ids. */
    public ApiHandler(Router router, RequestLog log, Cors cors, ApiKeys keys) {
        this(router, log, cors, keys, Pseudonyms.NONE);
    }

    /**
     * @param log called after each request
     * @param cors which pages may read the responses
     * @param keys accepted; a request through a gateway needs one
     * @param pseudonyms that take the place of the ids of users, from here on
     */
    public ApiHandler(Router router, RequestLog log, Cors cors, ApiKeys keys, Pseudonyms pseudonyms) {
        this.router = requireNonNull(router, "router is null");
        this.log = requireNonNull(log, "log is null");
        this.cors = requireNonNull(cors, "cors is null");
        this.keys = requireNonNull(keys, "keys is null");
        this.pseudonyms = requireNonNull(pseudonyms, "pseudonyms is null");
    }

    /** The routes, such as {@code GET /v1/popular}: each a method and a {@link PathTemplate}. */
    public final List<String> routes() {
        return router.routes();
    }

    /** The scope that a key needs for each route. */
    public final Map<String, Scope> scopes() {
        return router.scopes();
    }

    /**
     * @param context may be null outside of Lambda
     */
    @Override
    public final void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        long began = System.nanoTime();
        String lambdaId = context == null ? null : context.getAwsRequestId();
        String fallbackId = lambdaId == null ? UUID.randomUUID().toString() : lambdaId;
        ProxyEvent event = new ProxyEvent();
        String route = Router.NO_ROUTE;
        ApiResponse response;
        try {
            ApiRequest request = event.read(in, fallbackId, pseudonyms);
            if (event.isFromGateway()) {
                keys.check(request, router, event.keyId());
            }
            Router.Route found = router.find(request);
            route = found.name();
            response = found.answer(request);
        } catch (ProblemException e) {
            response = e.toResponse();
        } catch (IOException | RuntimeException e) {
            String requestId = event.requestId(fallbackId);
            System.getLogger(ApiHandler.class.getName())
                    .log(System.Logger.Level.ERROR, "request " + requestId + " failed", e);
            response = ProblemException.internal(requestId).toResponse();
        }
        response.with(cors.headers()).writeTo(out, event.requestId(fallbackId), event.takesGzip());
        long tookNanos = System.nanoTime() - began;
        log.answered(event.requestId(fallbackId), route, response.status(), tookNanos, response.measures());
    }
}
