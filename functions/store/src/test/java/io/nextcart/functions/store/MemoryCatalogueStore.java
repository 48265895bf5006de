package io.nextcart.functions.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A catalogue in a map, for tests. Can be made to fail or to hang, and records its queries. */
public final class MemoryCatalogueStore implements CatalogueStore {
    private final Map<ItemId, CatalogueItem> items = new TreeMap<>();
    private final List<Long> asked = new ArrayList<>();
    private @Nullable IOException failure;
    private CountDownLatch gate = new CountDownLatch(0);

    /** Makes every call throw this exception; null ends that. */
    public synchronized void failWith(@Nullable IOException exception) {
        failure = exception;
    }

    /** Makes {@link #changedSince} wait for the gate. */
    public synchronized void holdReadsBy(CountDownLatch newGate) {
        gate = newGate;
    }

    /** The arguments of all calls of {@link #changedSince}. */
    public synchronized List<Long> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized void putAll(List<CatalogueItem> changes) throws IOException {
        fail();
        if (changes.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(changes.size() + " items, expected at most " + MAX_ITEMS);
        }
        changes.forEach(this::merge);
    }

    private void merge(CatalogueItem item) {
        items.merge(item.itemId(), item, (before, change) -> {
            CatalogueItem now = change.over(before);
            return now.saysWhat(before) ? before : now;
        });
    }

    @Override
    public synchronized Optional<CatalogueItem> get(ItemId item) throws IOException {
        fail();
        return Optional.ofNullable(items.get(item));
    }

    @Override
    public List<CatalogueItem> changedSince(long sinceMs) throws IOException {
        if (sinceMs < 0) {
            throw new IllegalArgumentException("since is " + sinceMs + ", expected milliseconds since 1970");
        }
        CountDownLatch held;
        synchronized (this) {
            asked.add(sinceMs);
            held = gate;
        }
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        synchronized (this) {
            fail();
            return items.values().stream()
                    .filter(item -> item.updatedAtMs() >= sinceMs)
                    .sorted(Comparator.comparingLong(CatalogueItem::updatedAtMs).thenComparing(CatalogueItem::itemId))
                    .toList();
        }
    }

    private void fail() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
