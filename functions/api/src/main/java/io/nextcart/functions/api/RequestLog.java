package io.nextcart.functions.api;

import java.util.List;

/** Is told of every request when it has been answered. Implementations are thread-safe and throw nothing. */
@FunctionalInterface
public interface RequestLog {
    /** Tells nobody. */
    RequestLog NONE = (requestId, status, latencyNanos, measures) -> {};

    /**
     * A request was answered.
     *
     * @param requestId names it
     * @param status HTTP status of the answer
     * @param measures what the answer tells of itself
     */
    void answered(String requestId, int status, long latencyNanos, List<Measure> measures);
}
