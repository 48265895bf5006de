package io.nextcart.functions.archive;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An archive in a folder, whose writes can be made to fail. */
final class TestArchive {
    /** The store as the archive's writer sees it. */
    final ObjectStore store;

    String failingKeys = "nothing";
    int writes;
    private final FolderObjectStore folder;

    TestArchive(Path folder) {
        this.folder = new FolderObjectStore(folder);
        this.store = HookedStore.before(this.folder, call -> {
            if (call.key().contains(failingKeys)) {
                throw new IOException(call.key() + ": cannot be written: slow down");
            }
            writes++;
        });
    }

    List<String> keys() throws IOException {
        return folder.list("");
    }

    Optional<byte[]> find(String key) throws IOException {
        return folder.get(key).map(Tagged::bytes);
    }

    byte[] bytes(String key) throws IOException {
        return find(key).orElseThrow();
    }

    Map<String, byte[]> objects() throws IOException {
        Map<String, byte[]> objects = new TreeMap<>();
        for (String key : keys()) {
            objects.put(key, bytes(key));
        }
        return objects;
    }

    /** All events, as training reads them, in the order of objects. */
    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        for (String key : keys()) {
            events.addAll(read(bytes(key)));
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
