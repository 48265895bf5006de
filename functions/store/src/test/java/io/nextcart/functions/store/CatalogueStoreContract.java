package io.nextcart.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.ItemId;
import io.nextcart.data.Money;
import io.nextcart.data.log.CatalogueItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every {@link CatalogueStore}. */
public abstract class CatalogueStoreContract {
    /** Shortly before midnight, UTC. The store's clock, if any, shows {@link #NOW_MS}. */
    protected static final long T0 = Instant.parse("2026-03-04T23:59:50Z").toEpochMilli();

    /** Two days after {@link #T0}. */
    protected static final long NOW_MS = T0 + Duration.ofDays(2).toMillis();

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** An empty store; the same instance throughout a test. */
    protected abstract CatalogueStore store() throws Exception;

    protected static CatalogueItem item(String id, long updatedAtMs) {
        return new CatalogueItem(new ItemId(id), true, null, null, null, null, updatedAtMs);
    }

    private static CatalogueItem hidden(String id, long updatedAtMs) {
        return new CatalogueItem(new ItemId(id), false, null, null, null, null, updatedAtMs);
    }

    @Test
    void everyPartSurvives() throws Exception {
        CatalogueItem full = new CatalogueItem(
                new ItemId("ü/☃ 😀"), false, "1016", 12.1, "A \"title\"\n", "https://shop.example/a?b=ü", T0);
        store().put(full);
        assertThat(store().get(full.itemId())).contains(full);
        assertThat(store().changedSince(T0)).containsExactly(full);
    }

    @Test
    void extremePricesSurvive() throws Exception {
        double[] prices = {0.0, Double.MIN_VALUE, 0.1, 1e14 + 0.5, Money.MOST};
        for (int i = 0; i < prices.length; i++) {
            CatalogueItem priced = new CatalogueItem(new ItemId("i" + i), null, null, prices[i], null, null, T0);
            store().put(priced);
            assertThat(store().get(priced.itemId())).contains(priced);
        }
    }

    @Test
    void itemOfWhichNothingWasSaidIsNotThere() throws Exception {
        assertThat(store().get(new ItemId("nothing"))).isEmpty();
        assertThat(store().changedSince(0)).isEmpty();
    }

    @Test
    void partsNotGivenAreKept() throws Exception {
        ItemId id = new ItemId("a");
        store().put(new CatalogueItem(id, true, "7", 5.0, "title", "image", T0));
        store().put(new CatalogueItem(id, false, null, null, null, null, T0 + 1));
        store().put(new CatalogueItem(id, null, null, 4.5, null, "other", T0 + 2));
        assertThat(store().get(id)).contains(new CatalogueItem(id, false, "7", 4.5, "title", "other", T0 + 2));
    }

    @Test
    void whatIsUnsetStaysUnsetUntilItIsSaidAgain() throws Exception {
        ItemId id = new ItemId("a");
        Set<CatalogueItem.Part> all = Set.of(CatalogueItem.Part.values());
        store().put(new CatalogueItem(id, true, "7|8", 5.0, "title", "image", T0));
        store().put(new CatalogueItem(id, null, null, null, null, null, all, T0 + 1));
        assertThat(store().get(id)).contains(new CatalogueItem(id, null, null, null, null, null, all, T0 + 1));
        store().put(new CatalogueItem(id, false, null, 4.5, null, null, T0 + 2));
        CatalogueItem now = new CatalogueItem(
                id,
                false,
                null,
                4.5,
                null,
                null,
                Set.of(CatalogueItem.Part.CATEGORY, CatalogueItem.Part.TITLE, CatalogueItem.Part.IMAGE_URL),
                T0 + 2);
        assertThat(store().get(id)).contains(now);
        assertThat(store().changedSince(T0)).containsExactly(now);
    }

    @Test
    void manyArePutAtOnceAndOfTheSameItemTheLaterChangeWins() throws Exception {
        putAtOnce(30);
    }

    @Test
    protected void asManyArePutAtOnceAsMayBeAndNotOneMore() throws Exception {
        List<CatalogueItem> changes = putAtOnce(CatalogueStore.MAX_ITEMS);
        changes.add(item("one too many", T0));
        assertThatThrownBy(() -> store().putAll(changes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store().get(new ItemId("one too many"))).isEmpty();
    }

    private List<CatalogueItem> putAtOnce(int count) throws Exception {
        store().put(new CatalogueItem(new ItemId("i3"), true, "7", null, null, null, T0));
        List<CatalogueItem> changes = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            changes.add(new CatalogueItem(new ItemId("i" + i), null, null, (double) i, null, null, T0 + 1));
        }
        changes.add(new CatalogueItem(new ItemId("i3"), false, null, 0.5, null, null, T0 + 1));
        store().putAll(changes);
        assertThat(store().get(new ItemId("i3")))
                .contains(new CatalogueItem(new ItemId("i3"), false, "7", 0.5, null, null, T0 + 1));
        assertThat(store().changedSince(T0 + 1)).hasSize(count - 1);
        return changes;
    }

    @Test
    void aDeletedItemIsFoundAsSuchUntilItIsSaidAgain() throws Exception {
        ItemId id = new ItemId("a");
        store().put(new CatalogueItem(id, true, "7", 5.0, "title", "image", T0));
        CatalogueItem deleted = CatalogueItem.deleted(id, T0 + 1);
        store().put(deleted);
        store().put(deleted);
        assertThat(store().get(id)).contains(deleted);
        assertThat(store().changedSince(T0)).containsExactly(deleted);
        store().put(new CatalogueItem(id, null, null, 4.0, null, null, T0));
        assertThat(store().get(id))
                .contains(new CatalogueItem(
                        id,
                        null,
                        null,
                        4.0,
                        null,
                        null,
                        EnumSet.complementOf(EnumSet.of(CatalogueItem.Part.PRICE)),
                        T0 + 1));
    }

