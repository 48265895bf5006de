package io.nextcart.functions.rollout;

import static io.nextcart.functions.rollout.TrialShop.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks that resume from the counts of earlier ones. */
class LooksTest {
    private static final String COUNTS = "trials/v2.counts";
    private static final EventType[] TYPES = EventType.values();
    /** Nothing is decided before a year. */
    private static final TrialSettings UNDECIDED = new TrialSettings(
            Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofDays(365), 1_000_000, 5, false, 0);

    @TempDir
    private Path folder;

    private final List<String> downloads = new ArrayList<>();
    private boolean failsToKeep;
    private TrialShop shop;

    @BeforeEach
    void open() throws Exception {
        shop = open(folder.resolve("store"));
    }

    private TrialShop open(Path place) throws IOException {
        ObjectStore watched = HookedStore.before(new FolderObjectStore(place), call -> {
            if (call.name().equals("get")) {
                downloads.add(call.key());
            }
            if (failsToKeep && call.name().equals("upload") && call.key().equals(COUNTS)) {
                throw new IOException("killed");
            }
        });
        TrialShop opened = new TrialShop(watched, folder);
        opened.serve(new Current("v1", null, 0, null, 0));
        opened.start(0.5);
        return opened;
    }

    private Map<String, Object> look() throws IOException {
        return TrialShop.ask(shop.service(UNDECIDED), Map.of("action", "compare"));
    }

    private List<String> eventObjectsRead() {
        List<String> read =
                downloads.stream().filter(key -> key.startsWith("events/")).toList();
        downloads.clear();
        return read;
    }

    @Test
    void aLookReadsOnlyObjectsThatNoLookHasCounted() throws Exception {
        shop.visits(50, 0.5, 0.5);
        shop.pass(Duration.ofHours(2));
        Map<String, Object> first = look();
        assertThat(eventObjectsRead()).containsExactly("events/dt=2026-03-01/0.ndjson.gz");
        assertThat(counts(look())).isEqualTo(counts(first));
        assertThat(eventObjectsRead()).isEmpty();
        shop.log("2026-03-01", List.of(TrialShop.event("new", EventType.VIEW, START_MS + 9, null)));
        assertThat(shoppers(look())).isEqualTo(shoppers(first) + 1);
        assertThat(eventObjectsRead()).containsExactly("events/dt=2026-03-01/1.ndjson.gz");
    }

    @Test
    void anObjectWithEventsOfLaterIsReadAgainUntilTheirTimeHasCome() throws Exception {
        shop.log(
                "2026-03-01",
                List.of(
                        TrialShop.event("a", EventType.VIEW, START_MS + 9, null),
                        TrialShop.event(
                                "b",
                                EventType.VIEW,
                                START_MS + Duration.ofHours(3).toMillis(),
                                null)));
        shop.pass(Duration.ofHours(2));
        assertThat(shoppers(look())).isEqualTo(1);
        shop.pass(Duration.ofHours(2));
        assertThat(shoppers(look())).isEqualTo(2);
        assertThat(eventObjectsRead()).hasSize(2);
        look();
        assertThat(eventObjectsRead()).isEmpty();
    }

    @Test
    void aDeletedUserIsNoLongerCounted() throws Exception {
        shop.visits(50, 0.5, 0.5);
        shop.pass(Duration.ofHours(2));
        long before = shoppers(look());
        shop.delete("nobody-we-know", START_MS + 100);
        assertThat(shoppers(look())).isEqualTo(before);
        assertThat(eventObjectsRead()).as("a stranger costs nothing").hasSize(1);
        shop.delete("u7", START_MS + 100);
        assertThat(shoppers(look())).isEqualTo(before - 1);
        assertThat(eventObjectsRead()).hasSize(1);
        look();
        assertThat(eventObjectsRead()).isEmpty();
    }

