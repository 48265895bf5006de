package io.nextcart.training.archive;

import static io.nextcart.training.archive.Records.DAY_1;
import static io.nextcart.training.archive.Records.DAY_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Late and repeating writers, two compactions that may be killed, and a reader, all at once; and the invariants. One of
 * the two shoppers is deleted in between.
 */
final class ArchiveMix {
    private static final long LAST = DAY_1 + 9 * DAY_MS;
    private static final String GONE = "gone";
    private static final int WRITES = 14;

    private final ObjectStore store;
    private final long seed;
    private final Random random;
    private final Set<Event> begun = new HashSet<>();
    private final Set<Event> written = new HashSet<>();
    private final List<Event[]> objects = new ArrayList<>();
    private final TreeMap<Long, Integer> prices = new TreeMap<>();
    private boolean forgetting;
    private boolean deleted;

    ArchiveMix(ObjectStore store, long seed) {
        this.store = store;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void play() throws Exception {
        for (int i = 0; i < 4; i++) {
            write(store, i);
        }
        Interleaving mix = new Interleaving(store, random);
        mix.add(seen -> {
            for (int i = 4; i < WRITES; i++) {
                write(seen, i);
            }
        });
        mix.addMortal(seen -> compact(seen), 80);
        mix.addMortal(
                seen -> {
                    compact(seen);
                    compact(seen);
                },
                80);
        mix.add(seen -> {
            for (int i = 0; i < 4; i++) {
                read(seen);
            }
        });
        try {
            mix.play();
            end();
        } catch (AssertionError | IOException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void write(ObjectStore seen, int number) throws IOException {
        if (number == WRITES / 2) {
            forgetting = true;
            Records.forget(seen, "t", GONE, LAST);
            deleted = true;
        }
        if (number % 3 == 0) {
            long atMs = DAY_1 + random.nextInt(2) * DAY_MS + number;
            int price = random.nextInt(2);
            prices.put(atMs, price);
            Records.say(seen, "0a-" + number, "7", price, atMs);
        }
        Event[] events;
        if (!objects.isEmpty() && random.nextInt(3) == 0) {
            events = objects.get(random.nextInt(objects.size())); // a batch that comes again
        } else {
            events = new Event[1 + random.nextInt(3)];
            long day = DAY_1 + random.nextInt(2) * DAY_MS;
            for (int i = 0; i < events.length; i++) {
                String user = random.nextBoolean() ? GONE : "stays";
                events[i] = Records.view(user, "i" + random.nextInt(4), day + random.nextInt(3));
            }
            objects.add(events);
        }
        List<Event> list = List.of(events);
        begun.addAll(list);
        String hash = Sha256.hex(list.toString().getBytes(StandardCharsets.UTF_8));
        Records.put(seen, (random.nextBoolean() ? "0a-" : "fa-") + hash, events);
        written.addAll(list);
    }

    private static void compact(ObjectStore seen) throws IOException {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(LAST), ZoneOffset.UTC);
        new Compaction(new Archive(seen), 0, clock, Progress.NONE).run();
    }

    private void read(ObjectStore seen) throws IOException {
        List<Event> before = List.copyOf(written);
        boolean forgottenBefore = deleted;
        List<Event> read = Records.read(seen);
        assertThat(read).doesNotHaveDuplicates();
        assertThat(begun).containsAll(read);
        assertThat(read).containsAll(before.stream().filter(this::mustBeThere).toList());
        if (forgottenBefore) {
            assertThat(read).noneMatch(event -> event.userId().value().equals(GONE));
        }
    }

    private boolean mustBeThere(Event event) {
        return !forgetting || !event.userId().value().equals(GONE);
    }

    private void end() throws IOException {
        read(store);
        compact(store);
        compact(store);
        read(store);
        List<String> keys = store.list("events/dt=");
        assertThat(keys).hasSizeLessThanOrEqualTo(2).allMatch(Whole::is);
        for (String key : keys) {
            assertThat(Records.text(store, key)).doesNotContain(GONE);
        }
        assertThat(store.list("tombstones/")).hasSize(1);
        TreeMap<Long, Integer> said = new TreeMap<>();
        for (ItemProperty property : Records.said(store)) {
            said.put(property.timestampMs(), (int) Double.parseDouble(property.value()));
        }
        for (long atMs : prices.keySet()) {
            assertThat(said.floorEntry(atMs).getValue()).isEqualTo(prices.get(atMs));
        }
        assertThat(prices).containsAllEntriesOf(said);
    }
}
