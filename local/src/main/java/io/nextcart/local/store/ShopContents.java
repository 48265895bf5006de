package io.nextcart.local.store;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ShopFile} holds, for reading only: the file is neither created nor changed, and no server can open it
 * before this is closed.
 */
public final class ShopContents implements Closeable {
    private final Path path;
    private final OpenFile file;

    private ShopContents(Path path, OpenFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the file of a shop.
     *
     * @throws BadInputException when there is none, or it holds nothing yet
     * @throws IOException when a server has it open, it is damaged or not an event store, or the disk fails
     */
    public static ShopContents open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(path + ": no such file, expected the events of a shop that was served");
        }
        if (FileHeader.isUnborn(path)) {
            throw new BadInputException(path + ": is empty, expected the events of a shop that was served");
        }
        return new ShopContents(path, ShopFile.openFile(path.toRealPath(), "", true));
    }

    /**
     * An event in the file.
     *
     * @param eventKey by {@link io.nextcart.data.EventKey}
     * @param timestampMs when it happened, milliseconds since the epoch
     * @param arrivedMs when it arrived, milliseconds since the epoch
     * @param accepted whether it is among the accepted events
     */
    public record StoredEvent(String user, String eventKey, long timestampMs, long arrivedMs, boolean accepted) {}

    /**
     * A change that no reader has taken from the {@link ChangeStream} yet.
     *
     * @param user who is deleted, or whose event it is; null when it is about an item
     * @param eventKey of the event; null when it is not about an event
     * @param atMs when the event happened, or the user was deleted, milliseconds since the epoch; 0 for an item
     */
    public record WaitingChange(
            @Nullable String user, @Nullable String eventKey, long atMs) {}

    /** Takes what is read. */
    public interface Sink<T> {
        void take(T read) throws IOException;
    }

    /** How many events were accepted and not deleted since. */
    public long acceptedEvents() throws IOException {
        return read(maps -> maps.eventTimes().sizeAsLong());
    }

    /** How many events can be read. */
    public long storedEvents() throws IOException {
        return read(maps -> maps.events().sizeAsLong());
    }

    /** How many changes no reader has taken yet. */
    public long waitingChanges() throws IOException {
        return read(maps -> maps.changes().sizeAsLong());
    }

    /** Whether every change since the file was created has been put into the {@link ChangeStream}. */
    public boolean streamsChanges() throws IOException {
        return read(ChangeStream::isWhole);
    }

    /** Deleted users, and when: milliseconds since the epoch. */
    public Map<String, Long> deletedUsers() throws IOException {
        return read(maps -> {
            Map<String, Long> users = new TreeMap<>();
            Cursor<String, Long> tombstones = maps.tombstones().cursor(null);
            while (tombstones.hasNext()) {
                users.put(tombstones.next(), tombstones.getValue());
            }
            return users;
        });
    }

    /** Reads all events, shopper by shopper. */
    public void events(Sink<StoredEvent> sink) throws IOException {
        Cursor<EventRow.Key, EventRow> events = read(maps -> maps.events().cursor(null));
        while (read(maps -> events.hasNext())) {
            sink.take(read(maps -> stored(maps, events.next())));
        }
    }

    private static StoredEvent stored(Maps maps, EventRow.Key key) {
        Long acceptedMs = maps.eventTimes().get(key.id());
        return new StoredEvent(
                key.user(),
                key.eventKey(),
                key.timestampMs(),
                MvEventStore.arrivedMs(key),
                acceptedMs != null && acceptedMs == key.timestampMs());
    }

    /** The key of an accepted event that cannot be read; searches all of them. */
    public Optional<String> firstLost() throws IOException {
        return read(maps -> {
            Cursor<EventRow.Id, Long> accepted = maps.eventTimes().cursor(null);
            while (accepted.hasNext()) {
                EventRow.Id id = accepted.next();
                if (!holds(maps, id, accepted.getValue())) {
                    return Optional.of(id.eventKey());
                }
            }
            return Optional.empty();
        });
    }

    private static boolean holds(Maps maps, EventRow.Id id, long atMs) {
        Cursor<EventRow.Key, EventRow> ofThatTime =
                maps.events().cursor(new EventRow.Key(id.user(), atMs, -1, ""), null, false);
        while (ofThatTime.hasNext()) {
            EventRow.Key key = ofThatTime.next();
            if (!key.user().equals(id.user()) || key.timestampMs() != atMs) {
                return false;
            }
            if (key.eventKey().equals(id.eventKey())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads the changes that no reader has taken yet, oldest first.
     *
     * @throws DamagedDocumentException when one is not in the form of the stream
     */
    public void waiting(Sink<WaitingChange> sink) throws IOException {
        Cursor<Long, String> changes = read(maps -> maps.changes().cursor(null));
        while (read(maps -> changes.hasNext())) {
            long number = read(maps -> changes.next());
            sink.take(StreamJson.read(changes.getValue(), path + ", change " + number));
        }
    }

    /** Copies the file's bytes. Call it last: on some systems, reading the file lets others open it again. */
    public void copyTo(OutputStream out) throws IOException {
        Files.copy(path, out);
    }

    @Override
    public void close() {
        file.close();
    }

    private <T> T read(Function<Maps, T> read) throws IOException {
        try {
            return file.read(read);
        } catch (RuntimeException e) {
            throw ShopFile.failed(path, "cannot be read", e);
        }
    }
}
