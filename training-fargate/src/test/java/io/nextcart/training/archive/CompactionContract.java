package io.nextcart.training.archive;

import static io.nextcart.training.archive.Records.DAY_1;
import static io.nextcart.training.archive.Records.DAY_MS;
import static io.nextcart.training.archive.Records.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.engine.bundle.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a compaction keeps, over a store of each kind. */
abstract class CompactionContract {
    private static final Set<String> WRITES = Set.of("put", "delete");

    abstract ObjectStore emptyStore() throws Exception;

    private static Compaction.Result compact(ObjectStore store, long nowMs) throws IOException {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC);
        return new Compaction(new Archive(store), 0, clock, Progress.NONE).run();
    }

    @Test
    void anOldDayBecomesOneSortedObjectWithoutRepeats() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("u", "2", DAY_1 + 1), view("u", "1", DAY_1));
        Records.put(store, "b", view("a", "1", DAY_1), view("u", "2", DAY_1 + 1));
        assertThat(compact(store, DAY_1 + 3 * DAY_MS)).isEqualTo(new Compaction.Result(1, 2, 1, 0, 0));
        assertThat(store.list("events/dt=")).singleElement().asString().startsWith("events/dt=2026-03-01/compact-");
        assertThat(Records.read(store))
                .containsExactly(view("a", "1", DAY_1), view("u", "1", DAY_1), view("u", "2", DAY_1 + 1));
        List<String> before = store.list("");
        assertThat(compact(store, DAY_1 + 4 * DAY_MS)).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
        assertThat(store.list("")).isEqualTo(before);
    }

    @Test
    void youngDaysStayAsTheyCame() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("u", "1", DAY_1));
        Records.put(store, "b", view("u", "2", DAY_1));
        assertThat(compact(store, DAY_1 + 2 * DAY_MS)).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
        assertThat(store.list("events/dt=")).hasSize(2);
    }

    @Test
    void whatComesLateIsTakenUpByTheNextRun() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("u", "1", DAY_1));
        compact(store, DAY_1 + 3 * DAY_MS);
        Records.put(store, "b", view("u", "2", DAY_1 - 1), view("u", "1", DAY_1));
        assertThat(Records.read(store)).containsExactlyInAnyOrder(view("u", "1", DAY_1), view("u", "2", DAY_1 - 1));
        compact(store, DAY_1 + 3 * DAY_MS);
        assertThat(store.list("events/dt=")).hasSize(1);
        assertThat(Records.read(store)).containsExactly(view("u", "2", DAY_1 - 1), view("u", "1", DAY_1));
    }

    @Test
    void whoIsForgottenLeavesCompactedDaysAndADayOfNobodyElseIsGone() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("forgotten-one", "1", DAY_1), view("u", "1", DAY_1));
        Records.put(store, "b", view("forgotten-one", "only", DAY_1 + DAY_MS));
        compact(store, DAY_1 + 9 * DAY_MS);
        Records.forget(store, "t", "forgotten-one", DAY_1 + 8 * DAY_MS);
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(2, 2, 0, 2, 0));
        assertThat(store.list("events/dt=")).hasSize(1);
        assertThat(Records.text(store, store.list("events/dt=").get(0)))
                .contains("\"u\"")
                .doesNotContain("forgotten-one", "only");
    }

    @Test
    void aCrashAtAnyWriteLosesNothingAndTheNextRunEndsTheWork() throws Exception {
        for (int writes = 0; ; writes++) {
            ObjectStore store = emptyStore();
            List<Event> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Event event = view("u" + i, "1", DAY_1 + i % 2 * DAY_MS + i);
                expected.add(event);
                Records.put(store, "o" + i, event, view("gone", "1", event.timestampMs()));
            }
            Records.forget(store, "t", "gone", DAY_1 + DAY_MS * 2);
            boolean crashed = true;
            try {
                compact(failingAfter(store, writes), DAY_1 + 9 * DAY_MS);
                crashed = false;
            } catch (IOException e) {
                assertThat(e).hasMessage("killed");
            }
            assertThat(Records.read(store)).as("%d writes", writes).containsExactlyInAnyOrderElementsOf(expected);
            compact(store, DAY_1 + 9 * DAY_MS);
            assertThat(Records.read(store)).as("%d writes", writes).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(store.list("events/dt=")).as("%d writes", writes).hasSize(2);
            for (String key : store.list("events/dt=")) {
                assertThat(Records.text(store, key)).doesNotContain("gone");
            }
            if (!crashed) {
                assertThat(writes).isEqualTo(2 + 6 + 1);
                return;
            }
        }
    }

    @Test
    void anObjectThatChangedSinceItWasReadStays() throws Exception {
        ObjectStore store = emptyStore();
        String key = Records.put(store, "a", view("u", "1", DAY_1));
        ObjectStore raced = watched(store, (method, arguments) -> {
            if (method.equals("put") && ((String) arguments[0]).contains("compact-")) {
                Records.put(store, "a", view("u", "1", DAY_1), view("u", "2", DAY_1)); // the Lambda tries again
            }
        });
        compact(raced, DAY_1 + 9 * DAY_MS);
        assertThat(store.list("events/dt=")).contains(key).hasSize(2);
        compact(store, DAY_1 + 9 * DAY_MS);
        assertThat(store.list("events/dt=")).hasSize(1);
        assertThat(Records.read(store)).containsExactly(view("u", "1", DAY_1), view("u", "2", DAY_1));
    }

    @Test
    void aReaderWhoseObjectIsCompactedMeanwhileReadsEveryEventOnce() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("u", "1", DAY_1));
        Records.put(store, "b", view("u", "2", DAY_1));
        TreeMap<String, Integer> reads = new TreeMap<>();
        ObjectStore raced = watched(store, (method, arguments) -> {
            if (method.equals("get") && reads.merge("all", 1, Integer::sum) == 2) {
                compact(store, DAY_1 + 9 * DAY_MS);
            }
        });
        assertThat(Records.read(raced)).containsExactly(view("u", "1", DAY_1), view("u", "2", DAY_1));
    }

    @Test
    void aDamagedObjectStopsTheRunAndNothingIsDeleted() throws Exception {
        ObjectStore store = emptyStore();
        String key = Records.put(store, "a", view("u", "1", DAY_1));
        byte[] whole = store.get(key).orElseThrow().bytes();
        store.put("events/dt=2026-03-01/b.ndjson.gz", Arrays.copyOf(whole, whole.length - 4));
        assertThatThrownBy(() -> compact(store, DAY_1 + 9 * DAY_MS)).hasMessageContaining("b.ndjson.gz");
        assertThat(store.list("events/dt=")).hasSize(2);
    }

    private interface Watch {
        void before(String method, Object[] arguments) throws IOException;
    }

    private static ObjectStore failingAfter(ObjectStore store, int writes) {
        int[] done = new int[1];
        return watched(store, (method, arguments) -> {
            if (WRITES.contains(method) && done[0]++ == writes) {
                throw new IOException("killed");
            }
        });
    }

    private static ObjectStore watched(ObjectStore store, Watch watch) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    watch.before(method.getName(), arguments);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