    @Test
    void whatChangesNothingKeepsTheTime() throws Exception {
        ItemId id = new ItemId("a");
        Set<CatalogueItem.Part> price = Set.of(CatalogueItem.Part.PRICE);
        CatalogueItem kept = new CatalogueItem(id, true, "7|8", null, "t", null, price, T0);
        store().put(kept);
        for (CatalogueItem again : List.of(
                new CatalogueItem(id, true, "7|8", null, "t", null, price, T0 + DAY_MS),
                new CatalogueItem(id, null, "7|8", null, null, null, T0 + DAY_MS),
                new CatalogueItem(id, null, null, null, null, null, price, T0 + DAY_MS),
                new CatalogueItem(id, true, null, null, null, null, T0 - 1),
                new CatalogueItem(id, null, null, null, null, null, T0 + DAY_MS))) {
            store().put(again);
            assertThat(store().get(id)).contains(kept);
            assertThat(store().changedSince(0)).containsExactly(kept);
        }
        store().put(new CatalogueItem(id, true, "7|8", null, "t", "new", price, T0 + 5));
        assertThat(store().get(id)).contains(new CatalogueItem(id, true, "7|8", null, "t", "new", price, T0 + 5));
        store().put(CatalogueItem.deleted(id, T0 + 6));
        store().put(CatalogueItem.deleted(id, T0 + 7));
        assertThat(store().get(id)).contains(CatalogueItem.deleted(id, T0 + 6));
        store().put(new CatalogueItem(id, null, null, null, null, null, price, T0 + 8));
        assertThat(store().get(id).orElseThrow().deleted())
                .as("said again, if only that it has no price")
                .isFalse();
        CatalogueItem nothing = new CatalogueItem(new ItemId("b"), null, null, null, null, null, T0);
        store().put(nothing);
        assertThat(store().get(nothing.itemId())).contains(nothing);
    }

    @Test
    void toPutTwiceIsToPutOnce() throws Exception {
        store().put(item("a", T0));
        store().put(item("a", T0));
        assertThat(store().changedSince(0)).containsExactly(item("a", T0));
    }

    @Test
    void aChangeToldLateIsAppliedAndTheTimeStays() throws Exception {
        store().put(item("a", T0 + 10));
        store().put(hidden("a", T0));
        assertThat(store().get(new ItemId("a"))).contains(hidden("a", T0 + 10));
        assertThat(store().changedSince(T0 + 10)).containsExactly(hidden("a", T0 + 10));
    }

    @Test
    void changesAtOrAfterATimeAreFoundInOrder() throws Exception {
        for (String id : List.of("d", "b", "c", "a")) {
            store().put(item(id, T0 + (id.equals("d") ? 0 : id.charAt(0) / 'c')));
        }
        assertThat(store().changedSince(T0))
                .containsExactly(item("a", T0), item("b", T0), item("d", T0), item("c", T0 + 1));
        assertThat(store().changedSince(T0 + 1)).containsExactly(item("c", T0 + 1));
        assertThat(store().changedSince(T0 + 2)).isEmpty();
    }

    @Test
    void changesOfSeveralDaysAreFound() throws Exception {
        List<CatalogueItem> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // 10 s before a midnight, 10 s after it, and so on.
            items.add(item("i" + i, T0 + i / 2 * DAY_MS + i % 2 * 20_000L));
        }
        for (CatalogueItem item : items) {
            store().put(item);
        }
        for (int i = 0; i < items.size(); i++) {
            assertThat(store().changedSince(items.get(i).updatedAtMs())).isEqualTo(items.subList(i, items.size()));
        }
        assertThat(store().changedSince(0)).isEqualTo(items);
        assertThat(store().changedSince(NOW_MS - 40 * DAY_MS)).isEqualTo(items);
    }

    @Test
    void anItemChangedAgainIsFoundOnceAsItIsNow() throws Exception {
        store().put(item("a", T0));
        store().put(hidden("a", T0 + 20_000L));
        assertThat(store().changedSince(T0)).containsExactly(hidden("a", T0 + 20_000L));
        assertThat(store().changedSince(T0 + DAY_MS)).isEmpty();
    }

    @Test
    void manyChangesAreAllFound() throws Exception {
        List<CatalogueItem> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ItemId id = new ItemId("i" + i);
            items.add(new CatalogueItem(id, null, null, null, "t".repeat(20_000), null, T0 - 5_000 + i * 200L));
        }
        List<CatalogueItem> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(7));
        for (CatalogueItem item : shuffled) {
            store().put(item);
        }
        assertThat(store().changedSince(T0 - 5_000)).isEqualTo(items);
    }

    @Test
    void ofManyThreadsWhoChangeOneItemNoPartIsLost() throws Exception {
        CatalogueStore store = store();
        ItemId id = new ItemId("a");
        List<CatalogueItem> changes = List.of(
                new CatalogueItem(id, false, null, null, null, null, T0 + 3),
                new CatalogueItem(id, null, "7", null, null, null, T0 + 1),
                new CatalogueItem(id, null, null, 5.0, null, null, T0 + 2),
                new CatalogueItem(id, null, null, null, "title", null, T0));
        ExecutorService pool = Executors.newFixedThreadPool(changes.size());
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (CatalogueItem change : changes) {
                work.add(() -> {
                    store.put(change);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.get(id)).contains(new CatalogueItem(id, false, "7", 5.0, "title", null, T0 + 3));
    }

    @Test
    void aTimeBefore1970IsRefused() throws Exception {
        CatalogueStore store = store();
        assertThatThrownBy(() -> store.changedSince(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
