package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.engine.bundle.ObjectSource.Tagged;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the log of record for a training, oldest day first. An event counts once ({@link EventKey}), however many objects of its
 * day hold it, and not at all when its shopper was forgotten since. Not thread-safe.
 */
public final class ArchiveReader {
    private final Archive archive;
    private final Progress progress;
    private final RecordLog log;

    /**
     * @param maxBadRows share of bad rows that is tolerated over all objects, 0–1
     */
    public ArchiveReader(Archive archive, double maxBadRows, Progress progress) {
        this.archive = requireNonNull(archive, "archive is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.log = archive.log(maxBadRows, Progress.NONE);
    }

    /**
     * Who was forgotten. To be asked before anything else is read.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read
     */
    public Forgotten forgotten() throws IOException {
        Forgotten forgotten = new Forgotten();
        read(Archive.TOMBSTONES, (object, key) -> log.tombstones(object, Archive.name(key), forgotten::add));
        return forgotten;
    }

    /**
     * Reads all events.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public void events(Forgotten forgotten, Consumer<Event> sink) throws IOException {
        Map<LocalDate, List<String>> days = archive.partitions(Archive.EVENTS);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            List<String> keys = day.getValue();
            // One object of the compaction holds no event twice.
            boolean once = keys.size() == 1 && Compaction.isCompact(keys.get(0));
            Set<String> seen = new HashSet<>();
            Consumer<Event> kept = event -> {
                if (!forgotten.covers(event) && (once || seen.add(same(event)))) {
                    sink.accept(event);
                }
            };
            while (!readAll(keys, kept)) {
                keys = archive.partition(Archive.EVENTS, day.getKey());
            }
            progress.report("reading the log of record", ++done, days.size(), "days");
        }
    }

    /** Reads what the shop said of items, oldest day first. */
    public void items(Consumer<ItemProperty> sink) throws IOException {
        read(Archive.ITEMS, (object, key) -> log.items(object, Archive.name(key), sink));
    }

    /**
     * Ends the reading.
     *
     * @throws io.nextcart.data.BadInputException when too many rows are bad
     */
    public ReadReport end() {
        return log.end();
    }

    /** What two events of one day have in common that are one. */
    static String same(Event event) {
        return EventKey.of(event) + event.userId();
    }

    /** Reads the objects; false when one is gone because a compaction has taken it up, and the day must be listed again. */
    private boolean readAll(List<String> keys, Consumer<Event> sink) throws IOException {
        for (String key : keys) {
            Optional<Tagged> object = archive.get(key);
            if (object.isEmpty()) {
                return false;
            }
            log.events(object.get().bytes(), Archive.name(key), sink);
        }
        return true;
    }

    private interface Taking {
        void take(byte[] object, String key);
    }

    private void read(String folder, Taking taking) throws IOException {
        for (List<String> keys : archive.partitions(folder).values()) {
            for (String key : keys) {
                Optional<Tagged> object = archive.get(key);
                if (object.isPresent()) {
                    taking.take(object.get().bytes(), key);
                }
            }
        }
    }
}
