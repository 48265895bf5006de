package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of an archive, {@code <folder>/dt=YYYY-MM-DD/*.ndjson.gz}. It ignores objects of other names, but for {@link Feeds}. */
public final class Archive implements Serializable {
    private static final long serialVersionUID = 1L;

    static final String EVENTS = "events";
    static final String TOMBSTONES = "tombstones";
    static final String ITEMS = "items";
    static final String FEEDS = "feeds/";
    private static final Pattern NAME = Pattern.compile("[a-z]+/dt=(\\d{4}-\\d{2}-\\d{2})/[^/]+\\.ndjson\\.gz");

    /** How often a listing is repeated because listed objects are gone: each time a compaction came between. */
    private static final int LISTINGS = 50;

    private final transient ObjectStore store;

    /** An archive in a store. */
    public Archive(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Opens an archive; nothing is read yet.
     *
     * @param place a folder or {@code s3://bucket/prefix}
     * @throws io.nextcart.data.BadInputException when it is neither
     */
    public static Archive open(String place) {
        return new Archive(ObjectStores.open(place));
    }

    /** The place in the form that people write. */
    public String location() {
        return store.location();
    }

    /** A log that counts the bad rows of all objects that it is given. */
    RecordLog log(double maxBadRows, Progress progress) {
        return new RecordLog(store.location(), maxBadRows, progress);
    }

    /** The keys of a folder by day, days ascending; within a day in the order of reading ({@link Whole#FIRST}). */
    SortedMap<LocalDate, List<String>> partitions(String folder) throws IOException {
        SortedMap<LocalDate, List<String>> days = new TreeMap<>();
        for (String key : store.list(folder + "/dt=")) {
            day(key).ifPresent(day ->
                    days.computeIfAbsent(day, first -> new ArrayList<>()).add(key));
        }
        days.values().forEach(keys -> keys.sort(Whole.FIRST));
        return days;
    }

    /** The keys of one day of a folder, in the order of reading. */
    List<String> partition(String folder, LocalDate day) throws IOException {
        return store.list(folder + "/dt=" + day + "/").stream()
                .filter(key -> day(key).isPresent())
                .sorted(Whole.FIRST)
                .toList();
    }

    /** The name of an object in messages. */
    String place(String key) {
        return store.location() + "/" + key;
    }

    /** The keys of feeds, ascending. */
    List<String> feeds() throws IOException {
        return store.list(FEEDS);
    }

    /** When an object was written; empty when there is none. */
    Optional<Instant> writtenAt(String key) throws IOException {
        return store.writtenAt(key);
    }

    interface Listing {
        List<String> keys() throws IOException;
    }

    interface Taking {
        void take(byte[] object, String key);
    }

    /**
     * Reads the objects. When a compaction has replaced one, lists again and reads the new objects, so lines may be
     * repeated.
     */
    void readAll(List<String> listed, Listing again, Taking taking) throws IOException {
        Set<String> read = new HashSet<>();
        List<String> keys = listed;
        for (int i = 0; i < LISTINGS; i++) {
            boolean gone = false;
            for (String key : keys) {
                if (read.contains(key)) {
                    continue;
                }
                Optional<Tagged> object = get(key);
                if (object.isPresent()) {
                    taking.take(object.get().bytes(), key);
                    read.add(key);
                } else {
                    gone = true;
                }
            }
            if (!gone) {
                return;
            }
            keys = again.keys();
        }
        throw new IOException(location() + ": listed objects are missing, such as " + keys.get(keys.size() - 1)
                + "; expected a listing of what can be read");
    }

    void download(String key, Path target) throws IOException {
        store.download(key, target);
    }

    /** The object; empty when there is none. */
    Optional<Tagged> get(String key) throws IOException {
        return store.get(key);
    }

    void put(String key, byte[] bytes) throws IOException {
        store.put(key, bytes);
    }

    /** Writes an object whose key determines its content: an existing object is the same. */
    void create(String key, byte[] bytes) throws IOException {
        store.putIf(key, bytes, Optional.empty());
    }

    /** Deletes an object. */
    void delete(String key) throws IOException {
        store.delete(key);
    }

    /** Deletes an object unless it has changed. */
    void delete(String key, String etag) throws IOException {
        if (store.etag(key).equals(Optional.of(etag))) {
            store.delete(key);
        }
    }

    /** Another process opens the place anew, with its own credentials. */
    private Object writeReplace() {
        return new Place(location());
    }

    private record Place(String location) implements Serializable {
        private Object readResolve() {
            return open(location);
        }
    }

    private static Optional<LocalDate> day(String key) {
        Matcher matcher = NAME.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(matcher.group(1)));
        } catch (DateTimeException e) {
            return Optional.empty(); // not a day, such as 30 February
        }
    }
}
