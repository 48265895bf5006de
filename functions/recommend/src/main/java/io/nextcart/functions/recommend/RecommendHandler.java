package io.nextcart.functions.recommend;

import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;

/** The Lambda of the recommending calls in {@code functions/openapi.yaml}. Thread-safe. */
public final class RecommendHandler extends ApiHandler {
    public RecommendHandler(RecommendService service) {
        this(service, RequestLog.NONE, Cors.NONE, ApiKeys.NONE);
    }

    /** With the users' own ids. */
    RecommendHandler(RecommendService service, RequestLog log, Cors cors, ApiKeys keys) {
        this(service, log, cors, keys, Pseudonyms.NONE);
    }

    /**
     * @param log called after each request
     * @param cors origins whose pages may read the responses
     * @param keys accepted; a request through a gateway needs one
     * @param pseudonyms that take the place of the ids of users
     */
    public RecommendHandler(RecommendService service, RequestLog log, Cors cors, ApiKeys keys, Pseudonyms pseudonyms) {
        super(router(service), settling(service, log), cors, keys, pseudonyms);
    }

    /**
     * Lambda may freeze the process once an answer is handed over, so this waits before. The wait is part of the
     * latency.
     */
    private static RequestLog settling(RecommendService service, RequestLog log) {
        return (requestId, route, status, latencyNanos, measures) -> {
            long began = System.nanoTime();
            service.settle(latencyNanos);
            log.answered(requestId, route, status, latencyNanos + System.nanoTime() - began, measures);
        };
    }

    private static Router router(RecommendService service) {
        RecommendCalls calls = new RecommendCalls(service);
        CompatibleCalls compatible = new CompatibleCalls(service);
        return new Router()
                .onPage("GET", "/v1/recommendations/{user_id}", calls::forUser)
                .onPage("POST", "/v1/recommendations", calls::forJson)
                .onPage("GET", "/v1/items/{item_id}/similar", calls::similar)
                .onPage("GET", "/v1/popular", calls::popular)
                .on("POST", "/v1/preview", calls::preview)
                .on("GET", "/v1/catalogue", calls::catalogue)
                .on("GET", "/v1/model", calls::model)
                .onOpen("GET", "/v1/health", calls::health)
                .on("POST", "/recommendations", compatible::blended)
                .on("POST", "/recommendations_offline", compatible::blended)
                .on("POST", "/recommendations_online", compatible::online)
                .on("POST", "/similar_items", compatible::similar);
    }
}
