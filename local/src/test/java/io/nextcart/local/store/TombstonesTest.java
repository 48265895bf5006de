package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstonesTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void aDeletionLeavesATombstoneEvenOfNobodyKnown() throws Exception {
        Path path = folder.resolve("events.mv");
        UserId user = new UserId("u");
        try (ShopFile file = ShopFile.open(path)) {
            at(file, NOW_MS).put(List.of(Event.of(user, EventType.VIEW, new ItemId("i"), NOW_MS - 1)));
            assertThat(tombstones(file)).isEmpty();
            assertThat(at(file, NOW_MS).delete(user)).isEqualTo(1);
            assertThat(at(file, NOW_MS + 5).delete(new UserId("nobody"))).isZero();
        }
        try (ShopFile file = ShopFile.open(path)) {
            assertThat(tombstones(file)).isEqualTo(Map.of("u", NOW_MS, "nobody", NOW_MS + 5));
            at(file, NOW_MS + 9).delete(user);
            at(file, NOW_MS + 2).delete(user);
            assertThat(tombstones(file)).isEqualTo(Map.of("u", NOW_MS + 9, "nobody", NOW_MS + 5));
        }
    }

    private static Map<String, Long> tombstones(ShopFile file) throws IOException {
        return file.read(maps -> new HashMap<>(maps.tombstones()));
    }

    private static MvEventStore at(ShopFile file, long nowMs) {
        return new MvEventStore(file, Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC));
    }
}
