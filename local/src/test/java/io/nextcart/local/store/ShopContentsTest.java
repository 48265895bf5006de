package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.local.store.ShopContents.StoredEvent;
import io.nextcart.local.store.ShopContents.WaitingChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopContentsTest {
    private static final long AT = 1_433_221_332_117L;
    private static final Event ONE = Event.of(new UserId("ann"), EventType.VIEW, new ItemId("1"), AT);
    private static final Event TWO = Event.of(new UserId("ann"), EventType.VIEW, new ItemId("2"), AT);

    @TempDir
    private Path folder;

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(AT + 5), ZoneOffset.UTC);

    @Test
    void everythingIsReadAndNothingChanged() throws IOException {
        Path path = folder.resolve("events.mv");
        try (ShopFile file = ShopFile.open(path)) {
            new ChangeStream(file).begin();
            MvEventStore events = new MvEventStore(file, clock);
            events.put(List.of(ONE, TWO));
            events.delete(new UserId("bob"));
            new MvCatalogueStore(file).put(new CatalogueItem(new ItemId("7"), true, null, null, null, null, AT));
        }
        byte[] before = Files.readAllBytes(path);
        List<StoredEvent> events = new ArrayList<>();
        List<WaitingChange> waiting = new ArrayList<>();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (ShopContents contents = ShopContents.open(path)) {
            assertThat(contents.acceptedEvents()).isEqualTo(2);
            assertThat(contents.storedEvents()).isEqualTo(2);
            assertThat(contents.waitingChanges()).isEqualTo(4);
            assertThat(contents.streamsChanges()).isTrue();
            assertThat(contents.deletedUsers()).isEqualTo(Map.of("bob", AT + 5));
            assertThat(contents.firstLost()).isEmpty();
            contents.events(events::add);
            contents.waiting(waiting::add);
            contents.copyTo(copy);
        }
        assertThat(events)
                .containsExactly(
                        new StoredEvent("ann", EventKey.of(ONE), AT, AT + 5, true),
                        new StoredEvent("ann", EventKey.of(TWO), AT, AT + 5, true));
        assertThat(waiting)
                .containsExactly(
                        new WaitingChange("ann", EventKey.of(ONE), AT),
                        new WaitingChange("ann", EventKey.of(TWO), AT),
                        new WaitingChange("bob", null, AT + 5),
                        new WaitingChange(null, null, 0));
        assertThat(copy.toByteArray()).isEqualTo(before);
        assertThat(path).hasBinaryContent(before);
    }

    @Test
    void anEventThatIsOnlyHalfThereIsFound() throws IOException {
        Path path = folder.resolve("events.mv");
        try (ShopFile file = ShopFile.open(path)) {
            new MvEventStore(file, clock).put(List.of(ONE, TWO));
            file.change(maps -> maps.events().remove(maps.events().firstKey()));
            file.change(maps -> maps.eventTimes().remove(new EventRow.Id("ann", EventKey.of(TWO))));
        }
        List<StoredEvent> events = new ArrayList<>();
        try (ShopContents contents = ShopContents.open(path)) {
            contents.events(events::add);
            assertThat(contents.firstLost()).contains(EventKey.of(ONE));
            assertThat(contents.streamsChanges()).isFalse();
        }
        assertThat(events).containsExactly(new StoredEvent("ann", EventKey.of(TWO), AT, AT + 5, false));
    }
}
