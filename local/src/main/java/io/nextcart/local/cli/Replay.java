package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.log.Counted;
import io.nextcart.functions.store.EventStore;
import io.nextcart.local.client.ShopClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends events and item changes to a running server in batches, at a given rate; resends a batch that may not have been
 * stored.
 */
final class Replay {
    private static final double BATCHES_PER_SECOND = 10;
    private static final int ATTEMPTS = 8;
    /** Limit for the item changes of one request; each character takes at most three bytes. */
    private static final int MOST_CHARS = 300_000;

    private static final String ITEM = "item";
    private static final long FIRST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 5_000;

    private final URI server;
    private final ShopClient client;
    private final double rate;
    private final int batchSize;
    private final List<Event> events = new ArrayList<>();
    private final List<ShopClient.ItemChange> items = new ArrayList<>();
    private final Tally ofEvents = new Tally("event");
    private final Tally ofItems = new Tally(ITEM);
    private final long startNs = System.nanoTime();
    private long itemChars;

    /**
     * @param server without a path, such as {@code http://127.0.0.1:8080}
     * @param rate events or items per second, may be infinite
     */
    Replay(URI server, @Nullable String apiKey, double rate) {
        this.server = server;
        this.client = new ShopClient(server, apiKey);
        this.rate = rate;
        this.batchSize = (int) Math.max(1, Math.min(EventStore.MAX_BATCH, rate / BATCHES_PER_SECOND));
    }

    /**
     * Checks that a server answers.
     *
     * @throws IOException that says what to do
     */
    void requireServer() throws IOException {
        try {
            client.health();
        } catch (ShopClient.UnreachableException e) {
            throw new IOException(
                    "no server answers at " + server
                            + "; start one with nextcart serve --store DIR, or name it with --url",
                    e);
        }
    }

    void add(Event event) throws IOException, InterruptedException {
        events.add(event);
        if (events.size() == batchSize) {
            flush();
        }
    }

    void add(ShopClient.ItemChange item) throws IOException, InterruptedException {
        // A request body is at most 1 MiB.
        if (itemChars + item.json().length() > MOST_CHARS) {
            flush();
        }
        items.add(item);
        itemChars += item.json().length();
        if (items.size() == batchSize) {
            flush();
        }
    }

    /** Sends the batch, but not before its time. */
    void flush() throws IOException, InterruptedException {
        if (!events.isEmpty()) {
            pause();
            ofEvents.add(events.size(), send(events));
            events.clear();
        }
        if (!items.isEmpty()) {
            pause();
            ofItems.add(items.size(), retry(() -> client.sendItems(items)));
            items.clear();
            itemChars = 0;
        }
    }

    private void pause() throws InterruptedException {
        long dueNs = (long) ((ofEvents.sent + ofItems.sent) / rate * 1e9);
        TimeUnit.NANOSECONDS.sleep(dueNs - (System.nanoTime() - startNs));
    }

    /**
     * Sends one batch.
     *
     * @param batch 1 to 500
     * @throws IOException when it may not have been stored after several attempts
     */
    ShopClient.Receipt send(List<Event> batch) throws IOException, InterruptedException {
        return retry(() -> client.send(batch));
    }

    private interface Call {
        ShopClient.Receipt send() throws IOException;
    }

    private ShopClient.Receipt retry(Call call) throws IOException, InterruptedException {
        long waitMs = FIRST_WAIT_MS;
        for (int attempt = 1; ; attempt++) {
            IOException failure;
            try {
                return call.send();
            } catch (ShopClient.StatusException e) {
                if (e.status() == 401 || e.status() == 403) {
                    throw new BadInputException(
                            server + " refuses the API key (" + e.status() + "), expected its key in --api-key", e);
                }
                if (e.status() != 503 && e.status() != 429) {
                    throw e;
                }
                failure = e;
            } catch (ShopClient.UnreachableException e) {
                failure = e;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(failure.getMessage() + ", " + ATTEMPTS + " times in a row", failure);
            }
            Thread.sleep(waitMs);
            waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
        }
    }

    List<String> summary() {
        List<String> lines = new ArrayList<>();
        ofItems.addTo(lines, startNs);
        if (lines.isEmpty() || ofEvents.sent > 0) {
            ofEvents.addTo(lines, startNs);
        }
        return lines;
    }

    /** Counts of what the server did with the rows. */
    private static final class Tally {
        private final String thing;
        private long sent;
        private long accepted;
        private long duplicates;
        private long rejected;
        private @Nullable String firstRejection;

        Tally(String thing) {
            this.thing = thing;
        }

        void add(int size, ShopClient.Receipt receipt) {
            sent += size;
            accepted += receipt.accepted();
            duplicates += receipt.duplicates();
            rejected += receipt.rejected().size();
            if (firstRejection == null && !receipt.rejected().isEmpty()) {
                firstRejection = receipt.rejected().get(0);
            }
        }

        void addTo(List<String> lines, long startNs) {
            if (sent == 0 && thing.equals(ITEM)) {
                return;
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "Sent %s in %.1f s: %,d accepted, %s%,d rejected",
                    Counted.of(sent, thing),
                    (System.nanoTime() - startNs) / 1e9,
                    accepted,
                    thing.equals(ITEM) ? "" : Counted.of(duplicates, "duplicate") + ", ",
                    rejected));
            if (firstRejection != null) {
                lines.add("The first that was rejected: " + firstRejection);
            }
        }
    }
}
