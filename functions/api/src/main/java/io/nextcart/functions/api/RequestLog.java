package io.nextcart.functions.api;

import java.util.List;

/** Is told of every request when it has been answered. Implementations are thread-safe and throw nothing. */
@FunctionalInterface
public interface RequestLog {
    /** Tells nobody. */
    RequestLog NONE = (requestId, route, status, latencyNanos, measures) -> {};

    /**
     * A request was answered.
     *
     * @param requestId names it
     * @param route the call that answered, such as {@code GET /v1/items/{item_id}/similar}; {@link Router#NO_ROUTE} when
     *     none did
     * @param status HTTP status of the answer
     * @param measures what the answer tells of itself
     */
    void answered(String requestId, String route, int status, long latencyNanos, List<Measure> measures);
}
