package io.nextcart.functions.api;

import java.util.List;

/** Called after each request. Implementations are thread-safe and throw nothing. */
@FunctionalInterface
public interface RequestLog {
    /** Logs nothing. */
    RequestLog NONE = (requestId, route, status, latencyNanos, measures) -> {};

    /**
     * A request was answered.
     *
     * @param route the call that answered, such as {@code GET /v1/items/{item_id}/similar}; {@link Router#NO_ROUTE} when
     *     none did
     * @param status HTTP status of the response
     * @param measures what the response reports of itself
     */
    void answered(String requestId, String route, int status, long latencyNanos, List<Measure> measures);

    /** Something was measured that no request asked for. */
    default void measured(List<Measure> measures) {}
}
