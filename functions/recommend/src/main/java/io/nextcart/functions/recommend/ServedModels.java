package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Recommender;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.Current;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model in service and follows {@code models/current.json}. The first model is loaded by the constructor; later
 * ones in the background, at most once an interval, so that no question waits for them. A version that cannot be opened is
 * refused with a line in the log, and what served before serves on; it is tried again at the next look. When nothing serves
 * yet, the version before the refused one is taken. Thread-safe.
 */
public final class ServedModels implements AutoCloseable {
    /** How often the store is asked whether another version serves. */
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

    private final BundleLoader loader;
    private final Clock clock;
    private final long intervalMs;
    private final AtomicLong nextCheckMs;
    private final ExecutorService background;
    private volatile @Nullable ServedModel served;
    private volatile boolean refusing;
    /** The tag of the {@code models/current.json} that {@link #served} obeys; guarded by this. */
    private @Nullable String tag;

    /** Looks at {@code models/current.json} every {@link #CHECK_INTERVAL}. */
    public ServedModels(BundleLoader loader, Clock clock) {
        this(loader, clock, CHECK_INTERVAL);
    }

    public ServedModels(BundleLoader loader, Clock clock, Duration checkInterval) {
        this.loader = requireNonNull(loader, "loader is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.intervalMs = checkInterval.toMillis();
        this.nextCheckMs = new AtomicLong(clock.millis() + intervalMs);
        this.background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "models");
            thread.setDaemon(true);
            return thread;
        });
        refresh();
    }

    /** The model to answer with; empty before the first publication. Never waits. */
    Optional<ServedModel> current() {
        long now = clock.millis();
        long due = nextCheckMs.get();
        if (now >= due && nextCheckMs.compareAndSet(due, now + intervalMs)) {
            try {
                background.execute(this::refresh);
            } catch (RejectedExecutionException e) {
                // Closed: what serves serves on.
            }
        }
        return Optional.ofNullable(served);
    }

    /** Looks now, and returns when the version that should serve does, or has been refused. Never throws. */
    public synchronized void refresh() {
        try {
            // The tag before the document: when they change between the two, the next look loads once more.
            String found = loader.currentTag().orElse(null);
            if (found == null || found.equals(tag)) {
                return;
            }
            Optional<Current> current = loader.current();
            if (current.isPresent() && follow(current.get())) {
                tag = found;
            }
        } catch (IOException | RuntimeException e) {
            log(System.Logger.Level.WARNING, "cannot look which model serves", e);
        }
    }

    /** Whether the version that should serve could not be opened at the last look. */
    boolean isRefusing() {
        return refusing;
    }

    /** Stops looking. Questions may still be asked. */
    @Override
    public void close() {
        background.shutdownNow();
    }

    private boolean follow(Current current) {
        ServedModel before = served;
        ServedModel champion = before != null && before.version().equals(current.champion())
                ? new ServedModel(before.recommender(), before.manifest(), current.previous(), current.publishedAtMs())
                : open(current.champion(), current.previous(), current.publishedAtMs());
        refusing = champion == null;
        String previous = current.previous();
        if (champion != null) {
            served = champion;
        } else if (before == null && previous != null) {
            served = open(previous, null, current.publishedAtMs());
        }
        return champion != null;
    }

    private @Nullable ServedModel open(String version, @Nullable String previous, long publishedAtMs) {
        try {
            Bundle bundle = loader.load(version);
            ServedModel model = new ServedModel(new Recommender(bundle), bundle.manifest(), previous, publishedAtMs);
            log(System.Logger.Level.INFO, "model " + version + " serves", null);
            return model;
        } catch (IOException | RuntimeException | LinkageError e) {
            ServedModel before = served;
            String serving = before == null ? "none" : before.version();
            log(System.Logger.Level.ERROR, "model " + version + " is refused; in service: " + serving, e);
            return null;
        }
    }

    private static void log(System.Logger.Level level, String message, @Nullable Throwable cause) {
        System.getLogger(ServedModels.class.getName()).log(level, message, cause);
    }
}
