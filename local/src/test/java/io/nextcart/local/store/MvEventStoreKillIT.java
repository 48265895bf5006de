package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.EventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process again and again, as {@code kill -9} does, and looks for what it had acknowledged. */
class MvEventStoreKillIT {
    private static final int KILLS = 2;
    private static final int MANY_KILLS = 12;
    private static final int FEWEST_EVENTS = 100;

    @TempDir
    private Path folder;

    @Test
    void everyAcknowledgedEventAndItemSurvivesTheKill() throws Exception {
        killAndLook(KILLS);
    }

    @Test
    @Tag("long")
    void everyAcknowledgedEventAndItemSurvivesManyKills() throws Exception {
        killAndLook(MANY_KILLS);
    }

    private void killAndLook(int kills) throws Exception {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        Path file = folder.resolve("events.mv");
        Set<Integer> acknowledged = new HashSet<>();
        int next = 0;
        for (int kill = 0; kill < kills; kill++) {
            Set<Integer> now = liveAndDie(file, next, FEWEST_EVENTS + random.nextInt(5 * FEWEST_EVENTS));
            acknowledged.addAll(now);
            next = Math.max(next, now.stream().mapToInt(n -> n + 1).max().orElse(next)) + 1000;
            try (ShopFile shop = ShopFile.open(file)) {
                MvEventStore store = new MvEventStore(shop, Clock.systemUTC());
                Set<CatalogueItem> items = new HashSet<>(new MvCatalogueStore(shop).changedSince(0));
                assertThat(items)
                        .as("items after kill %d, seed %d", kill, seed)
                        .containsAll(now.stream().map(AcknowledgingWriter::item).toList());
                assertThat(missing(store, acknowledged))
                        .as("lost of %d acknowledged events after kill %d, seed %d", acknowledged.size(), kill, seed)
                        .isEmpty();
                assertThat(readable(store)).isTrue();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(100);
    }

    /** Events whose keys the store does not find. */
    private static Set<Integer> missing(EventStore store, Set<Integer> acknowledged) throws IOException {
        List<Integer> numbers = acknowledged.stream().sorted().toList();
        Set<Integer> missing = new HashSet<>();
        for (int from = 0; from < numbers.size(); from += EventStore.MAX_BATCH) {
            List<Integer> some = numbers.subList(from, Math.min(numbers.size(), from + EventStore.MAX_BATCH));
            BitSet fresh =
                    store.put(some.stream().map(AcknowledgingWriter::event).toList());
            fresh.stream().forEach(i -> missing.add(some.get(i)));
        }
        return missing;
    }

    /** Whether every event found by key is found by shopper too, and vice versa. */
    private static boolean readable(EventStore store) throws IOException {
        for (int user = 0; user < AcknowledgingWriter.USERS; user++) {
            List<Event> last = store.last(new UserId("u" + user), EventStore.MAX_READ);
            if (!last.isEmpty() && !store.put(last).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Set<Integer> liveAndDie(Path file, int first, int eventsUntilKilled) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingWriter.class.getName(),
                        file.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<Integer> acknowledged = new HashSet<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(";")) { // else the kill cut it short
                    acknowledged.add(Integer.parseInt(line.substring(0, line.length() - 1)));
                }
                if (acknowledged.size() >= eventsUntilKilled) {
                    writer.toHandle().destroyForcibly(); // unlike the process's own, leaves its output readable
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor()).as("128 + SIGKILL").isEqualTo(137);
        return acknowledged;
    }
}
