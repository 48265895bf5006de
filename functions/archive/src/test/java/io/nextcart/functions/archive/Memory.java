package io.nextcart.functions.archive;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.NdjsonLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects in memory, which fail on request. */
final class Memory implements LogObjects {
    final Map<String, byte[]> objects = new TreeMap<>();
    String failingKeys = "nothing";
    int writes;

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        if (key.contains(failingKeys)) {
            throw new IOException("s3://bucket/" + key + ": cannot be written: slow down");
        }
        writes++;
        objects.put(key, bytes);
    }

    /** All events, as training reads them, object after object. */
    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        for (byte[] bytes : objects.values()) {
            events.addAll(read(bytes));
        }
        return events;
    }

    static List<Event> read(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("archived", ".ndjson.gz");
        try {
            Files.write(file, bytes);
            List<Event> events = new ArrayList<>();
            NdjsonLog.read(file, 0, Progress.NONE, events::add);
            return events;
        } finally {
            Files.delete(file);
        }
    }
}
