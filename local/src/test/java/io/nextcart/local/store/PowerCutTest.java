package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.EventKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails at any step of a shop's file, and the disk keeps of what was not forced whatever it likes. The file opens again with
 * every change that was acknowledged, and with each change as a whole or not at all.
 */
class PowerCutTest {
    private static final FilePath CUT = new CutFiles();
    private static final int CHANGES = 150;
    private static final int LARGEST_BATCH = 8;
    private static final int ITEMS = 40;
    /** Longer than freed space rests. */
    private static final long REST_MS = 600;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("nextcart.seed", 42);
    private final Random random = new Random(seed);
    /** All events sent, by their keys. */
    private final Map<String, Integer> sent = new HashMap<>();

    private final Set<Integer> archived = new HashSet<>();
    private int next;

    @BeforeAll
    static void register() {
        FilePath.register(CUT);
    }

    @AfterAll
    static void unregister() {
        FilePath.unregister(CUT);
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCut(TestReporter reporter) throws Exception {
        cut(2, 40, reporter);
    }

    @Test
    @Tag("long")
    void soItDoesTenThousandOfThem(TestReporter reporter) throws Exception {
        cut(100, 100, reporter);
    }

    /** How many events were acknowledged when, by the number of the disk's steps. */
    private record Life(CutDisk disk, TreeMap<Integer, List<Integer>> acknowledged) {
        Set<Integer> acknowledgedUntil(int step) {
            Set<Integer> numbers = new HashSet<>();
            acknowledged.headMap(step, true).values().forEach(numbers::addAll);
            return numbers;
        }
    }

    private void cut(int lives, int cuts, TestReporter reporter) throws Exception {
        byte[] bytes = new byte[0];
        Set<Integer> safe = new HashSet<>();
        for (int life = 0; life < lives; life++) {
            Life lived = live(bytes);
            List<Integer> delicate = lived.disk.delicate();
            for (int cut = 0; cut < cuts; cut++) {
                boolean early = cut < 10;
                int step = early
                        ? cut
                        : random.nextBoolean()
                                ? delicate.get(random.nextInt(delicate.size()))
                                : random.nextInt(lived.disk.steps() + 1);
                byte[] left = lived.disk.after(step, new Random(random.nextLong()));
                Set<Integer> acknowledged = new HashSet<>(safe);
                acknowledged.addAll(lived.acknowledgedUntil(step));
                String where = "seed " + seed + ", life " + life + ", cut " + cut + " after step " + step + " of "
                        + lived.disk.steps();
                Set<Integer> found = look(left, acknowledged, where);
                if (cut == cuts - 1) {
                    bytes = left;
                    safe = found;
                }
            }
            reporter.publishEntry(
                    "life " + life,
                    lived.disk.steps() + " steps, " + delicate.size() + " delicate, " + sent.size() + " events sent, "
                            + safe.size() + " in the file after the last cut");
        }
    }

    /** Changes the file, and closes it. */
    private Life live(byte[] bytes) throws Exception {
        Path file = folder.resolve("alive.mv");
        Files.deleteIfExists(file);
        if (bytes.length > 0) {
            Files.write(file, bytes);
        }
        Life life = new Life(new CutDisk(bytes), new TreeMap<>());
        CutFiles.tell(life.disk);
        try (ShopFile shop = ShopFile.open(file, CutFiles.NAME + ":")) {
            new ChangeStream(shop).begin();
            change(shop, life);
            long until = System.nanoTime() + REST_MS * 1_000_000;
            Await.until(() -> System.nanoTime() >= until, "freed space may be used again");
            change(shop, life);
        }
        return life;
    }

    private void change(ShopFile shop, Life life) throws IOException {
        MvEventStore events = new MvEventStore(shop, Clock.systemUTC());
        MvCatalogueStore catalogue = new MvCatalogueStore(shop);
        ChangeStream stream = new ChangeStream(shop);
        for (int i = 0; i < CHANGES; i++) {
            switch (random.nextInt(8)) {
                case 0 -> catalogue.put(AcknowledgingWriter.item(random.nextInt(ITEMS)));
                case 1 -> archive(stream);
                default -> put(events, life);
            }
        }
    }

    private void put(MvEventStore events, Life life) throws IOException {
        int count = random.nextBoolean() ? 1 : 1 + random.nextInt(LARGEST_BATCH);
        List<Integer> numbers = IntStream.range(next, next + count).boxed().toList();
        next += count;
        numbers.forEach(number -> sent.put(EventKey.of(AcknowledgingWriter.event(number)), number));
        assertThat(events.put(numbers.stream().map(AcknowledgingWriter::event).toList())
                        .cardinality())
                .isEqualTo(count);
        life.acknowledged
                .computeIfAbsent(life.disk.steps(), first -> new ArrayList<>())
                .addAll(numbers);
    }

    /** Takes changes from the stream, as what writes the archive does. */
    private void archive(ChangeStream stream) throws IOException {
        List<ChangeStream.Change> oldest = stream.oldest(random.nextInt(200));
        for (ChangeStream.Change change : oldest) {
            int at = change.record().indexOf("\"S\":\"e");
            if (at >= 0) {
                String from = change.record().substring(at + 6);
                archived.add(Integer.parseInt(from.substring(0, from.indexOf('"'))));
            }
        }
        stream.remove(oldest);
    }

    /** Opens what is left, and returns the events in it. */
    private Set<Integer> look(byte[] left, Set<Integer> acknowledged, String where) throws Exception {
        Path file = folder.resolve("after.mv");
        Files.write(file, left);
        Set<Integer> found = new HashSet<>();
        try {
            ShopFile.open(file).close();
            try (ShopContents shop = ShopContents.open(file)) {
                shop.events(event -> {
                    assertThat(event.accepted()).isTrue();
                    assertThat(found.add(sent.get(event.eventKey()))).isTrue();
                });
                assertThat(shop.firstLost()).isEmpty();
                assertThat(shop.acceptedEvents()).isEqualTo(found.size());
                Set<Integer> streamed = new HashSet<>(archived);
                shop.waiting(change -> {
                    if (change.eventKey() != null) {
                        streamed.add(sent.get(change.eventKey()));
                    }
                });
                assertThat(streamed).as("each event with its change").containsAll(found);
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
        Set<Integer> lost = new HashSet<>(acknowledged);
        lost.removeAll(found);
        assertThat(lost)
                .as("lost of %d acknowledged: %s", acknowledged.size(), where)
                .isEmpty();
        return found;
    }
}
