package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueOverlayTest {
    private static final Logger LOGGER = Logger.getLogger(CatalogueOverlay.class.getName());
    private static final long START_MS = 1_000_000_000;

    @TempDir
    Path folder;

    private final AtomicLong nowMs = new AtomicLong(START_MS);
    private final MemoryCatalogueStore store = new MemoryCatalogueStore();
    private final CountDownLatch gate = new CountDownLatch(1);
    private Tables tables;

    @BeforeEach
    void open() throws IOException {
        LOGGER.setLevel(Level.OFF);
        tables = TinyShop.tables(folder);
    }

    @AfterEach
    void release() {
        gate.countDown();
        LOGGER.setLevel(null);
    }

    @Test
    void whatWasEverSaidIsKnownFromTheStart() throws Exception {
        say("a", 5);
        try (CatalogueOverlay overlay = overlay()) {
            assertThat(over(overlay, tables).size()).isEqualTo(1);
            assertThat(store.asked()).containsExactly(0L);
        }
    }

    @Test
    void aChangeIsNoticedInTheBackgroundOnceTheIntervalIsOver() throws Exception {
        try (CatalogueOverlay overlay = overlay()) {
            say("a", START_MS);
            nowMs.addAndGet(19_999);
            assertThat(over(overlay, tables).size()).isZero();
            assertThat(store.asked()).hasSize(1);
            nowMs.addAndGet(1);
            awaitSize(overlay, 1);
            assertThat(store.asked()).containsExactly(0L, START_MS - 60_000);
        }
    }

    @Test
    void aQuestionAfterAPauseKnowsWhatWasSaidMeanwhile() throws Exception {
        try (CatalogueOverlay overlay = overlay()) {
            say("a", START_MS);
            nowMs.addAndGet(45_001);
            assertThat(over(overlay, tables).size()).isEqualTo(1);
        }
    }

    @Test
    void aQuestionWaitsForAFreshReadOnlyAndNoneWaitsTwice() throws Exception {
        try (CatalogueOverlay overlay = overlay()) {
            say("a", START_MS);
            store.holdReadsBy(gate);
            nowMs.addAndGet(44_000);
            assertThat(over(overlay, tables).size())
                    .as("not stale: it does not wait")
                    .isZero();
            assertThat(overlay.isStale()).isFalse();
            nowMs.addAndGet(30_000);
            assertThat(millisOf(() -> over(overlay, tables))).isGreaterThanOrEqualTo(190);
            // One wait each would take 200 s.
            assertThat(millisOf(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            over(overlay, tables);
                        }
                    }))
                    .isLessThan(100_000);
            nowMs.addAndGet(30_000);
            assertThat(over(overlay, tables).size())
                    .as("two reads hang, a third is not begun")
                    .isZero();
            assertThat(store.asked()).hasSize(3);
            gate.countDown();
            awaitSize(overlay, 1);
        }
    }

    @Test
    void aCatalogueThatIsDownChangesNothing() throws Exception {
        say("a", START_MS);
        try (CatalogueOverlay overlay = overlay()) {
            Overlay before = over(overlay, tables);
            store.failWith(new IOException("down"));
            for (int i = 0; i < 5; i++) {
                nowMs.addAndGet(50_000);
                assertThat(over(overlay, tables)).isSameAs(before);
            }
            store.failWith(null);
            say("b", START_MS + 1);
            nowMs.addAndGet(50_000);
            awaitSize(overlay, 2);
            assertThat(store.asked().get(store.asked().size() - 1))
                    .as("from the last read that succeeded")
                    .isEqualTo(START_MS - 60_000);
        }
    }

    @Test
    void aCatalogueThatIsDownAtTheStartIsReadWhenItIsBack() throws Exception {
        say("a", 5);
        store.failWith(new IOException("down"));
        try (CatalogueOverlay overlay = overlay()) {
            assertThat(over(overlay, tables).size()).isZero();
            store.failWith(null);
            nowMs.addAndGet(20_000);
            awaitSize(overlay, 1);
            assertThat(store.asked()).containsExactly(0L, 0L);
        }
    }

    @Test
    void whatIsHeldIsStaleOnceItCannotBeReadAnew() throws Exception {
        store.failWith(new IOException("down"));
        try (CatalogueOverlay overlay = overlay()) {
            assertThat(overlay.isStale()).as("nothing was read yet").isTrue();
            store.failWith(null);
            nowMs.addAndGet(20_000);
            awaitFresh(overlay);
            nowMs.addAndGet(45_000);
            assertThat(overlay.isStale()).isFalse();
            nowMs.addAndGet(1);
            assertThat(overlay.isStale()).isTrue();
            awaitFresh(overlay);
        }
    }

    @Test
    void aFirstReadThatHangsIsWaitedForNoLongerThanTheQuestionMayWait() throws Exception {
        store.holdReadsBy(gate);
        try (CatalogueOverlay overlay =
                new CatalogueOverlay(store, new MemoryRuleStore(), new MovedClock(nowMs), CatalogueOverlay.INTERVAL)) {
            assertThat(overlay.over(tables, Deadline.after(Duration.ofMillis(50)))
                            .size())
                    .isZero();
            assertThat(overlay.isStale()).isTrue();
        }
    }

    @Test
    void anotherModelGetsTheSameChanges() throws Exception {
        say("a", START_MS);
        Tables others = TinyShop.tables(Files.createDirectory(folder.resolve("others")));
        try (CatalogueOverlay overlay = overlay()) {
            Overlay mine = over(overlay, tables);
            assertThat(over(overlay, tables)).isSameAs(mine);
            assertThat(over(overlay, others)).isNotSameAs(mine);
            assertThat(over(overlay, others).size()).isEqualTo(1);
        }
    }

    @Test
    void onceClosedItStillAnswers() throws Exception {
        say("a", START_MS);
        CatalogueOverlay overlay = overlay();
        overlay.close();
        nowMs.addAndGet(1_000_000);
        assertThat(over(overlay, tables).size()).isEqualTo(1);
    }

    private void say(String item, long atMs) throws IOException {
        store.put(new CatalogueItem(new ItemId(item), false, null, null, null, null, atMs));
    }

    private static Overlay over(CatalogueOverlay overlay, Tables tables) {
        return overlay.over(tables, Deadline.after(Duration.ofSeconds(10)));
    }

    /** One whose first read is done. */
    private CatalogueOverlay overlay() {
        CatalogueOverlay overlay =
                new CatalogueOverlay(store, new MemoryRuleStore(), new MovedClock(nowMs), CatalogueOverlay.INTERVAL);
        assertThat(over(overlay, tables)).isNotNull();
        return overlay;
    }

    private void awaitFresh(CatalogueOverlay overlay) throws Exception {
        Await.until(() -> over(overlay, tables) != null && !overlay.isStale(), "the catalogue is read anew");
    }

    private void awaitSize(CatalogueOverlay overlay, int size) throws Exception {
        Await.until(() -> over(overlay, tables).size() == size, size + " items are known");
    }

    private static long millisOf(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
