package io.nextcart.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of every {@link EventStore}. */
public abstract class EventStoreContract {
    protected static final long T0 = 1_700_000_000_000L;

    /** An empty store; the same instance throughout a test. */
    protected abstract EventStore store() throws Exception;

    protected static Event view(String user, String item, long timestampMs) {
        return Event.of(new UserId(user), EventType.VIEW, new ItemId(item), timestampMs);
    }

    protected static Event named(String eventId, String user, String item, long timestampMs) {
        return new Event(eventId, new UserId(user), EventType.VIEW, new ItemId(item), timestampMs, null, null, null);
    }

    protected static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        IntStream.of(set).forEach(bits::set);
        return bits;
    }

    protected final List<Event> last(String user, int limit) throws Exception {
        return store().last(new UserId(user), limit);
    }

    @Test
    void keptEventsComeBackOldestFirst() throws Exception {
        Event first = view("u", "a", T0);
        Event second = view("u", "b", T0 + 1);
        Event third = view("u", "c", T0 + 2);
        assertThat(store().put(List.of(third, first, second))).isEqualTo(bits(0, 1, 2));
        assertThat(last("u", 10)).containsExactly(first, second, third);
    }

    @Test
    void theNewestAreReadWhenThereAreMore() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(view("u", "i" + i, T0 + i));
        }
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(7));
        store().put(shuffled);
        assertThat(last("u", 3)).isEqualTo(events.subList(97, 100));
        assertThat(last("u", EventStore.MAX_READ)).isEqualTo(events);
    }

    @Test
    void everyFieldSurvives() throws Exception {
        Event full = new Event(
                "e-1",
                new UserId("ü/☃ 😀"),
                EventType.TRANSACTION,
                new ItemId("i:1"),
                T0,
                "order 7",
                -12.75,
                "r.1",
                "home");
        Event bare = new Event(
                null, new UserId("ü/☃ 😀"), EventType.ADD_TO_CART, new ItemId("i:2"), T0 + 1, null, null, null);
        store().put(List.of(full, bare));
        assertThat(last("ü/☃ 😀", 5)).containsExactly(full, bare);
    }

    @Test
    void anExportHoldsEveryFieldOfEveryEventOnceOldestFirstInPages() throws Exception {
        Event full = new Event(
                "e-1", new UserId("u"), EventType.TRANSACTION, new ItemId("i:1"), T0, "order 7", -12.75, "r.1", "home");
        List<Event> events = new ArrayList<>(List.of(full));
        for (int i = 1; i < EventStore.MAX_READ + 3; i++) {
            events.add(view("u", "i" + i, T0 + i / 5)); // several a millisecond
        }
        for (int from = 0; from < events.size(); from += EventStore.MAX_BATCH) {
            store().put(events.subList(from, Math.min(from + EventStore.MAX_BATCH, events.size())));
        }
        store().put(List.of(view("u ", "of another", T0), view("v", "of another", T0)));
        List<Event> exported = new ArrayList<>();
        UserPage page = new UserPage(List.of(), null, "");
        do {
            page = store().export(new UserId("u"), page.next());
            assertThat(page.events()).hasSizeLessThanOrEqualTo(EventStore.MAX_READ);
            assertThat(page.next()).matches(next -> next.isEmpty() || UserPage.isBegin(next));
            assertThat(page.deletedAtMs()).isNull();
            page.events().forEach(line -> {
                assertThat(line.arrivedMs()).isGreaterThan(T0);
                exported.add(line.event());
            });
        } while (!page.next().isEmpty());
        assertThat(exported).isEqualTo(events);
    }

    @Test
    void anExportSaysWhenTheUserWasDeletedAndHoldsWhatArrivedSince() throws Exception {
        assertThat(store().export(new UserId("nobody"), "")).isEqualTo(new UserPage(List.of(), null, ""));
        store().put(List.of(view("u", "a", T0)));
        store().delete(new UserId("u"));
        store().put(List.of(view("u", "b", T0)));
        UserPage page = store().export(new UserId("u"), "");
        assertThat(page.deletedAtMs()).isGreaterThan(T0);
        assertThat(page.events())
                .extracting(line -> line.event().itemId().value())
                .containsExactly("b");
        assertThat(store().export(new UserId("v"), "").deletedAtMs()).isNull();
    }

    @Test
    void duplicateContentIsKeptOnce() throws Exception {
        Event event = view("u", "a", T0);
        assertThat(store().put(List.of(event, view("u", "b", T0), event))).isEqualTo(bits(0, 1));
        assertThat(store().put(List.of(event))).isEqualTo(bits());
        assertThat(last("u", 10)).hasSize(2);
    }

    @Test
    void retryWithAnotherTimeIsTheSameEvent() throws Exception {
        Event event = named("e-1", "u", "a", T0);
        store().put(List.of(event));
        assertThat(store().put(List.of(named("e-1", "u", "a", T0 + 5000), named("e-2", "u", "a", T0 + 5000))))
                .isEqualTo(bits(1));
        assertThat(last("u", 10)).containsExactly(event, named("e-2", "u", "a", T0 + 5000));
    }

    @Test
    void sameIdOfTwoShoppersIsTwoEvents() throws Exception {
        assertThat(store().put(List.of(named("e-1", "u", "a", T0), named("e-1", "v", "a", T0))))
                .isEqualTo(bits(0, 1));
    }

    @Test
    void shoppersWithLikeNamesStayApart() throws Exception {
        List<String> users = List.of("1", "10", "1 ", "2", "!", "1\uFFEE", "\uD83D\uDE00", "a", "aa", "A");
        for (String user : users) {
            store().put(List.of(view(user, "of " + user, T0)));
        }
        for (String user : users) {
            assertThat(last(user, 10)).containsExactly(view(user, "of " + user, T0));
        }
    }

    @Test
    void eventsOfOneMillisecondKeepTheirOrder() throws Exception {
        for (int i = 0; i < 20; i++) {
            store().put(List.of(view("u", "i" + i, T0)));
        }
        List<Event> once = last("u", 20);
        assertThat(once).hasSize(20);
        assertThat(last("u", 20)).isEqualTo(once);
        assertThat(last("u", 7)).isEqualTo(once.subList(13, 20));
    }

    @Test
    void unknownShopperHasNoEvents() throws Exception {
        assertThat(last("nobody", 10)).isEmpty();
        assertThat(store().delete(new UserId("nobody"))).isZero();
    }

    @Test
    void forgottenShopperIsGoneAndMayComeBack() throws Exception {
        Event event = named("e-1", "u", "a", T0);
        store().put(List.of(event, view("u", "b", T0), view("v", "b", T0)));
        assertThat(store().delete(new UserId("u"))).isEqualTo(2);
        assertThat(last("u", 10)).isEmpty();
        assertThat(last("v", 10)).hasSize(1);
        assertThat(store().put(List.of(event))).isEqualTo(bits(0));
        assertThat(last("u", 10)).containsExactly(event);
    }

    @Test
    protected void emptyAndLargestBatchesAreTaken() throws Exception {
        assertThat(store().put(List.of())).isEqualTo(bits());
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < EventStore.MAX_BATCH; i++) {
            batch.add(view("u", "i" + i, T0 + i));
        }
        assertThat(store().put(batch).cardinality()).isEqualTo(EventStore.MAX_BATCH);
        assertThat(last("u", EventStore.MAX_READ)).isEqualTo(batch);
    }

    @Test
    void limitsAreHeld() throws Exception {
        EventStore store = store();
        List<Event> tooMany = Collections.nCopies(EventStore.MAX_BATCH + 1, view("u", "a", T0));
        assertThatThrownBy(() -> store.put(tooMany)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.last(new UserId("u"), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.last(new UserId("u"), EventStore.MAX_READ + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofManyThreadsWhoPutTheSameEventOneIsTold() throws Exception {
        EventStore store = store();
        int threads = 8;
        int rounds = 10;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Integer> work = () -> {
                int fresh = 0;
                for (int i = 0; i < rounds; i++) {
                    fresh += store.put(List.of(view("u", "i" + i, T0 + i), view("v", "i" + i, T0 + i)))
                            .cardinality();
                }
                return fresh;
            };
            int total = 0;
            for (Future<Integer> result : pool.invokeAll(Collections.nCopies(threads, work))) {
                total += result.get();
            }
            assertThat(total).isEqualTo(2 * rounds);
        } finally {
            pool.shutdownNow();
        }
        assertThat(last("u", 100)).hasSize(rounds);
        assertThat(last("v", 100)).hasSize(rounds);
    }
}
