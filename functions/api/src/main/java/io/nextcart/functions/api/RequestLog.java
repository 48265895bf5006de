package io.nextcart.functions.api;

import java.util.List;

/** Called after each request. Implementations are thread-safe and never throw. */
@FunctionalInterface
public interface RequestLog {
    /** Logs nothing. */
    RequestLog NONE = (requestId, route, status, latencyNanos, measures) -> {};

    /**
     * A request was answered.
     *
     * @param route the call, such as {@code GET /v1/items/{item_id}/similar}; {@link Router#NO_ROUTE} when there was
     *     none
     * @param status HTTP status of the response
     * @param measures reported by the response
     */
    void answered(String requestId, String route, int status, long latencyNanos, List<Measure> measures);

    /** Something was measured outside of a request. */
    default void measured(List<Measure> measures) {}
}
