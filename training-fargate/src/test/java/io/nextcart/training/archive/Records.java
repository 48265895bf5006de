package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Writes objects of an archive directly. */
final class Records {
    static final long DAY_MS = 86_400_000;
    static final long DAY_1 = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

    private Records() {}

    static Event view(String user, String item, long timestampMs) {
        return Event.of(new UserId(user), EventType.VIEW, new ItemId(item), timestampMs);
    }

    /** Writes events into the folder of the first one's day. */
    static String put(ObjectStore store, String name, Event... events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(bytes)) {
            for (Event event : events) {
                writer.write(event);
            }
        }
        String day = Instant.ofEpochMilli(events[0].timestampMs()).toString().substring(0, 10);
        String key = "events/dt=" + day + "/" + name + ".ndjson.gz";
        store.put(key, gzip(bytes.toString(StandardCharsets.UTF_8)));
        return key;
    }

    static void forget(ObjectStore store, String name, String user, long untilMs) throws IOException {
        put(
                store,
                "tombstones/dt=2026-03-01/" + name,
                "{\"user_id\":\"" + user + "\",\"forgotten_at\":" + untilMs + "}");
    }

    /** Writes the price and the title of an item. */
    static void say(ObjectStore store, String name, String item, int price, long atMs) throws IOException {
        String day = Instant.ofEpochMilli(atMs).toString().substring(0, 10);
        put(
                store,
                "items/dt=" + day + "/" + name,
                "{\"item_id\":\"" + item + "\",\"price\":" + price + ",\"title\":\"seven\",\"updated_at\":" + atMs
                        + "}");
    }

    static void put(ObjectStore store, String name, String lines) throws IOException {
        store.put(name + ".ndjson.gz", gzip(lines));
    }

    static String text(ObjectStore store, String key) throws IOException {
        byte[] bytes = store.get(key).orElseThrow().bytes();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The events that a training reads. */
    static List<Event> read(ObjectStore store) throws IOException {
        List<Event> events = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(new Archive(store), 0, Progress.NONE);
        reader.events(reader.deleted(), events::add);
        reader.end();
        return events;
    }

    /** The item properties that a training reads. */
    static List<ItemProperty> said(ObjectStore store) throws IOException {
        List<ItemProperty> said = new ArrayList<>();
        new ArchiveReader(new Archive(store), 0, Progress.NONE).items(line -> said.addAll(line.properties()));
        return said;
    }
}
