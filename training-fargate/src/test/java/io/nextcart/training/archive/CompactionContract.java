package io.nextcart.training.archive;

import static io.nextcart.training.archive.Records.DAY_1;
import static io.nextcart.training.archive.Records.DAY_MS;
import static io.nextcart.training.archive.Records.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a compaction keeps, on each kind of store. */
abstract class CompactionContract {
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
        assertThat(store.list("events/dt="))
                .singleElement()
                .asString()
                .startsWith("events/dt=2026-03-01/whole-00000001-");
        assertThat(Records.read(store))
                .containsExactly(view("a", "1", DAY_1), view("u", "1", DAY_1), view("u", "2", DAY_1 + 1));
        List<String> before = store.list("");
        assertThat(compact(store, DAY_1 + 4 * DAY_MS)).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
        assertThat(store.list("")).isEqualTo(before);
    }

    @Test
    void daysThatAreNoLongerKeptGoAndTheOthersAreCompacted() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("u", "1", DAY_1));
        Records.put(store, "b", view("u", "2", DAY_1));
        Records.put(store, "c", view("u", "3", DAY_1 + DAY_MS));
        Records.put(store, "d", view("u", "4", DAY_1 + 40 * DAY_MS));
        Records.say(store, "i", "7", 5, DAY_1);
        Records.forget(store, "t", "v", DAY_1);
        Clock at = Clock.fixed(Instant.ofEpochMilli(DAY_1 + 31 * DAY_MS), ZoneOffset.UTC);
        Compaction compaction = new Compaction(new Archive(store), 0, 30, at, Progress.NONE);
        assertThat(compaction.run().expired()).as("by the day, not the hour").isOne();
        assertThat(Records.read(store))
                .containsExactly(view("u", "3", DAY_1 + DAY_MS), view("u", "4", DAY_1 + 40 * DAY_MS));
        assertThat(compaction.run()).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
        assertThat(store.list("events/dt=")).hasSize(2);
        assertThat(store.list("items/dt=")).hasSize(1);
        assertThat(store.list("tombstones/dt=")).hasSize(1);
        compact(store, DAY_1 + 3000 * DAY_MS);
        assertThat(store.list("events/dt=")).as("without a limit, all stay").hasSize(2);
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
        Records.put(store, "a", view("deleted-one", "1", DAY_1), view("u", "1", DAY_1));
        Records.put(store, "b", view("deleted-one", "only", DAY_1 + DAY_MS));
        compact(store, DAY_1 + 9 * DAY_MS);
        Records.forget(store, "t", "deleted-one", DAY_1 + 8 * DAY_MS);
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(2 + 1, 2 + 1, 0, 2, 0));
        assertThat(store.list("events/dt=")).hasSize(1);
        assertThat(Records.text(store, store.list("events/dt=").get(0)))
                .contains("\"u\"")
                .doesNotContain("deleted-one", "only");
    }

    @Test
    void aKillAtAnyCallLosesNothingAndTheNextRunEndsTheWork() throws Exception {
        for (int calls = 0; ; calls++) {
            boolean lived = false;
            for (boolean afterwards : new boolean[] {false, true}) {
                ObjectStore store = emptyStore();
                List<Event> expected = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Event event = view("u" + i, "1", DAY_1 + i % 2 * DAY_MS + i);
                    expected.add(event);
                    Records.put(store, "o" + i, event, view("gone", "1", event.timestampMs()));
                    if (i < 2) {
                        Records.say(store, "i" + i, "7", i, DAY_1 + i);
                    }
                }
                Records.forget(store, "t", "gone", DAY_1 + DAY_MS * 2);
                Records.forget(store, "t2", "gone", DAY_1);
                List<ItemProperty> said = Records.said(store);
                try {
                    compact(HookedStore.killedAt(store, calls, afterwards), DAY_1 + 9 * DAY_MS);
                    lived = true;
                } catch (IOException e) {
                    assertThat(e).hasMessage("killed");
                }
                String where = calls + " calls, " + (afterwards ? "after" : "before");
                assertThat(Records.read(store)).as(where).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(Records.said(store)).as(where).containsAll(said);
                compact(store, DAY_1 + 9 * DAY_MS);
                assertThat(Records.read(store)).as(where).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(Records.said(store)).as(where).isEqualTo(said);
                assertThat(store.list("tombstones/")).as(where).hasSize(1);
                assertThat(store.list("events/dt=")).as(where).hasSize(2);
                for (String key : store.list("events/dt=")) {
                    assertThat(Records.text(store, key)).doesNotContain("gone");
                }
            }
            if (lived) {
                assertThat(calls).as("every call was the last one").isGreaterThan(30);
                return;
            }
        }
    }

    @Test
    void writersReadersAndTwoCompactionsMayMixInAnyOrder() throws Exception {
        for (long seed = 0; seed < mixes(); seed++) {
            new ArchiveMix(emptyStore(), seed).play();
        }
    }

    /** Number of orders to try. */
    abstract int mixes();

    @Test
    void aCompactionThatKnewLessLeavesNobodyInTheLogForLong() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("gone", "1", DAY_1), view("u", "1", DAY_1));
        Records.put(store, "b", view("gone", "2", DAY_1));
        boolean[] overtaken = new boolean[1];
        ObjectStore slow = HookedStore.before(store, call -> {
            if (call.name().equals("putIf") && !overtaken[0]) {
                overtaken[0] = true;
                Records.forget(store, "t", "gone", DAY_1 + DAY_MS);
                compact(store, DAY_1 + 9 * DAY_MS);
            }
        });
        compact(slow, DAY_1 + 9 * DAY_MS);
        assertThat(overtaken[0]).isTrue();
        assertThat(Records.read(store)).containsExactly(view("u", "1", DAY_1));
        compact(store, DAY_1 + 9 * DAY_MS);
        String key = store.list("events/dt=").get(0);
        assertThat(store.list("events/dt=")).hasSize(1);
        assertThat(Records.text(store, key)).contains("\"u\"").doesNotContain("gone");
    }

    @Test
    void twoObjectsOfWhichEachHoldsTheOtherNeverGoBoth() throws Exception {
        ObjectStore store = emptyStore();
        Records.put(store, "a", view("gone", "1", DAY_1), view("u", "1", DAY_1));
        compact(store, DAY_1 + 9 * DAY_MS);
        Records.put(store, "b", view("u", "1", DAY_1));
        List<String> bothThere = store.list("events/dt=");
        boolean[] overtaken = new boolean[1];
        ObjectStore slow = HookedStore.before(store, call -> {
            if (call.name().equals("delete") && !overtaken[0]) {
                overtaken[0] = true;
                Records.forget(store, "t", "gone", DAY_1 + DAY_MS);
                compact(store, DAY_1 + 9 * DAY_MS);
            }
        });
        compact(slow, DAY_1 + 9 * DAY_MS);
        assertThat(store.list("events/dt=")).doesNotContainAnyElementsOf(bothThere);
        assertThat(Records.read(store)).containsExactly(view("u", "1", DAY_1));
    }

    @Test
    void tombstonesBecomeOneObjectOfTheLatestTimesAndYoungOnesStay() throws Exception {
        ObjectStore store = emptyStore();
        Records.forget(store, "a", "u", DAY_1);
        Records.forget(store, "b", "v", DAY_1 + 2);
        Records.put(
                store,
                "tombstones/dt=2026-03-03/c",
                "{\"user_id\":\"u\",\"forgotten_at\":" + (DAY_1 + 2 * DAY_MS) + "}");
        Records.put(
                store,
                "tombstones/dt=2026-03-09/d",
                "{\"user_id\":\"w\",\"forgotten_at\":" + (DAY_1 + 8 * DAY_MS) + "}");
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(1, 3, 1, 0, 0));
        List<String> keys = store.list("tombstones/");
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).startsWith("tombstones/dt=2026-03-03/whole-");
        assertThat(Records.text(store, keys.get(0)))
                .isEqualTo("{\"user_id\":\"u\",\"forgotten_at\":" + (DAY_1 + 2 * DAY_MS)
                        + "}\n{\"user_id\":\"v\",\"forgotten_at\":" + (DAY_1 + 2) + "}\n");
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
        Records.put(store, "late", view("u", "1", DAY_1 + DAY_MS), view("u", "1", DAY_1 + 3 * DAY_MS));
        assertThat(Records.read(store)).containsExactly(view("u", "1", DAY_1 + 3 * DAY_MS));
    }

    @Test
    void ofWhatIsSaidOfAnItemInARowTheFirstAndTheLastStay() throws Exception {
        ObjectStore store = emptyStore();
        int[] prices = {5, 5, 5, 6, 5, 5, 5, 5};
        for (int i = 0; i < prices.length; i++) {
            Records.say(store, "i" + prices.length + (prices.length - i), "7", prices[i], DAY_1 + i);
            Records.say(store, "j" + i, "8", i, DAY_1 + i);
        }
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(1, 16, 3, 0, 0));
        assertThat(store.list("items/")).hasSize(1);
        assertThat(Records.said(store))
                .filteredOn(property -> property.itemId().value().equals("7"))
                .extracting(property -> property.timestampMs() - DAY_1 + " " + property.value())
                .containsExactly("0 5.0", "2 5.0", "3 6.0", "4 5.0", "7 5.0");
        assertThat(Records.said(store)).hasSize(5 + prices.length);
        assertThat(Records.text(store, store.list("items/").get(0))).contains("\"title\":\"seven\"");
        assertThat(compact(store, DAY_1 + 9 * DAY_MS)).isEqualTo(new Compaction.Result(0, 0, 0, 0, 0));
    }

    @Test
    void anObjectThatChangedSinceItWasReadStays() throws Exception {
        ObjectStore store = emptyStore();
        String key = Records.put(store, "a", view("u", "1", DAY_1));
        ObjectStore raced = HookedStore.before(store, call -> {
            if (call.name().equals("putIf")) {
                Records.put(
                        store,
                        "a",
                        view("u", "1", DAY_1),
                        view("u", "2", DAY_1)); // from another writer, which names objects freely
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
        ObjectStore raced = HookedStore.before(store, call -> {
            if (call.name().equals("get") && reads.merge("all", 1, Integer::sum) == 2) {
                compact(store, DAY_1 + 9 * DAY_MS);
            }
        });
        assertThat(Records.read(raced)).containsExactly(view("u", "1", DAY_1), view("u", "2", DAY_1));
    }

    @Test
    void aCompactionBetweenTwoPagesOfAListIsNeverMissedWithWhatItReplaced() throws Exception {
        ObjectStore store = emptyStore();
        String late = Records.put(store, "0a-late", view("u", "1", DAY_1));
        Records.put(store, "0b", view("u", "2", DAY_1));
        ObjectStore withoutLate = HookedStore.around(
                store,
                call -> call.name().equals("list")
                        ? store.list(call.key()).stream()
                                .filter(key -> !key.equals(late))
                                .toList()
                        : call.proceed());
        ObjectStore paged = HookedStore.around(store, call -> {
            if (!call.name().equals("list") || !call.key().equals("events/dt=")) {
                return call.proceed();
            }
            List<String> keys = new ArrayList<>(List.of(late));
            compact(withoutLate, DAY_1 + 9 * DAY_MS);
            store.list("events/dt=").stream()
                    .filter(key -> key.compareTo(late) > 0)
                    .forEach(keys::add);
            return keys;
        });
        assertThat(Records.read(paged)).containsExactlyInAnyOrder(view("u", "1", DAY_1), view("u", "2", DAY_1));
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
}
