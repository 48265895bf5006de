package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.log.CatalogueItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a {@link ShopFile}, in order, like a DynamoDB stream. Each is stored together with the change itself
 * and kept until a reader removes it, so a killed reader loses none and sees unremoved ones again.
 */
public final class ChangeStream {
    private static final String ID = "id";
    private static final String NEXT = "next";
    private static final String WHOLE = "whole";
    private static final int ROWS_AT_ONCE = 5000;

    private final ShopFile file;

    public ChangeStream(ShopFile file) {
        this.file = requireNonNull(file, "file is null");
    }

    /**
     * A change.
     *
     * @param number its place in the stream; strictly increasing
     * @param record as JSON, in the form that Lambda passes to a function
     */
    public record Change(long number, String record) {}

    /**
     * Starts to keep changes. The first time, the whole content of the file comes as if it changed now.
     *
     * @throws IOException when the file fails; it is safe to begin again
     */
    public void begin() throws IOException {
        boolean whole = file.change(maps -> {
            maps.streamState().putIfAbsent(ID, UUID.randomUUID().toString());
            return isWhole(maps);
        });
        if (whole) {
            return;
        }
        fill(Maps::tombstones, ChangeStream::deleted);
        fill(Maps::events, (maps, key, row) -> kept(maps, row.at(key), MvEventStore.arrivedMs(key)));
        fill(Maps::items, (maps, key, row) -> said(maps, row.at(key)));
        file.change(maps -> maps.streamState().put(WHOLE, "yes"));
    }

    /** Stops keeping changes and drops those kept; another {@link #begin} starts with the whole content again. */
    public void end() throws IOException {
        file.change(maps -> {
            maps.streamState().clear();
            maps.changes().clear();
            return maps;
        });
    }

    /** Whether all content of the file has come, and each change since. */
    static boolean isWhole(Maps maps) {
        return maps.streamState().containsKey(WHOLE);
    }

    public List<Change> oldest(int limit) throws IOException {
        return file.read(maps -> {
            List<Change> found = new ArrayList<>();
            Cursor<Long, String> changes = maps.changes().cursor(null);
            while (found.size() < limit && changes.hasNext()) {
                long number = changes.next();
                found.add(new Change(number, changes.getValue()));
            }
            return found;
        });
    }

    /** Removes changes that a reader has stored elsewhere. */
    public void remove(List<Change> changes) throws IOException {
        file.change(maps -> {
            for (Change change : changes) {
                maps.changes().remove(change.number());
                maps.streamState().put(NEXT, Long.toString(change.number() + 1));
            }
            return maps;
        });
    }

    static void kept(Maps maps, Event event, long arrivedMs) {
        keep(maps, (stream, number) -> StreamJson.event(stream, number, event, arrivedMs));
    }

    static void deleted(Maps maps, String user, long atMs) {
        keep(maps, (stream, number) -> StreamJson.tombstone(stream, number, user, atMs));
    }

    static void said(Maps maps, CatalogueItem item) {
        keep(maps, (stream, number) -> StreamJson.item(stream, number, item));
    }

    private interface Text {
        String of(String stream, long number);
    }

    private static void keep(Maps maps, Text record) {
        @Nullable String stream = maps.streamState().get(ID);
        if (stream != null) {
            @Nullable Long last = maps.changes().lastKey();
            long number = last == null ? Long.parseLong(maps.streamState().getOrDefault(NEXT, "1")) : last + 1;
            maps.changes().put(number, record.of(stream, number));
        }
    }

    private interface Row<K, V> {
        void keep(Maps maps, K key, V value);
    }

    private <K, V> void fill(Function<Maps, MVMap<K, V>> rows, Row<K, V> row) throws IOException {
        AtomicReference<@Nullable K> last = new AtomicReference<>();
        boolean more = true;
        while (more) {
            more = file.change(maps -> {
                MVMap<K, V> map = rows.apply(maps);
                K done = last.get();
                @Nullable K from = done == null ? map.firstKey() : map.higherKey(done);
                if (from == null) {
                    return false;
                }
                Cursor<K, V> cursor = map.cursor(from);
                for (int i = 0; i < ROWS_AT_ONCE && cursor.hasNext(); i++) {
                    K key = cursor.next();
                    row.keep(maps, key, cursor.getValue());
                    last.set(key);
                }
                return cursor.hasNext();
            });
        }
    }
}
