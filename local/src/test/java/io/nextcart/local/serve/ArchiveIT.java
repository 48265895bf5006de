package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.store.ChangeStream;
import io.nextcart.local.store.MvCatalogueStore;
import io.nextcart.local.store.MvEventStore;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIT {
    private static final long AT = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

    @TempDir
    private Path folder;

    @Test
    void whatTheShopTakesIsInItsArchiveWithinSeconds() throws Exception {
        Path archive = folder.resolve("archive");
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(),
                folder.resolve("data"),
                0,
                ApiKey.none(),
                Cors.NONE,
                false,
                archive.toString());
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"1\",\"timestamp\":" + AT + "}";
            send(shop, "POST", "/v1/events", event);
            send(shop, "POST", "/v1/events", event);
            send(shop, "PUT", "/v1/items/7", "{\"price\":12.5}");
            send(shop, "PUT", "/v1/items/7", "{\"available\":false}");
            send(shop, "POST", "/v1/events", event.replace("\"u\"", "\"v\""));
            send(shop, "DELETE", "/v1/users/v", "");
            FolderObjectStore objects = new FolderObjectStore(archive);
            Await.until(() -> !objects.list("tombstones/").isEmpty(), "the deleted user's tombstone is in the archive");
            assertThat(read(archive)).containsExactly(view("u", "1", AT));
            List<ItemProperty> said = new ArrayList<>();
            new ArchiveReader(Archive.open(archive.toString()), 0, Progress.NONE)
                    .items(line -> said.addAll(line.properties()));
            assertThat(said)
                    .extracting(property -> property.property() + " " + property.value())
                    .containsExactly("790 12.5", "available 0", "790 12.5");
        }
    }

    @Test
    void anArchiveThatCannotBeWrittenIsReportedOnceAndCatchesUp() throws Exception {
        Path archive = folder.resolve("archive");
        FolderObjectStore objects = new FolderObjectStore(archive);
        AtomicBoolean broken = new AtomicBoolean(true);
        ObjectStore flaky = HookedStore.before(objects, call -> {
            if (broken.get()) {
                throw new IOException("no space left");
            }
        });
        List<String> lines = new ArrayList<>();
        try (ShopFile file = ShopFile.open(folder.resolve("events.mv"))) {
            MvEventStore store = new MvEventStore(file, Clock.systemUTC());
            store.put(List.of(view("before", "1", AT)));
            try (LogKeeper keeper = LogKeeper.start(new ChangeStream(file), flaky, LogKeeper.INTERVAL, lines::add)) {
                assertThat(keeper).isNotNull();
                store.put(List.of(view("u", "1", AT)));
            }
            assertThat(lines).containsExactly("the archive cannot be written, it will be tried again: no space left");
            assertThat(read(archive)).isEmpty();
            broken.set(false);
            try (LogKeeper keeper = LogKeeper.start(new ChangeStream(file), flaky, LogKeeper.INTERVAL, lines::add)) {
                assertThat(keeper).isNotNull();
            }
            assertThat(read(archive)).containsExactly(view("before", "1", AT), view("u", "1", AT));
        }
    }

    @Test
    void aShopThatKeptNoArchiveForAWhileHasItWholeAfterwards() throws Exception {
        Path archive = folder.resolve("archive");
        FolderObjectStore objects = new FolderObjectStore(archive);
        try (ShopFile file = ShopFile.open(folder.resolve("events.mv"))) {
            MvEventStore store = new MvEventStore(file, Clock.systemUTC());
            keepAll(file, objects);
            store.put(List.of(view("u", "1", AT)));
            keepAll(file, objects);
            new ChangeStream(file).end();
            store.put(List.of(view("u", "2", AT + 1)));
            store.put(List.of(view("gone", "2", AT + 1)));
            store.delete(new UserId("gone"));
            new MvCatalogueStore(file).put(new CatalogueItem(new ItemId("7"), true, null, null, null, null, AT));
            assertThat(read(archive)).containsExactly(view("u", "1", AT));
            keepAll(file, objects);
        }
        assertThat(read(archive)).containsExactly(view("u", "1", AT), view("u", "2", AT + 1));
        assertThat(objects.list("items/")).hasSize(1);
        assertThat(objects.list("tombstones/")).hasSize(1);
    }

    private static void keepAll(ShopFile file, FolderObjectStore objects) throws IOException {
        List<String> lines = new ArrayList<>();
        LogKeeper.start(new ChangeStream(file), objects, LogKeeper.INTERVAL, lines::add)
                .close();
        assertThat(lines).isEmpty();
        assertThat(new ChangeStream(file).oldest(1)).isEmpty();
    }

    private static Event view(String user, String item, long atMs) {
        return Event.of(new UserId(user), EventType.VIEW, new ItemId(item), atMs);
    }

    private static List<Event> read(Path archive) throws IOException {
        List<Event> events = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(Archive.open(archive.toString()), 0, Progress.NONE);
        reader.events(reader.deleted(), events::add);
        reader.end();
        return events;
    }

    private static void send(LocalShop shop, String method, String path, String body) throws Exception {
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(shop.url().resolve(path))
                                .method(
                                        method,
                                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isBetween(200, 204);
    }
}
