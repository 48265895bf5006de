package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.util.function.Consumer;

/**
 * Reads the objects of an archive (NDJSON, plain or gzip) as one log: bad rows are counted over all objects, since each
 * is small. Not thread-safe.
 */
public final class RecordLog {
    private final RowCount count;
    private final Progress progress;

    /**
     * @param place where it lies, for messages
     * @param maxBadRows tolerated share of bad rows, 0–1
     */
    public RecordLog(String place, double maxBadRows, Progress progress) {
        this.count = new RowCount(place, maxBadRows);
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** Receives the tombstones of deleted users. */
    public interface DeletedUsers {
        /** @param untilMs the latest time of the events to remove, milliseconds since the epoch */
        void accept(UserId user, long untilMs);
    }

    /**
     * Reads an object of events. Each event must have a time.
     *
     * @param place where the object lies, for messages
     * @throws io.nextcart.data.BadInputException when it cannot be read or the log has too many bad rows
     */
    public void events(byte[] object, String place, Consumer<Event> sink) {
        archived(object, place, line -> sink.accept(line.event()));
    }

    /** Like {@link #events}, with the time of arrival. */
    public void archived(byte[] object, String place, Consumer<ArchivedEvent> sink) {
        read(object, place, JsonLines.objects("an event", (RowFields row) -> ArchivedEvent.read(row), sink));
    }

    /**
     * Adds objects that were read elsewhere.
     *
     * @throws io.nextcart.data.BadInputException when the log has too many bad rows
     */
    public void add(ReadReport other) {
        count.add(other);
    }

    /** The result over all objects so far, however many rows are bad. */
    public ReadReport soFar() {
        return count.soFar();
    }

    /**
     * Reads an object of tombstones. No row is skipped: that would leave a user undeleted.
     *
     * @param place where the object lies, for messages
     * @throws io.nextcart.data.BadInputException when it cannot be read or a row is bad
     */
    public void tombstones(byte[] object, String place, DeletedUsers sink) {
        RowCount rows = new RowCount(place, 1);
        read(
                object,
                place,
                rows,
                JsonLines.objects(
                        "a tombstone", TombstoneJson::read, line -> sink.accept(line.user(), line.untilMs())));
        ReadReport report = rows.report();
        if (report.badRows() > 0) {
            throw new BadInputException(
                    report.samples().get(0) + "; a tombstone is never skipped, it names a deleted user");
        }
    }

    /** Reads an object of changes of items, like {@link #events}. */
    public void items(byte[] object, String place, Consumer<CatalogueItem> sink) {
        read(object, place, JsonLines.objects("an item", (RowFields row) -> ItemJson.read(row), sink));
    }

    /**
     * Ends the log.
     *
     * @throws io.nextcart.data.BadInputException when more than the tolerated share of rows is bad
     */
    public ReadReport end() {
        return count.report();
    }

    private void read(byte[] object, String place, JsonLines.Line lines) {
        count.in(place);
        read(object, place, count, lines);
    }

    private void read(byte[] object, String place, RowCount rows, JsonLines.Line lines) {
        try (InputFile input = InputFile.of(object, place, progress)) {
            JsonLines.read(input, NdjsonLog.LONGEST_LINE, rows, lines);
        }
    }
}
