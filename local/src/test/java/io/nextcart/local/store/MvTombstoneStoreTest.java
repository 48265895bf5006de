package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.Tombstone;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvTombstoneStoreTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void aDeletionLeavesATombstoneEvenOfNobodyKnown() throws Exception {
        Path path = folder.resolve("events.mv");
        UserId user = new UserId("u");
        try (ShopFile file = ShopFile.open(path)) {
            at(file, NOW_MS).put(List.of(Event.of(user, EventType.VIEW, new ItemId("i"), NOW_MS - 1)));
            assertThat(new MvTombstoneStore(file).since(0)).isEmpty();
            assertThat(at(file, NOW_MS).delete(user)).isEqualTo(1);
            assertThat(at(file, NOW_MS + 5).delete(new UserId("nobody"))).isZero();
        }
        try (ShopFile file = ShopFile.open(path)) {
            MvTombstoneStore tombstones = new MvTombstoneStore(file);
            assertThat(tombstones.since(0)).containsExactly(forgotten("u", 0), forgotten("nobody", 5));
            at(file, NOW_MS + 9).delete(user);
            at(file, NOW_MS + 2).delete(user);
            assertThat(tombstones.since(0)).containsExactly(forgotten("nobody", 5), forgotten("u", 9));
            assertThat(tombstones.since(NOW_MS + 6)).containsExactly(forgotten("u", 9));
            assertThat(tombstones.since(NOW_MS + 10)).isEmpty();
        }
    }

    private static Tombstone forgotten(String user, long afterMs) {
        return new Tombstone(new UserId(user), NOW_MS + afterMs);
    }

    private static MvEventStore at(ShopFile file, long nowMs) {
        return new MvEventStore(file, Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC));
    }
}
