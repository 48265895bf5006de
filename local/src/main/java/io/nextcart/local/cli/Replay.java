package io.nextcart.local.cli;

import io.nextcart.data.Event;
import io.nextcart.functions.store.EventStore;
import io.nextcart.local.client.ShopClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gathers events into batches, sends them at a rate, and adds up what became of them. */
final class Replay {
    private static final double BATCHES_PER_SECOND = 10;

    private final EventSender sender;
    private final double rate;
    private final long limit;
    private final int batchSize;
    private final List<Event> batch = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private long taken;
    private long sent;
    private long accepted;
    private long duplicates;
    private long rejected;
    private @Nullable String firstRejection;

    /**
     * @param rate events per second, may be infinite
     * @param limit most events taken
     */
    Replay(EventSender sender, double rate, long limit) {
        this.sender = sender;
        this.rate = rate;
        this.limit = limit;
        this.batchSize = (int) Math.max(1, Math.min(EventStore.MAX_BATCH, rate / BATCHES_PER_SECOND));
    }

    /** Takes an event; returns false when no more than this is wanted. */
    boolean add(Event event) throws IOException, InterruptedException {
        if (taken == limit) {
            return false;
        }
        taken++;
        batch.add(event);
        if (batch.size() == batchSize) {
            flush();
        }
        return true;
    }

    /** Sends what is gathered, not before its time. */
    void flush() throws IOException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        long dueNs = (long) (sent / rate * 1e9);
        long waitNs = dueNs - (System.nanoTime() - startNs);
        if (waitNs > 0) {
            TimeUnit.NANOSECONDS.sleep(waitNs);
        }
        ShopClient.Receipt receipt = sender.send(batch);
        sent += batch.size();
        accepted += receipt.accepted();
        duplicates += receipt.duplicates();
        rejected += receipt.rejected().size();
        if (firstRejection == null && !receipt.rejected().isEmpty()) {
            firstRejection = receipt.rejected().get(0);
        }
        batch.clear();
    }

    long sent() {
        return sent;
    }

    long accepted() {
        return accepted;
    }

    long duplicates() {
        return duplicates;
    }

    long rejected() {
        return rejected;
    }

    @Nullable
    String firstRejection() {
        return firstRejection;
    }

    double seconds() {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
