package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Collects sent events and writes them to the archive by day, as the archive Lambda does. Thread-safe. */
final class TrialLog {
    /** The name of each day's object. */
    static final String OBJECT = "demo.ndjson.gz";

    private final ObjectStore archive;
    private final Map<LocalDate, List<Event>> days = new TreeMap<>();

    TrialLog(ObjectStore archive) {
        this.archive = requireNonNull(archive, "archive is null");
    }

    synchronized void add(List<Event> events) {
        for (Event event : events) {
            LocalDate day = Instant.ofEpochMilli(event.timestampMs())
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate();
            days.computeIfAbsent(day, any -> new ArrayList<>()).add(event);
        }
    }

    synchronized void write() throws IOException {
        for (Map.Entry<LocalDate, List<Event>> day : days.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (NdjsonLog.Writer out = new NdjsonLog.Writer(new GZIPOutputStream(bytes))) {
                day.getValue().forEach(out::write);
            }
            archive.put("events/dt=" + day.getKey() + "/" + OBJECT, bytes.toByteArray());
        }
    }
}
