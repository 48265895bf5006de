package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.CatalogueItem;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process again and again, as {@code kill -9} does, and looks for what it had acknowledged. */
class MvEventStoreKillIT {
    private static final int KILLS = 8;
    private static final int LONGEST_LIFE_MS = 900;

    @TempDir
    private Path folder;

    @Test
    void everyAcknowledgedEventAndItemSurvivesTheKill() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = folder.resolve("events.mv");
        Set<Integer> acknowledged = new HashSet<>();
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Set<Integer> now = liveAndDie(file, next, random.nextInt(LONGEST_LIFE_MS));
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

    /** Events that the store does not know by their key. */
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

    /** Whether what is found by key is found by shopper too, and the other way round. */
    private static boolean readable(EventStore store) throws IOException {
        for (int user = 0; user < AcknowledgingWriter.USERS; user++) {
            List<Event> last = store.last(new UserId("u" + user), EventStore.MAX_READ);
            if (!last.isEmpty() && !store.put(last).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Set<Integer> liveAndDie(Path file, int first, int lifeMs) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
            long killAt = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (killAt == 0) {
                    killAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lifeMs);
                }
                if (line.endsWith(";")) { // else the kill cut it short
                    acknowledged.add(Integer.parseInt(line.substring(0, line.length() - 1)));
                }
                if (System.nanoTime() >= killAt && writer.isAlive()) {
                    writer.toHandle().destroyForcibly(); // unlike the process's own, leaves its output to be read
                    killAt = Long.MAX_VALUE;
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).as("128 + SIGKILL").isEqualTo(137);
        return acknowledged;
    }
}
