package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.store.EventStore;
import java.time.Clock;

/** Takes, shows and forgets the events of shoppers. Thread-safe. */
public final class EventsService {
    private final EventStore store;
    private final Clock clock;

    public EventsService(EventStore store, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
    }
}
