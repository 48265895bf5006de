package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.store.EventStore;
import java.time.Clock;

/** Answers questions with the best level that the present state allows. Thread-safe. */
public final class RecommendService implements AutoCloseable {
    /**
     * @param models taken over: closed with this
     */
    public RecommendService(ServedModels models, EventStore history, Clock clock) {
        requireNonNull(models, "models is null");
        requireNonNull(history, "history is null");
        requireNonNull(clock, "clock is null");
    }

    @Override
    public void close() {}
}