    @Test
    void aDamagedCountFileCountsFromTheStart() throws Exception {
        shop.visits(50, 0.5, 0.5);
        shop.pass(Duration.ofHours(2));
        Map<String, Object> counts = counts(look());
        byte[] good = shop.store.get(COUNTS).orElseThrow().bytes();
        Logger logger = Logger.getLogger(CountFile.class.getName()); // a reference keeps it quiet
        logger.setLevel(Level.OFF);
        for (int at = 0; at < good.length; at += 257) {
            byte[] bad = good.clone();
            bad[at] ^= 0x11;
            shop.store.put(COUNTS, bad);
            downloads.clear();
            assertThat(counts(look())).as("byte %d", at).isEqualTo(counts);
            assertThat(eventObjectsRead()).as("byte %d", at).hasSize(1);
        }
        logger.setLevel(null);
    }

    @Test
    void theCountFileGoesWithTheTrial() throws Exception {
        shop.visits(50, 0.5, 0.5);
        shop.pass(Duration.ofHours(2));
        look();
        assertThat(shop.store.etag(COUNTS)).isPresent();
        shop.pass(Duration.ofDays(366));
        assertThat(look()).containsEntry("decision", "roll_back");
        assertThat(shop.store.etag(COUNTS)).isEmpty();
        assertThat(look()).containsEntry("decision", "roll_back");
    }

    /** Late events, repeats, compactions, deletions and kills between looks, in random order. */
    @Test
    void whateverHappensBetweenLooksTheyCountWhatOneLookFromTheStartCounts() throws Exception {
        countTheSame(2);
    }

    @Tag("long")
    @Test
    void whateverHappensBetweenLooksTheyCountWhatOneLookFromTheStartCountsWithManySeeds() throws Exception {
        countTheSame(12);
    }

    private void countTheSame(int seeds) throws Exception {
        int kills = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            shop = open(folder.resolve("store" + seed));
            List<Event> all = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                shop.pass(Duration.ofMinutes(random.nextInt(120)));
                happen(random, all);
                failsToKeep = random.nextInt(6) == 0;
                try {
                    look();
                } catch (IOException e) {
                    assertThat(e).hasMessage("killed");
                    kills++;
                }
                failsToKeep = false;
                Map<String, Object> goneOn = counts(look());
                shop.store.delete(COUNTS);
                Map<String, Object> fromTheStart = counts(look());
                assertThat(goneOn).as("seed %d, step %d", seed, step).isEqualTo(fromTheStart);
            }
        }
        assertThat(kills).isPositive();
    }

    private void happen(Random random, List<Event> all) throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            events.add(
                    !all.isEmpty() && random.nextInt(4) == 0
                            ? all.get(random.nextInt(all.size()))
                            : event(random, all.size() + i));
        }
        all.addAll(events);
        shop.log("2026-03-0" + (1 + random.nextInt(2)), events);
        if (random.nextInt(3) == 0) {
            shop.delete("u" + random.nextInt(15), START_MS + random.nextInt(1000) - 100);
        }
        if (random.nextInt(3) == 0) {
            List<String> keys = shop.store.list("events/dt=2026-03-01/");
            shop.log("2026-03-01", all); // more than they hold, as when a compaction finds late events
            for (String key : keys) {
                shop.store.delete(key);
            }
        }
    }

    private Event event(Random random, int number) {
        String user = "u" + random.nextInt(12);
        long latest = shop.clock().millis() + Duration.ofHours(1).toMillis();
        long atMs = START_MS - 1000 + random.nextLong(latest - START_MS + 1000);
        return new Event(
                random.nextBoolean() ? "e" + number : null,
                new UserId(user),
                TYPES[random.nextInt(TYPES.length)],
                new ItemId("i" + random.nextInt(5)),
                atMs,
                null,
                (double) random.nextInt(100), // whole, so that sums do not depend on their order
                random.nextBoolean() ? TrialShop.id(user) : null);
    }

    private static Map<String, Object> counts(Map<String, Object> answer) {
        return Map.of("champion", answer.get("champion"), "challenger", answer.get("challenger"));
    }

    private static long shoppers(Map<String, Object> answer) {
        return counts(answer).values().stream()
                .mapToLong(variant -> (Integer) ((Map<?, ?>) variant).get("shoppers"))
                .sum();
    }
}
